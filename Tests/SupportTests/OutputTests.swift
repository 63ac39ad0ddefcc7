import Foundation
import Support
import TestSupport
import Testing

@Suite struct OutputPlaceTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func text(_ name: String) throws -> String {
    try String(contentsOf: folder.file(name), encoding: .utf8)
  }

  private func link(_ name: String, to target: String) throws {
    try FileManager.default.createSymbolicLink(
      atPath: folder.file(name).path, withDestinationPath: target)
  }

  private func isLink(_ name: String) -> Bool {
    (try? FileManager.default.destinationOfSymbolicLink(atPath: folder.file(name).path)) != nil
  }

  @Test func aFolderThatCannotBeMadeHasAReason() throws {
    let error = #expect(throws: SmilestoneError.self) {
      try AtomicFile.createFolder(URL(fileURLWithPath: "/proc/nope/deeper"))
    }
    #expect(
      error?.message == "The folder /proc/nope/deeper cannot be made: /proc takes no new folders.")
  }

  @Test(arguments: [(0, "0 faces"), (1, "1 face"), (2, "2 faces")])
  func oneIsNotMany(number: Int, words: String) {
    #expect(counted(number, "face") == words)
    #expect(
      counted(number, "person", plural: "people").hasSuffix(number == 1 ? "person" : "people"))
  }

  @Test func linksStayAndTheirTargetsAreWritten() throws {
    try folder.write("old", to: "deep/target.csv")
    try link("first.csv", to: "deep/second.csv")
    try link("deep/second.csv", to: folder.file("deep/target.csv").path)
    try AtomicFile.write("new", to: folder.file("first.csv"))
    #expect(try text("deep/target.csv") == "new")
    #expect(isLink("first.csv") && isLink("deep/second.csv"))
  }

  @Test func aLinkToNothingMakesTheFileThatItNames() throws {
    try link("link.csv", to: "later.csv")
    try AtomicFile.write("new", to: folder.file("link.csv"))
    #expect(try text("later.csv") == "new")
    #expect(isLink("link.csv"))
  }

  /// A named pipe stands for devices too, which only root can make.
  @Test func whatIsNoFileIsRefusedAndStays() throws {
    #expect(mkfifo(folder.file("pipe").path, 0o600) == 0)
    try link("link", to: "pipe")
    try link("null", to: "/dev/null")
    try link("circle", to: "circle")
    try FileManager.default.createDirectory(
      at: folder.file("folder"), withIntermediateDirectories: true)
    for (name, kind) in [
      ("pipe", "a pipe"), ("link", "a pipe"), ("null", "a device"), ("folder", "a folder"),
      ("circle", "in a circle"),
    ] {
      let error = #expect(throws: SmilestoneError.self) {
        try AtomicFile.write("new", to: folder.file(name))
      }
      #expect(error?.code == .usage)
      #expect(error?.message.contains(folder.file(name).path) == true)
      #expect(error?.message.contains(kind) == true, "\(error?.message ?? "")")
      #expect(error?.remedy != nil)
    }
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.url.path)
    #expect(names.sorted() == ["circle", "folder", "link", "null", "pipe"])
    var status = stat()
    #expect(lstat(folder.file("pipe").path, &status) == 0 && status.st_mode & S_IFMT == S_IFIFO)
  }

  @Test func theStandardOutputIsNoFile() throws {
    try link("out", to: "/proc/self/fd/1")
    let error = #expect(throws: SmilestoneError.self) {
      try OutputPlace.file(folder.file("out"))
    }
    #expect(error?.message.contains("open already") == true)
  }

  @Test func aFolderIsNeitherAFileNorALinkToNothing() throws {
    try folder.write("mine", to: "file")
    try link("link", to: "nowhere")
    for name in ["file", "link"] {
      #expect(throws: SmilestoneError.self) { try AtomicFile.createFolder(folder.file(name)) }
    }
    try AtomicFile.createFolder(folder.file("new/deep"))
    try link("to-new", to: "new")
    try AtomicFile.createFolder(folder.file("to-new"))
    #expect(try text("file") == "mine")
  }
}

@Suite struct InputFileTests {
  @Test func wholeFilesAreRead() throws {
    let folder = try TemporaryFolder()
    let content = Data((0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) })
    try content.write(to: folder.file("large"))
    try folder.write("", to: "empty")
    #expect(try InputFile.read(folder.file("large")) == content)
    #expect(try InputFile.read(folder.file("empty")).isEmpty)
    #expect(
      try ContentHash.sha256(ofFile: folder.file("large")) == ContentHash.sha256(of: content))
  }

  @Test func missingFilesFoldersAndPipesAreNamed() throws {
    let folder = try TemporaryFolder()
    #expect(mkfifo(folder.file("pipe").path, 0o600) == 0)
    for (url, reason) in [
      (folder.file("missing"), "No such file"), (folder.url, "a folder"),
      (folder.file("pipe"), "a pipe"), (URL(fileURLWithPath: "/dev/zero"), "a device"),
    ] {
      let error = #expect(throws: SmilestoneError.self) { try InputFile.read(url) }
      #expect(error?.code == .badInput)
      #expect(error?.message.contains(url.path) == true)
      #expect(error?.message.contains(reason) == true, "\(error?.message ?? "")")
    }
  }

  /// A mapped file that shrinks ends the process with SIGBUS.
  @Test func aFileThatShrinksMeanwhileIsAMessage() throws {
    let folder = try TemporaryFolder()
    let file = folder.file("shrinking")
    try Data(count: 4 << 20).write(to: file)
    let error = #expect(throws: SmilestoneError.self) {
      try InputFile.forEachPiece(of: file) { _ in #expect(truncate(file.path, 100) == 0) }
    }
    #expect(error?.message.contains("changed while it was read") == true)
  }

  @Test func aFileThatIsRewrittenMeanwhileIsAMessage() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("old", to: "file")
    let error = #expect(throws: SmilestoneError.self) {
      try InputFile.forEachPiece(of: file) { _ in try Data("longer".utf8).write(to: file) }
    }
    #expect(error?.message.contains("changed while it was read") == true)
  }
}
