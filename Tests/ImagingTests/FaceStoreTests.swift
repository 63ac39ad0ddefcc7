import Foundation
import Imaging
import Support
import Synchronization
import TestSupport
import Testing

/// A folder with six files: two images, a copy, a damaged one, a missing one and a grey one.
private struct Faces {
  let folder: TemporaryFolder
  let images: [String]
  var cache: URL { folder.file("cache") }

  init() throws {
    folder = try TemporaryFolder()
    let sources = [
      ("a.jpg", "colour.jpg"), ("b.png", "resize-61x47.png"), ("copy.jpg", "colour.jpg"),
      ("damaged.jpg", "refused/cut-colour.jpg"), ("grey.jpg", "grey.jpg"),
    ]
    for (name, source) in sources {
      try FileManager.default.copyItem(at: Fixtures.url(source), to: folder.file(name))
    }
    let names = ["a.jpg", "b.png", "copy.jpg", "damaged.jpg", "missing.jpg", "grey.jpg"]
    let folder = self.folder
    images = names.map { folder.file($0).path }
  }

  func open(
    size: Int = 20, colour: FaceColour = .colour, observer: any ProgressObserver = SilentObserver()
  ) throws -> FaceStore {
    try FaceCache(cache).open(
      images, as: FaceForm(size: size, colour: colour), observer: observer)
  }

  /// The names of the files in the cache, hidden ones too.
  func cached() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: cache.path).sorted()
  }

  func cacheFile() throws -> URL {
    let name = try #require(try cached().first)
    return cache.appendingPathComponent(name)
  }
}

private final class ProgressRecorder: ProgressObserver {
  private let recorded = Mutex<[ProgressUpdate]>([])
  var updates: [ProgressUpdate] { recorded.withLock { $0 } }
  func update(_ progress: ProgressUpdate) { recorded.withLock { $0.append(progress) } }
  private let lines = Mutex<[String]>([])
  var messages: [String] { lines.withLock { $0 } }
  func message(_ line: String) { lines.withLock { $0.append(line) } }
  func counts(of task: String) -> [Int] { updates.filter { $0.task == task }.map(\.completed) }
}

private func faces(of store: FaceStore) -> [RGBImage?] {
  (0..<store.count).map { store.image(at: $0) }
}

@Suite struct FaceStoreTests {
  @Test(arguments: FaceColour.allCases)
  func holdsTheResizedImages(colour: FaceColour) throws {
    let faces = try Faces()
    let store = try faces.open(colour: colour)
    #expect(store.count == 6)
    for index in [0, 1, 2, 5] {
      var expected = try RGBImage(contentsOf: URL(fileURLWithPath: faces.images[index]))
        .resized(toWidth: 20, height: 20)
      if colour == .grey { expected = expected.grey() }
      #expect(store.image(at: index) == expected)
      #expect(store.withFace(at: index) { Array($0) } == expected.planes)
    }
  }

  @Test func copiesBatchesInTheOrderAskedFor() throws {
    let store = try Faces().open(size: 4)
    var batch = [UInt8](repeating: 7, count: 3 * store.faceSize + 1)
    try store.copyBatch([5, 0, 1], into: &batch)
    let expected = [5, 0, 1].flatMap { store.image(at: $0)?.planes ?? [] }
    #expect(batch == expected + [7])
    let error = #expect(throws: SmilestoneError.self) {
      try store.copyBatch([0, 3], into: &batch)
    }
    #expect(error?.message.contains("damaged.jpg") == true)
  }

  @Test func listsWhatItSkipsWithReasons() throws {
    let faces = try Faces()
    let expected = [3: "the JPEG data end early", 4: "there is no such file"]
    // The second time the reasons come from the store.
    for _ in 0..<2 {
      let store = try faces.open()
      #expect(store.skipped.map(\.index) == [3, 4])
      for skipped in store.skipped {
        #expect(skipped.image == faces.images[skipped.index])
        #expect(skipped.reason.hasPrefix(expected[skipped.index] ?? "?"))
        #expect(!store.hasFace(at: skipped.index))
        #expect(store.image(at: skipped.index) == nil)
      }
      #expect(store.contentHash(of: 3) != nil)
      #expect(store.contentHash(of: 4) == nil)
    }
  }

  @Test func oblongAndNearlyBlackImagesAreCounted() throws {
    let folder = try TemporaryFolder()
    for (name, width) in [("square.png", 20), ("wide.png", 26), ("nearly.png", 25)] {
      try RGBImage(
        width: width, height: 20, pixels: Array(repeating: UInt8(width), count: width * 60)
      ).pngData().write(to: folder.file(name))
    }
    let images =
      ["square.png", "wide.png", "nearly.png"].map { folder.file($0).path }
      + [Fixtures.url("twelve-bit-grey.png").path, folder.file("gone.png").path]
    // The second time the remarks come from the store.
    for _ in 0..<2 {
      let store = try FaceCache(folder.file("cache")).open(
        images, as: FaceForm(size: 8, colour: .grey))
      #expect(
        store.remarks == [
          "1 of 4 images are far from square and are squeezed; `smilestone faces` cuts faces out.",
          "1 of 4 images are 16-bit files with data of fewer bits: they are nearly black.",
        ])
    }
  }

  @Test func copiesAreKeptOnce() throws {
    let setting = try Faces()
    let store = try setting.open(size: 400)
    #expect(store.contentHash(of: 0) == store.contentHash(of: 2))
    #expect(store.image(at: 0) == store.image(at: 2))
    // Four distinct contents, the damaged one among them, and the index.
    let size = try #require(
      FileManager.default.attributesOfItem(atPath: setting.cacheFile().path)[.size] as? Int)
    #expect(size / store.faceSize == 4)
    let bytes = try Data(contentsOf: URL(fileURLWithPath: setting.images[0]))
    #expect(try store.contentHash(of: 0) == ContentHash.sha256(of: bytes))
  }

  @Test func decodesOnlyOnceAndReportsProgress() throws {
    let faces = try Faces()
    let recorder = ProgressRecorder()
    let store = try faces.open(observer: recorder)
    #expect(recorder.counts(of: "Decoding images") == [1, 2, 3, 4, 5, 6])
    let file = FileStamp(try faces.cacheFile().path)
    let again = try faces.open()
    #expect(try FileStamp(faces.cacheFile().path) == file)
    #expect(try faces.cached().count == 1)
    #expect((0..<6).allSatisfy { again.image(at: $0) == store.image(at: $0) })
  }

  /// Lists that share images, in whatever order, share their faces; new ones come in a further file.
  @Test func otherListsUseTheSameFaces() throws {
    let setting = try Faces()
    let form = FaceForm(size: 20, colour: .colour)
    let whole = try setting.open()
    let some = try FaceCache(setting.cache).open([5, 0].map { setting.images[$0] }, as: form)
    #expect(try setting.cached().count == 1)
    #expect(some.image(at: 0) == whole.image(at: 5) && some.image(at: 1) == whole.image(at: 0))
    let more = setting.images + [Fixtures.url("orientation-6.jpg").path]
    let cache = FaceCache(setting.cache)
    let grown = try cache.open(more, as: form)
    #expect(try setting.cached().count == 2)
    #expect(grown.image(at: 6) != nil && grown.image(at: 1) == whole.image(at: 1))
    #expect(grown.key != whole.key)
    // The same lists have the same keys, wherever their faces lie.
    #expect(try cache.open(setting.images, as: form).key == whole.key)
  }

  /// What is wanted later is made when a file is first opened.
  @Test func formsThatAreWantedLaterNeedNoFilesAgain() throws {
    let setting = try Faces()
    let forms = [FaceForm(size: 20, colour: .colour), FaceForm(size: 9, colour: .grey)]
    let cache = FaceCache(setting.cache)
    let first = try cache.open(setting.images, as: forms[0], besides: forms)
    #expect(try setting.cached().count == 2)
    let expected = try RGBImage(contentsOf: URL(fileURLWithPath: setting.images[1]))
      .resized(toWidth: 9, height: 9).grey()
    let second = try cache.open(setting.images, as: forms[1])
    #expect(try setting.cached().count == 2)
    #expect(second.image(at: 1) == expected)
    #expect(second.skipped == first.skipped)
  }

  @Test func saysWhatTheFilesAre() throws {
    let setting = try Faces()
    // The second time it comes from the store.
    for _ in 0..<2 {
      let store = try setting.open()
      let bytes = try Data(contentsOf: URL(fileURLWithPath: setting.images[1])).count
      #expect(
        store.properties(of: 1)
          == ImageProperties(width: 61, height: 47, format: "PNG", byteCount: bytes))
      #expect(store.properties(of: 3) == nil)
    }
  }

  @Test func sizeAndColourHaveStoresOfTheirOwn() throws {
    let faces = try Faces()
    for size in [8, 9] {
      for colour in FaceColour.allCases { _ = try faces.open(size: size, colour: colour) }
    }
    #expect(try faces.cached().count == 4)
  }

  @Test func aChangedImageIsDecodedAgain() throws {
    let setting = try Faces()
    let before = faces(of: try setting.open())
    try Data(contentsOf: Fixtures.url("orientation-6.jpg"))
      .write(to: URL(fileURLWithPath: setting.images[1]))
    let after = faces(of: try setting.open())
    #expect(after[1] != before[1])
    #expect(after[0] == before[0] && after[5] == before[5])
  }

  /// A cache that has read a file before notices that it was changed, or is gone.
  @Test func aImageThatChangesIsReadAgain() throws {
    let setting = try Faces()
    let (cache, form) = (FaceCache(setting.cache), FaceForm(size: 20, colour: .colour))
    let before = try cache.open(setting.images, as: form)
    try Data(contentsOf: Fixtures.url("orientation-6.jpg"))
      .write(to: URL(fileURLWithPath: setting.images[1]))
    try FileManager.default.removeItem(atPath: setting.images[5])
    let after = try cache.open(setting.images, as: form)
    #expect(after.image(at: 1) != before.image(at: 1))
    #expect(after.contentHash(of: 1) != before.contentHash(of: 1))
    #expect(after.image(at: 5) == nil && after.image(at: 0) == before.image(at: 0))
  }

  @Test func aRepairedImageIsNoLongerSkipped() throws {
    let setting = try Faces()
    #expect(try setting.open().skipped.count == 2)
    for index in [3, 4] {
      try Data(contentsOf: Fixtures.url("orientation-\(index).jpg"))
        .write(to: URL(fileURLWithPath: setting.images[index]))
    }
    #expect(try setting.open().skipped.isEmpty)
  }

  @Test(arguments: [0, 1, 15, 16, 17, 100, 4000])
  func aStoreCutShortIsBuiltAgain(missing: Int) throws {
    let setting = try Faces()
    let whole = faces(of: try setting.open())
    let file = try setting.cacheFile()
    let bytes = try Data(contentsOf: file)
    let kept = missing == 0 ? Data() : bytes.dropLast(missing)
    try kept.write(to: file)
    let recorder = ProgressRecorder()
    #expect(faces(of: try setting.open(observer: recorder)) == whole)
    #expect(recorder.messages.count == 1)
    #expect(try Data(contentsOf: file) == bytes)
  }

  @Test func aStoreOfOtherImagesIsNotTrusted() throws {
    let setting = try Faces()
    let whole = faces(of: try setting.open())
    let file = try setting.cacheFile()
    // Same length, but the index names another key.
    var bytes = try Data(contentsOf: file)
    let key = try #require(bytes.range(of: Data(#""key":""#.utf8)))
    bytes[key.upperBound] = bytes[key.upperBound] == 0x30 ? 0x31 : 0x30
    try bytes.write(to: file)
    #expect(faces(of: try setting.open()) == whole)
    #expect(try Data(contentsOf: file) != bytes)
  }

  /// One bit of one pixel, in the first block and in the last one: the faces have more than one.
  @Test(arguments: [0, 5_000_000])
  func aDamagedStoreIsMadeAgainAndThatIsSaid(place: Int) throws {
    let setting = try Faces()
    let whole = faces(of: try setting.open(size: 700))
    let file = try setting.cacheFile()
    let bytes = try Data(contentsOf: file)
    var damaged = bytes
    damaged[place] ^= 1
    try damaged.write(to: file)
    let recorder = ProgressRecorder()
    #expect(faces(of: try setting.open(size: 700, observer: recorder)) == whole)
    #expect(recorder.messages.count == 1)
    #expect(recorder.messages.first?.contains("\(file.path) is damaged") == true)
    #expect(try Data(contentsOf: file) == bytes)
    let again = ProgressRecorder()
    _ = try setting.open(size: 700, observer: again)
    #expect(again.messages.isEmpty)
  }

  /// A store of the version before checksums.
  @Test func anOldStoreIsMadeAgain() throws {
    let setting = try Faces()
    let whole = faces(of: try setting.open())
    let file = try setting.cacheFile()
    let bytes = try Data(contentsOf: file)
    try (bytes.dropLast(1) + Data("1".utf8)).write(to: file)
    #expect(faces(of: try setting.open()) == whole)
    #expect(try Data(contentsOf: file) == bytes)
  }

  @Test func leftoversOfKilledRunsAreRemoved() throws {
    let setting = try Faces()
    try setting.folder.write(
      "half a store", to: "cache/.colour-20-0.faces.\(UUID().uuidString).partial")
    _ = try setting.open()
    #expect(try setting.cached().allSatisfy { $0.hasSuffix(".faces") })
  }

  @Test func aFolderThatCannotBeWrittenIsOneError() throws {
    let setting = try Faces()
    try setting.folder.write("a file", to: "cache")
    #expect(throws: SmilestoneError.self) { try setting.open() }
  }

  @Test func noImagesAreAnEmptyStore() throws {
    let folder = try TemporaryFolder()
    let store = try FaceCache(folder.url).open([], as: FaceForm(size: 8, colour: .colour))
    #expect(store.count == 0 && store.skipped.isEmpty)
  }
}
