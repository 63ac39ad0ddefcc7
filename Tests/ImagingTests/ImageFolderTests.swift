import Foundation
import Imaging
import Support
import TestSupport
import Testing

@Suite struct ImageFolderTests {
  @Test func findsImagesBelowSortedBytewise() throws {
    let folder = try TemporaryFolder()
    for name in [
      "b.JPG", "a.jpeg", "B.png", "a/z.WebP", "a/deep/er/x.jpg", ".hidden.jpg", ".git/x.jpg",
      "notes.txt", "jpg", "é.png", "old.GIF",
    ] {
      try folder.write("", to: name)
    }
    let found = try ImageFolder(folder.url)
    #expect(
      found.images == ["B.png", "a.jpeg", "a/deep/er/x.jpg", "a/z.WebP", "b.JPG", "é.png"])
    #expect(found.unusable.map(\.path) == ["jpg", "old.GIF"])
    #expect(found.unusable[0].reason == "the file is empty")
    #expect(found.unusable[1].reason.lowercased().contains("gif"))
    #expect(
      found.others.map { "\($0.path): \($0.reason)" } == [
        ".git/: it is hidden", ".hidden.jpg: it is hidden", "notes.txt: it is a text",
      ])
    #expect(
      found.othersInWords == "3 other files (it is hidden: 2, it is a text: 1)")
  }

  @Test func contentDecidesWhereTheEndingSaysNothing() throws {
    let folder = try TemporaryFolder()
    let starts: [(name: String, bytes: [UInt8])] = [
      ("photo", [0xFF, 0xD8, 0xFF, 0xE0]), ("old.gif", [0xFF, 0xD8, 0xFF]),
      ("shot.png.1", [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]),
      ("clip", [0, 0, 0, 0x1C] + Array("ftypisom".utf8)), ("clip.dat", [0x1A, 0x45, 0xDF, 0xA3]),
      ("scan", [0x49, 0x49, 0x2A, 0]), ("photo.txt", [0xFF, 0xD8, 0xFF, 0xE0]),
      ("images", Array("PK\u{3}\u{4}".utf8)),
      ("noise.dat", [0, 1, 2, 3]), ("LICENSE", Array("Free, é".utf8)), ("Thumbs.db", [0, 1]),
    ]
    for (name, bytes) in starts { try Data(bytes).write(to: folder.file(name)) }
    #expect(mkfifo(folder.file("pipe").path, 0o600) == 0)
    let found = try ImageFolder(folder.url)
    #expect(found.images == ["old.gif", "photo", "photo.txt", "scan", "shot.png.1"])
    #expect(
      found.unusable.map { "\($0.path): \($0.reason)" } == [
        "clip: "
          + "it is a video; `smilestone video` judges its faces, and `smilestone manifest --dataset events` "
          + "cuts coded frames out of it",
        "clip.dat: "
          + "it is a video; `smilestone video` judges its faces, and `smilestone manifest --dataset events` "
          + "cuts coded frames out of it",
        "images: it is an archive; unpack it first",
        "noise.dat: it is not a JPEG, PNG, WebP, HEIC, AVIF, TIFF or BMP file",
        "pipe: it is not a file",
      ])
    #expect(
      found.others.map { "\($0.path): \($0.reason)" } == [
        "LICENSE: it is a text", "Thumbs.db: it is a file of the system",
      ])
  }

  /// Most raw files begin as TIFF files do, with a preview of the photograph as their first image.
  @Test(arguments: ["cr2", "NEF", "dng", "cr3"]) func rawFilesAreNoImages(ending: String) throws {
    let folder = try TemporaryFolder()
    try Data([0x49, 0x49, 0x2A, 0]).write(to: folder.file("photo.\(ending)"))
    try Data([0xFF, 0xD8, 0xFF, 0xE0]).write(to: folder.file("jpeg.\(ending)"))
    let found = try ImageFolder(folder.url)
    #expect(found.images == ["jpeg.\(ending)"])
    #expect(found.unusable.map(\.path) == ["photo.\(ending)"])
    #expect(found.unusable.first?.reason.contains("raw file of a camera") == true)
  }

  @Test func followsLinksButNotInCircles() throws {
    let folder = try TemporaryFolder()
    let elsewhere = try TemporaryFolder()
    try elsewhere.write("", to: "there.jpg")
    try folder.write("", to: "a/x.jpg")
    try folder.write("", to: "z/y.jpg")
    let manager = FileManager.default
    try manager.createSymbolicLink(at: folder.file("a/up"), withDestinationURL: folder.url)
    try manager.createSymbolicLink(
      at: folder.file("out.png"), withDestinationURL: elsewhere.url)
    try manager.createSymbolicLink(
      atPath: folder.file("broken.jpg").path, withDestinationPath: "nowhere")
    // A folder that is there itself keeps its own name, also when a link sorts before it.
    try manager.createSymbolicLink(
      atPath: folder.file("b").path, withDestinationPath: "z")
    let found = try ImageFolder(folder.url)
    #expect(found.images == ["a/x.jpg", "out.png/there.jpg", "z/y.jpg"])
    #expect(found.unusable.map(\.path) == ["broken.jpg"])
    #expect(found.unusable.map(\.reason) == ["the link leads nowhere"])
  }

  @Test func refusesWhatIsNoFolder() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("", to: "notes.txt")
    for (place, reason) in [
      (folder.file("missing"), "does not exist"), (file, "is not a folder"),
    ] {
      let error = #expect(throws: SmilestoneError.self) { try ImageFolder(place) }
      #expect(error?.code == .badInput)
      #expect(error?.message.contains(reason) == true)
      #expect(error?.message.contains(place.path) == true)
      #expect(error?.remedy != nil)
    }
  }
}
