import Foundation
import Imaging
import Support
import TestSupport
import Testing

@Suite struct ImageFolderTests {
  @Test func findsPicturesBelowSortedBytewise() throws {
    let folder = try TemporaryFolder()
    for name in [
      "b.JPG", "a.jpeg", "B.png", "a/z.WebP", "a/deep/er/x.jpg", ".hidden.jpg", ".git/x.jpg",
      "notes.txt", "jpg", "é.png", "old.TIFF",
    ] {
      try folder.write("", to: name)
    }
    let found = try ImageFolder(folder.url)
    #expect(
      found.images == ["B.png", "a.jpeg", "a/deep/er/x.jpg", "a/z.WebP", "b.JPG", "é.png"])
    #expect(found.unusable.map(\.path) == ["old.TIFF"])
    #expect(found.unusable[0].reason.contains("tiff"))
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
