import Faces
import Foundation
import Support
import TestSupport
import Testing

@Suite struct RaterLabelsTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func read(_ text: String) throws -> (manifest: Manifest, remarks: [SkippedImage]) {
    try Manifest.read(folder.write(text, to: "m.csv"))
  }

  @Test func whoSaidWhatSurvivesReadingAndWriting() throws {
    let (manifest, remarks) = try read(
      "image,rater_labels,votes\na.png,Anna: Joy ;x:1:sad,0;0;0;2;0;1;0\nb.png,,\nc.png,Anna:fear,\n"
    )
    #expect(remarks.isEmpty, "\(remarks)")
    #expect(
      manifest.values(ofExtraColumn: "rater_labels") == ["Anna:happy;x:1:sad", "", "Anna:fear"])
    // Where there are no votes they are what the raters said.
    #expect(manifest.records.map(\.votes) == [[0, 0, 0, 2, 0, 1, 0], nil, [0, 0, 1, 0, 0, 0, 0]])
    try manifest.write(to: folder.file("again.csv"))
    #expect(try Manifest(contentsOf: folder.file("again.csv")) == manifest)
  }

  @Test(arguments: [
    ("10", "“10” is no rater and label, such as “anna:happy”"),
    ("anna:happyish", "“happyish” is none of anger"),
    ("anna:happy;ANNA :sad", "the rater “ANNA” is named twice"),
    ("anna:happy;", "“” is no rater and label"), (":happy", "“” is no name of a rater"),
    ("anna:happy;ben:sad", "“anna:happy;ben:sad” are not among the votes of the row"),
  ])
  func aBadCellStaysEmptyAndIsListed(cell: String, reason: String) throws {
    let (manifest, remarks) = try read(
      "image,rater_labels,votes\na.png,\"\(cell)\",0;0;0;1;0;0;0\n")
    #expect(manifest.values(ofExtraColumn: "rater_labels") == [""])
    #expect(manifest.records[0].votes == [0, 0, 0, 1, 0, 0, 0])
    #expect(remarks.map(\.stage) == ["cell"])
    #expect(
      remarks.first?.reason.hasPrefix("column rater_labels: \(reason)") == true, "\(remarks)")
  }

  @Test func ratersFollowTheirFacesIntoOtherManifests() throws {
    let one = try read("image,rater_labels\na.png,1:happy;2:fear\n").manifest
    let other = try read("image,camera\nb.png,x\n").manifest
    let joined = try Manifest.joining(
      [("one", one), ("other", other)], in: URL(fileURLWithPath: "/faces")
    ).manifest
    #expect(joined.values(ofExtraColumn: "rater_labels") == ["1:happy;2:fear", ""])
    #expect(joined.records.map(\.votes) == [[0, 0, 1, 1, 0, 0, 0], nil])
    // In another scheme they say what their labels become.
    let valence = try joined.labelled(by: .valence, name: "m.csv")
    #expect(valence.values(ofExtraColumn: "rater_labels") == ["1:positive;2:negative", ""])
    #expect(valence.records[0].votes == [1, 0, 1])
  }
}
