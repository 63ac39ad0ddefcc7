import Faces
import Foundation
import TestSupport
import Testing

/// From a data set to cut faces, as a user goes.
@Suite struct DatasetTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func path(_ name: String) -> String { folder.file(name).path }

  @Test func aTableOfPixelsBecomesFacesInFiles() throws {
    let pixels = Array(repeating: "128", count: 2304).joined(separator: " ")
    try folder.write(
      "emotion,pixels,Usage\n3,\(pixels),Training\n8,\(pixels),Training\n", to: "fer2013.csv")
    let listed = try Program.run(
      "manifest", path("fer2013.csv"), "--out", path("fer.csv"))
    #expect(listed.status == 0, "\(listed.errors)")
    #expect(listed.errors.contains("read as the data set kind “fer2013” (--dataset)"))
    #expect(listed.output.contains("1 face\n  happy: 1\n"), "\(listed.output)")
    #expect(listed.output.contains("rows of labels not used: 1\n"), "\(listed.output)")
    let skipped = try String(contentsOf: folder.file("fer.skipped.csv"), encoding: .utf8)
    #expect(skipped.contains("line 3"))

    try folder.write(
      "file,x,y,w,h,mood\nfer-images/Training-00000.png,8,8,32,32,happy\n", to: "boxes.csv")
    let mapped = try Program.run(
      "manifest", path("boxes.csv"), "--dataset", "csv", "--out", path("boxed.csv"), "--column",
      "image=file", "--column", "face_x=x", "--column", "face_y=y", "--column", "face_width=w",
      "--column", "face_height=h", "--column", "emotion=mood")
    #expect(mapped.status == 0, "\(mapped.errors)")
    let cut = try Program.run("faces", path("boxed.csv"), "--out", path("cut"), "--size", "16")
    #expect(cut.status == 0, "\(cut.errors)")
    #expect(cut.output.contains("1 of 1 face"), "\(cut.output)")
    let manifest = try String(contentsOf: folder.file("cut/manifest.csv"), encoding: .utf8)
    #expect(manifest.contains("faces/1-Training-00000.png"))

    let unknown = try Program.run("faces", path("fer.csv"), "--out", path("none"))
    #expect(unknown.status == 3 && unknown.errors.contains("--detect"), "\(unknown.errors)")

    // A plain grey square is no face.
    let looked = try Program.run(
      "faces", path("fer.csv"), "--out", path("none"), "--detect", "--json")
    #expect(looked.status == 0, "\(looked.errors)")
    #expect(looked.output.contains("\"faces\" : 0"), "\(looked.output)")
    #expect(looked.output.contains("\"lookedFor\" : 1"), "\(looked.output)")
    #expect(looked.errors.contains("Left out: 1 image."), "\(looked.errors)")
    let withoutFace = try SkippedImage.read(folder.file("none/skipped.csv"))
    #expect(withoutFace.map(\.image) == ["fer-images/Training-00000.png"])
    #expect(looked.errors.contains(try #require(withoutFace.first).reason))
  }

  @Test func nothingUsableIsBadInput() throws {
    try folder.write("", to: "images/holiday.jpg")
    for dataset in ["folders", "tif", "affectnet", "fer2013", "utkface", "rafdb"] {
      let outcome = try Program.run(
        "manifest", path("images"), "--dataset", dataset, "--out", path("m.csv"))
      #expect(outcome.status == 3, "\(dataset): \(outcome.errors)")
      #expect(!FileManager.default.fileExists(atPath: path("m.csv")))
    }
  }
}
