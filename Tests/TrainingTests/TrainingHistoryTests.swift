import Foundation
import TestSupport
import Testing
import Training

@Suite struct TrainingHistoryTests {
  @Test func historyRoundTrips() throws {
    let folder = try TemporaryFolder()
    let history = TrainingHistory(
      scoreName: "mae", criterion: .score,
      epochs: (1...3).map {
        EpochRecord(
          epoch: $0, learningRate: 1e-3 / Double($0),
          training: EpochScore(loss: 1.25, score: 7), validation: EpochScore(loss: 2, score: 8),
          seconds: 1.5)
      })
    try history.write(to: folder.file("history.csv"))
    #expect(try TrainingHistory(contentsOf: folder.file("history.csv")) == history)
    #expect(history.bestEpoch?.epoch == 1)
    let header = try String(contentsOf: folder.file("history.csv"), encoding: .utf8).prefix {
      $0 != "\n"
    }
    #expect(
      header
        == "epoch,learning_rate,training_loss,training_mae,validation_loss,validation_mae,seconds")
  }

  /// Their validation loss was what chose the epoch, and no loss to compare with the training's.
  @Test func historiesOfEarlierVersionsAreRead() throws {
    let folder = try TemporaryFolder()
    let url = folder.file("history.csv")
    try Data(
      """
      epoch,learning_rate,train_loss,train_mae,validation_loss,validation_mae,seconds
      1,0.001,4.5,9.5,2.5,6.5,1.00
      2,0.001,4,9,3,6,1.00

      """.utf8
    ).write(to: url)
    let history = try TrainingHistory(contentsOf: url)
    #expect(!history.comparesLosses)
    #expect(history.bestEpoch?.epoch == 1)
    #expect(history.epochs.map(\.training.loss) == [4.5, 4])
  }
}
