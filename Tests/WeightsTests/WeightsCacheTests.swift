import Foundation
import Support
import TestSupport
import Testing
import Weights

@Suite struct WeightsCacheTests {
  private let folder: TemporaryFolder
  private let cache: WeightsCache
  /// A file in `published/`, whose name carries its hash, and the weights that it stands for.
  private let original: URL
  private let weights: PublishedWeights

  init() throws {
    folder = try TemporaryFolder()
    let listed = PublishedWeights(
      name: "resnet18", network: "none", origin: "a test",
      source: "https://127.0.0.1:9/resnet18-f37072fd.pth", licence: "none", byteCount: 1)
    cache = WeightsCache(folder.file("cache"), published: [listed])
    let content = try Data(contentsOf: Fixture.url("tensors-zip-2.pth"))
    let name = "tiny-\(try ContentHash.sha256(of: content).prefix(8)).pth"
    original = folder.file("published/\(name)")
    try AtomicFile.write(content, to: original)
    weights = PublishedWeights(
      name: "tiny", network: "none", origin: "a test", source: "https://127.0.0.1:9/\(name)",
      licence: "none", byteCount: content.count)
  }

  private func server() throws -> FaultyServer {
    try FaultyServer(serving: original.deletingLastPathComponent())
  }

  @discardableResult
  private func fetch(_ mirror: String) throws -> CachedWeights {
    try cache.fetch(weights, mirror: mirror, observer: SilentObserver())
  }

  private var partial: URL { folder.file("cache/tiny/\(original.lastPathComponent).partial") }

  // MARK: What set-up installs

  private func cache(of file: Data) throws -> WeightsCache {
    let hash = try ContentHash.sha256(of: Data(contentsOf: original))
    let listed = PublishedWeights(
      name: "tiny", network: "none", origin: "a test", source: weights.source, licence: "none",
      byteCount: file.count, sha256: hash, isInstalledBySetUp: true)
    try AtomicFile.write(file, to: folder.file("set-up/\(weights.fileName)"))
    return WeightsCache(
      folder.file("cache"), published: [listed], setUpFolder: folder.file("set-up"))
  }

  /// It is found where it lies, and nothing is copied.
  @Test func installedWeightsAreThere() throws {
    let cache = try cache(of: Data(contentsOf: original))
    let place = folder.file("set-up/\(weights.fileName)")
    #expect(try cache.file(for: "tiny").path == place.path)
    let entry = try #require(cache.entry("tiny"))
    #expect(entry.isPublishedHash && entry.source == place.path)
    #expect(cache.entries() == [entry])
    #expect(try cache.importFile(original) == entry)
    #expect(!FileManager.default.fileExists(atPath: folder.file("cache").path))
  }

  @Test func otherContentInItsPlaceIsRefused() throws {
    let cache = try cache(of: Data("something else".utf8))
    let error = #expect(throws: SmilestoneError.self) { try cache.file(for: "tiny") }
    #expect(error?.code == .badInput && error?.remedy?.contains("make setup") == true)
  }

  @Test func convertedWeightsAreNotFetched() throws {
    let converted = PublishedWeights(
      name: "converted", network: "none", origin: "a test", source: "https://127.0.0.1:9/net.dat",
      licence: "none", byteCount: 1, isInstalledBySetUp: true,
      convertedFileName: "net.safetensors")
    #expect(converted.fileName == "net.safetensors")
    let error = #expect(throws: SmilestoneError.self) {
      try cache.fetch(converted, observer: SilentObserver())
    }
    #expect(error?.code == .usage && error?.remedy?.contains("make setup") == true)
  }

  @Test func missingInstalledWeightsAreAskedOfSetUp() throws {
    let cache = try cache(of: Data(contentsOf: original))
    try FileManager.default.removeItem(at: folder.file("set-up"))
    let error = #expect(throws: SmilestoneError.self) { try cache.file(for: "tiny") }
    #expect(error?.code == .usage && error?.remedy?.contains("`make setup`") == true)
    #expect(cache.entries().isEmpty)
  }

  // MARK: Fetching

  @Test func fetchedWeightsAreThere() throws {
    let server = try server()
    let entry = try fetch("\(server.address)/good")
    #expect(entry.isPublishedHash && entry.byteCount == weights.byteCount)
    #expect(try cache.file(for: "tiny") == folder.file("cache/tiny/\(weights.fileName)"))
    #expect(try Data(contentsOf: cache.file(for: "tiny")) == Data(contentsOf: original))
    #expect(cache.entries() == [entry])
    // The second time nothing is asked of the server.
    #expect(try fetch("\(server.address)/good/") == entry)
    #expect(try server.requests() == ["/good/\(weights.fileName) None"])
  }

  @Test func progressIsReported() throws {
    final class Counter: ProgressObserver, @unchecked Sendable {
      // Set on the download's one queue, read when it is over.
      var last: ProgressUpdate?
      func update(_ progress: ProgressUpdate) { last = progress }
      func message(_ line: String) {}
    }
    let server = try server()
    let counter = Counter()
    try cache.fetch(weights, mirror: "\(server.address)/good", observer: counter)
    #expect(counter.last?.completed == weights.byteCount / 1000)
    #expect(counter.last?.total == weights.byteCount / 1000)
  }

  @Test func aBrokenDownloadContinuesWhereItStopped() throws {
    let server = try server()
    let error = #expect(throws: SmilestoneError.self) { try fetch("\(server.address)/cut") }
    #expect(error?.code == .failed)
    #expect(error?.remedy?.contains("continues where it stopped") == true)
    let half = weights.byteCount / 2
    #expect(try Data(contentsOf: partial).count == half)
    #expect(cache.entry("tiny") == nil)
    #expect(throws: SmilestoneError.self) { try cache.file(for: "tiny") }
    try fetch("\(server.address)/good")
    #expect(try server.requests().last == "/good/\(weights.fileName) bytes=\(half)-")
    #expect(try Data(contentsOf: cache.file(for: "tiny")) == Data(contentsOf: original))
    #expect(!FileManager.default.fileExists(atPath: partial.path))
  }

  /// What earlier attempts can have left: half where the server knows no ranges, all, too much.
  @Test(arguments: [("whole", 0.5), ("good", 1), ("good", 1.5)])
  func whateverIsLeftBecomesTheFile(kind: String, share: Double) throws {
    let server = try server()
    let content = try Data(contentsOf: original)
    let left = (content + content).prefix(Int(share * Double(content.count)))
    try AtomicFile.write(Data(left), to: partial)
    try fetch("\(server.address)/\(kind)")
    #expect(try Data(contentsOf: cache.file(for: "tiny")) == content)
  }

  @Test func anotherFileIsRefusedAndRemoved() throws {
    let server = try server()
    let error = #expect(throws: SmilestoneError.self) { try fetch("\(server.address)/wrong") }
    #expect(error?.code == .badInput)
    #expect(error?.message.contains("SHA-256") == true)
    #expect(!FileManager.default.fileExists(atPath: partial.path))
    #expect(cache.entries().isEmpty)
  }

  @Test(arguments: ["endless", "longer"])
  func aLargerFileIsBrokenOffAndRemoved(kind: String) throws {
    let server = try server()
    let error = #expect(throws: SmilestoneError.self) { try fetch("\(server.address)/\(kind)") }
    #expect(error?.code == .badInput)
    #expect(error?.message.contains("more than \(weights.byteCount) bytes") == true)
    #expect(!FileManager.default.fileExists(atPath: partial.path))
    #expect(cache.entries().isEmpty)
  }

  @Test func redirectsAreFollowedButNotToFiles() throws {
    let server = try server()
    #expect(try fetch("\(server.address)/moved").byteCount == weights.byteCount)
    try FileManager.default.removeItem(at: folder.file("cache"))
    let error = #expect(throws: SmilestoneError.self) { try fetch("\(server.address)/local") }
    #expect(error?.code == .failed)
    #expect(cache.entries().isEmpty)
  }

  @Test func plainHTTPNeedsAMirrorThatSaysSo() throws {
    let server = try server()
    let plain = PublishedWeights(
      name: "plain", network: "none", origin: "a test",
      source: "\(server.address)/good/\(weights.fileName)", licence: "none",
      byteCount: weights.byteCount)
    let error = #expect(throws: SmilestoneError.self) {
      try cache.fetch(plain, observer: SilentObserver())
    }
    #expect(error?.code == .usage)
    #expect(try server.requests().isEmpty)
  }

  /// A hash that differs in its last digit alone.
  @Test func theWholeHashCounts() throws {
    let server = try server()
    let content = try Data(contentsOf: original)
    let hash = try ContentHash.sha256(of: content)
    try AtomicFile.write(content, to: folder.file("published/tiny.pth"))
    func fetch(_ sha256: String) throws -> CachedWeights {
      let known = PublishedWeights(
        name: "known", network: "none", origin: "a test", source: "https://nowhere/tiny.pth",
        licence: "none", byteCount: content.count, sha256: sha256)
      return try cache.fetch(
        known, mirror: "\(server.address)/good", observer: SilentObserver())
    }
    let error = #expect(throws: SmilestoneError.self) {
      try fetch(hash.dropLast() + (hash.hasSuffix("0") ? "1" : "0"))
    }
    #expect(error?.code == .badInput)
    #expect(try fetch(hash).isPublishedHash)
  }

  @Test func theServersRefusalIsTold() throws {
    let server = try server()
    let error = #expect(throws: SmilestoneError.self) { try fetch("\(server.address)/none") }
    #expect(error?.code == .failed)
    #expect(error?.message.contains("404") == true, "\(error?.message ?? "")")
    let unreachable = #expect(throws: SmilestoneError.self) {
      try cache.fetch(weights, observer: SilentObserver())
    }
    #expect(unreachable?.code == .failed)
    #expect(unreachable?.remedy?.contains("weights import") == true)
    let other = #expect(throws: SmilestoneError.self) { try fetch("file:///tmp") }
    #expect(other?.code == .usage)
  }

  // MARK: Importing

  @Test func importedWeightsAreRecorded() throws {
    let entry = try cache.importFile(original, name: "own")
    #expect(!entry.isPublishedHash)
    #expect(try entry.sha256 == ContentHash.sha256(of: Data(contentsOf: original)))
    #expect(try WeightsFile(contentsOf: cache.file(for: "own")).tensors.count == 20)
    #expect(try cache.importFile(original, name: "own") == entry)
    let other = try Fixture.url("checkpoint.pth")
    let taken = #expect(throws: SmilestoneError.self) {
      try cache.importFile(other, name: "own")
    }
    #expect(taken?.message.contains("belongs to other weights") == true)
  }

  @Test func publishedNamesNeedTheirHash() throws {
    let pretender = folder.file("resnet18-f37072fd.pth")
    try FileManager.default.copyItem(at: original, to: pretender)
    for name in [nil, "resnet18"] {
      let error = #expect(throws: SmilestoneError.self) {
        try cache.importFile(pretender, name: name)
      }
      #expect(error?.message.contains("f37072fd") == true)
    }
    #expect(cache.entries().isEmpty)
  }

  @Test(arguments: ["", "..", "a/b", "-a", "a b", ".a", "ä"])
  func unusableNamesAreRefused(name: String) {
    #expect(throws: SmilestoneError.self) { try cache.importFile(original, name: name) }
  }

  @Test func onlyWeightsAreImported() throws {
    let text = try folder.write("not weights", to: "text.pth")
    #expect(throws: SmilestoneError.self) { try cache.importFile(text, name: "text") }
    #expect(throws: SmilestoneError.self) { try cache.importFile(original) }
    #expect(throws: SmilestoneError.self) {
      try cache.importFile(folder.file("missing.pth"), name: "missing")
    }
    #expect(cache.entries().isEmpty)
  }

  // MARK: Names and paths

  @Test func changedFilesAreRefused() throws {
    try cache.importFile(original, name: "own")
    let place = try cache.file(for: "own")
    try AtomicFile.write(Data("changed".utf8), to: place)
    let error = #expect(throws: SmilestoneError.self) { try cache.file(for: "own") }
    #expect(error?.message.contains("has changed") == true)
  }

  @Test func settingsAreNamesOrPaths() throws {
    #expect(try cache.file(for: "x.pth").lastPathComponent == "x.pth")
    #expect(try cache.file(for: "/a/resnet18").path == "/a/resnet18")
    let published = #expect(throws: SmilestoneError.self) { try cache.file(for: "resnet18") }
    #expect(published?.remedy?.contains("weights fetch resnet18") == true)
    let unknown = #expect(throws: SmilestoneError.self) { try cache.file(for: "resnet19") }
    #expect(unknown?.remedy?.contains("weights list") == true)
  }
}
