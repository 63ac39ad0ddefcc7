import Datasets
import Faces
import Testing

/// Infants of one archive, without splits, and adults of another that has some.
@Suite struct DividingSourcesTests {
  private func face(_ source: String?, _ subject: String?, _ split: Split? = nil) -> FaceRecord {
    FaceRecord(image: "x.png", subject: subject, source: source, emotion: .happy, split: split)
  }

  private func divide(
    _ records: [FaceRecord], clusters: [String?]? = nil
  ) throws -> (splits: [Split?], divided: [(source: String, count: Int)]) {
    try Splitter(seed: 1, ages: .study).dividingSources(
      of: records, contentHashes: records.map { _ in nil },
      duplicateClusters: clusters ?? records.map { _ in nil })
  }

  @Test func aSourceWithoutSplitsIsDividedByItself() throws {
    let infants = (0..<20).flatMap { subject in (0..<3).map { _ in face("TIF", "A\(subject)") } }
    let adults = [Split.train, .train, .validation, .test].map { face("AffectNet", nil, $0) }
    let records = infants + adults
    let (splits, divided) = try divide(records)
    #expect(Array(splits.suffix(4)) == [.train, .train, .validation, .test])
    #expect(divided.map(\.source) == ["TIF"] && divided.map(\.count) == [60])
    #expect(Set(splits.prefix(60)) == [.train, .validation, .test])
    let bySubject = Dictionary(grouping: 0..<60) { records[$0].subject }
    #expect(bySubject.values.allSatisfy { rows in Set(rows.map { splits[$0] }).count == 1 })
  }

  @Test func whoHasASplitIsFollowed() throws {
    let infants = (0..<30).map { face("TIF", "A\($0)") }
    let records = infants + [face("AffectNet", "A7", .test), face("AffectNet", nil, .train)]
    var clusters = [String?](repeating: nil, count: 32)
    clusters[9] = "photograph"
    clusters[31] = "photograph"
    let (splits, _) = try divide(records, clusters: clusters)
    #expect(splits[7] == .test)
    #expect(splits[9] == .train)
  }

  @Test func otherFacesStayAsTheyAre() throws {
    // No source, a source with some splits, and nothing divided at all.
    let some = [face(nil, "a"), face("B", "b"), face("B", "c", .train)]
    #expect(try divide(some).splits == [nil, nil, .train])
    #expect(try divide([face("A", "a"), face("B", "b")]).splits == [nil, nil])
  }
}
