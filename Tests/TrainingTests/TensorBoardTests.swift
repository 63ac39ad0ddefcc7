import Foundation
import Testing
import Training

@Suite struct TensorBoardTests {
  struct References: Decodable {
    let records: [String]
  }

  /// Byte for byte what TensorBoard's own writer gives (Fixtures/make_tensorboard_fixture.py).
  @Test func recordsEqualTensorBoards() throws {
    let expected = try Reference.load("tensorboard", as: References.self).records
    let epoch = EpochRecord(
      epoch: 300, learningRate: 0.001, training: EpochScore(loss: 1.25, score: 0.75),
      validation: EpochScore(loss: 2.5, score: 0.5), seconds: 1)
    let events = [
      TensorBoardEvent.version(wallTime: 1000.5),
      TensorBoardEvent.scores(of: epoch, scoreName: "accuracy", wallTime: 1002.25),
    ]
    #expect(
      events.map { $0.record.map { String(format: "%02x", $0) }.joined() } == expected)
  }
}
