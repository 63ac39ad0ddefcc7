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
      "notes.txt", "jpg", "é.png",
    ] {
      try folder.write("", to: name)
    }
    #expect(
      try ImageFolder.images(in: folder.url)
        == ["B.png", "a.jpeg", "a/deep/er/x.jpg", "a/z.WebP", "b.JPG", "é.png"])
  }

  @Test func followsLinksButNotInCircles() throws {
    let folder = try TemporaryFolder()
    let elsewhere = try TemporaryFolder()
    try elsewhere.write("", to: "there.jpg")
    try folder.write("", to: "a/x.jpg")
    let manager = FileManager.default
    try manager.createSymbolicLink(
      at: folder.file("a/up"), withDestinationURL: folder.url)
    try manager.createSymbolicLink(
      at: folder.file("out.png"), withDestinationURL: elsewhere.url)
    try manager.createSymbolicLink(
      atPath: folder.file("broken.jpg").path, withDestinationPath: "nowhere")
    #expect(
      try ImageFolder.images(in: folder.url) == ["a/x.jpg", "broken.jpg", "out.png/there.jpg"])
  }

  @Test func refusesWhatHoldsNoPictures() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("", to: "empty/notes.txt")
    for (place, reason) in [
      (folder.file("missing"), "There is no folder"), (file, "is not a folder"),
      (folder.file("empty"), "holds no pictures"),
    ] {
      let error = #expect(throws: SmilestoneError.self) { try ImageFolder.images(in: place) }
      #expect(error?.code == .badInput)
      #expect(error?.message.contains(reason) == true)
      #expect(error?.message.contains(place.path) == true)
      #expect(error?.remedy != nil)
    }
  }
}
