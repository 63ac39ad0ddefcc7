import Faces
import Foundation
import Study
import Support
import TestSupport
import Testing

/// What a user may write for faces.
@Suite struct FaceSourceTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func read(_ text: String) throws -> Manifest {
    try FaceSource(text).read(
      imageFolder: folder.file("images"), observer: SilentObserver()
    ).0
  }

  @Test func dataSetsAreRecognisedOrNamed() throws {
    try folder.write("", to: "TIF/A02F10HA1.jpg")
    let place = folder.file("TIF").path
    for text in [place, "tif:\(place)", "tif:\(place)/"] {
      let face = try #require(try read(text).records.first)
      #expect(face.subject == "A02" && face.source == "TIF" && face.emotion == .happy)
    }
    #expect(FaceSource("tif:\(place)/../TIF").text == "tif:\(place)")
    // Named otherwise, it is read so.
    let error = #expect(throws: SmilestoneError.self) { try read("utkface:\(place)") }
    #expect(error?.message.contains("age_sex_ethnicity_timestamp") == true)
  }

  @Test func tablesAreManifestsOrDataSets() throws {
    try folder.write("", to: "a.png")
    let manifest = try folder.write("image,age\na.png,7\n", to: "faces.csv")
    #expect(try read(manifest.path).records.map(\.ageInYears) == [7])
    let pixels = Array(repeating: "0", count: 48 * 48).joined(separator: " ")
    let table = try folder.write(
      "emotion,pixels,Usage\n3,\(pixels),Training\n", to: "contest.csv")
    #expect(try read(table.path).records.map(\.emotion) == [.happy])
    // The kind csv has the table's own columns.
    #expect(try read("csv:\(manifest.path)").records.map(\.ageInYears) == [7])
  }

  @Test func whatIsNotKnownIsRefused() throws {
    try folder.write("", to: "photos/IMG_1.jpg")
    let unknown = #expect(throws: SmilestoneError.self) { try read(folder.file("photos").path) }
    #expect(unknown?.code == .badInput)
    #expect(unknown?.remedy?.contains("NAME:PATH") == true)
    // A word before a colon that names no data set belongs to the path.
    let path = #expect(throws: SmilestoneError.self) { try read("tiff:\(folder.url.path)") }
    #expect(path?.message.contains("tiff:") == true)
  }
}
