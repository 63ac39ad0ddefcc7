import Faces
import Foundation
import Support
import Synthetic
import TestSupport
import Testing

@Suite struct DrawnLabelsTests {
  private func faces(_ scheme: LabelScheme) throws -> [FaceRecord] {
    try SyntheticCohort.faces(
      SyntheticCohortSettings(
        seed: 3, subjects: 40, sizeInPixels: 32, vocabulary: Vocabulary(labels: scheme))
    ).map(\.record)
  }

  @Test("every label is drawn, and no other", arguments: [LabelScheme.emotions8, .valence])
  func labels(scheme: LabelScheme) throws {
    let records = try faces(scheme)
    #expect(Set(records.compactMap(\.emotion)) == Set(scheme.emotions))
    for record in records { #expect(record.votes?.count == scheme.count) }
  }

  /// Contempt is the only emotion with a mouth of unlike halves.
  @Test func contemptRaisesOneCorner() {
    for emotion in ExpressionPrototypes.emotions {
      for prototype in [ExpressionPrototypes.adult(emotion), ExpressionPrototypes.infant(emotion)] {
        #expect((prototype[.oneLipCorner] > 0) == (emotion == .contempt))
      }
    }
  }

  @Test func whatNobodyKnowsTheLookOfIsRefused() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("{id: 'moods', labels: ['calm', 'happy']}", to: "moods.json5")
    let scheme = try LabelScheme(named: file.path)
    let error = #expect(throws: SmilestoneError.self) { try faces(scheme) }
    #expect(error?.code == .usage)
    #expect(error?.message.contains("“calm” of the scheme moods") == true)
  }
}
