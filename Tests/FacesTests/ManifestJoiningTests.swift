import Faces
import Foundation
import Support
import TestSupport
import Testing

@Suite struct ManifestJoiningTests {
  /// A label of another scheme would be none of the whole's.
  @Test func labelsOfOtherSchemesAreRefused() throws {
    let folder = URL(fileURLWithPath: "/tmp")
    let parts = [LabelScheme.emotions7, .valence].map { labels in
      (
        name: labels.id,
        manifest: Manifest(folder: folder, vocabulary: Vocabulary(labels: labels, ages: .study))
      )
    }
    let error = #expect(throws: SmilestoneError.self) {
      try Manifest.joining(parts, in: folder)
    }
    #expect(error?.code == .badInput)
    #expect(error?.message.contains("valence has") == false)
    #expect(error?.message.contains("those of valence") == true, "\(error?.message ?? "")")
    #expect(error?.remedy?.contains("--scheme") == true)
  }

  @Test func sourcesKeepSubjectsApart() throws {
    let folder = try TemporaryFolder()
    let infants = try folder.write(
      "image,subject,emotion,age_months\na/1.png,s1,happy,7\n", to: "infants.csv")
    let adults = try folder.write(
      "image,subject,source,relFCs\n../x/1.png,s1,AffectNet,0.9\na/1.png,s1,,\n", to: "adults.csv")
    let (joined, repeated) = try Manifest.joining(
      [
        ("infants", Manifest(contentsOf: infants)), ("adults", Manifest(contentsOf: adults)),
      ], in: folder.url)
    #expect(joined.records.map(\.image).first == "a/1.png")
    #expect(joined.records.map(\.source) == ["infants", "AffectNet"])
    #expect(joined.extraColumns == ["age_months", "relFCs"])
    #expect(joined.records.map(\.extra) == [["7", ""], ["", "0.9"]])
    #expect(joined.records[1].image.hasPrefix("/"))
    let subjects = joined.records.map {
      FaceRecord.uniqueSubject($0.subject, source: $0.source)
    }
    #expect(Set(subjects).count == 2)
    #expect(repeated.map(\.reason) == ["infants lists it, too, and stays"])
  }

  @Test func groupsOfDifferentBoundsAreRefused() throws {
    let folder = try TemporaryFolder()
    let first = try folder.write("image,age_bounds\na.png,2;6;12;18\n", to: "a.csv")
    let second = try folder.write("image\nb.png\n", to: "b.csv")
    let error = #expect(throws: SmilestoneError.self) {
      try Manifest.joining(
        [("a", Manifest(contentsOf: first)), ("b", Manifest(contentsOf: second))],
        in: folder.url)
    }
    #expect(error?.message.contains("a has the age groups") == true, "\(error as Any)")
  }
}
