import Datasets
import Faces
import Foundation
import TestSupport
import Testing

@Suite struct SubjectKnowledgeTests {
  private func records(_ subjects: [String?]) -> [FaceRecord] {
    subjects.enumerated().map { FaceRecord(image: "\($0).png", subject: $1, split: .train) }
  }

  @Test func spellingsOfOneSubjectStayTogether() throws {
    let names: [String?] = ["S1", "s1", "S1 ", "S2", "s3", "S3", nil]
    let faces = records(names)
    let clusters = FaceClusters(
      faces, contentHashes: names.map { _ in nil }, duplicateClusters: nil)
    #expect(clusters.members == [[0, 1, 2], [3], [4, 5], [6]])
    let knowledge = SubjectKnowledge(faces)
    #expect(knowledge.subjects == 3)
    #expect(knowledge.facesWithoutSubject == 1)
    #expect(knowledge.spellings == [["S1", "S1 ", "s1"], ["S3", "s3"]])
    #expect(knowledge.spellingsInWords?.contains("“S3”, “s3”") == true)

    var manifest = Manifest(folder: URL(fileURLWithPath: "/"), records: faces, vocabulary: .study)
    manifest.records[1].split = .test
    let violations = manifest.splitViolations(contentHashes: names.map { _ in nil })
    #expect(violations.map(\.value) == ["S1"])
    #expect(violations.first?.images == ["0.png", "1.png", "2.png"])
  }

  @Test func whoIsUnknownMayCrossSplits() {
    #expect(SubjectKnowledge(records(["a", "b"])).caution == nil)
    let some = SubjectKnowledge(records(["a", nil, nil])).caution
    #expect(some?.hasPrefix("The subjects of 2 of 3 faces are not known, so their persons") == true)
    let none = SubjectKnowledge(records([nil, nil])).caution
    #expect(none == "Subjects are not known, so persons may cross splits.")
  }

  @Test func oneSubjectWithMostFacesIsSuspected() {
    let suspect = SubjectKnowledge(records(["x", "x", "x", "a", "b", "c"])).largestInWords
    #expect(suspect?.hasPrefix("Subject “x” has 3 of 6 faces") == true)
    #expect(SubjectKnowledge(records(["x", "x", "a", "b", "c", "d"])).largestInWords == nil)
  }

  @Test func splitsWithoutFacesAndFacesWithoutSplitsAreSaid() {
    var manifest = Manifest(
      folder: URL(fileURLWithPath: "/"), records: records(["a", "b", "c", "d"]), vocabulary: .study)
    manifest.records[3].split = nil
    #expect(
      manifest.splitNotes == [
        "No face is in the validation split.", "No face is in the test split.",
        "Without a split, and not used: 1 of 4 faces.",
      ])
    for index in manifest.records.indices { manifest.records[index].split = nil }
    #expect(manifest.splitNotes.isEmpty)
  }
}
