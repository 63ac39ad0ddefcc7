import Foundation
import Support

/// One pass over the training faces.
public struct EpochRecord: Codable, Sendable, Equatable {
  /// From 1.
  public var epoch: Int
  /// At the epoch's last step.
  public var learningRate: Double
  public var training: EpochScore
  public var validation: EpochScore
  /// Time of the training part.
  public var seconds: Double

  public init(
    epoch: Int, learningRate: Double, training: EpochScore, validation: EpochScore, seconds: Double
  ) {
    self.epoch = epoch
    self.learningRate = learningRate
    self.training = training
    self.validation = validation
    self.seconds = seconds
  }
}

/// What happened in a training, epoch by epoch: `history.csv`.
public struct TrainingHistory: Codable, Sendable, Equatable {
  /// "accuracy" or "mae".
  public var scoreName: String
  /// What chose the epoch.
  public var criterion: EpochCriterion
  /// Whether the losses of training and validation faces are the same loss; false in files of
  /// earlier versions.
  public var comparesLosses: Bool
  public var epochs: [EpochRecord]

  public init(
    scoreName: String, criterion: EpochCriterion, comparesLosses: Bool = true,
    epochs: [EpochRecord]
  ) {
    self.scoreName = scoreName
    self.criterion = criterion
    self.comparesLosses = comparesLosses
    self.epochs = epochs
  }

  /// The first epoch with the lowest error on the validation faces: the one whose weights are kept.
  public var bestEpoch: EpochRecord? {
    epochs.min { criterion.error($0.validation) < criterion.error($1.validation) }
  }

  private static func columns(training: String, scoreName: String) -> [String] {
    [
      "epoch", "learning_rate", "\(training)_loss", "\(training)_\(scoreName)",
      "validation_loss", "validation_\(scoreName)", "seconds",
    ]
  }

  /// Columns: epoch, learning_rate, training_loss, training_<score>, validation_loss,
  /// validation_<score>, seconds.
  public func write(to url: URL) throws {
    var writer = CSVWriter(
      header: TrainingHistory.columns(training: "training", scoreName: scoreName))
    for record in epochs {
      writer.append([
        "\(record.epoch)", "\(record.learningRate)", "\(record.training.loss)",
        "\(record.training.score)", "\(record.validation.loss)", "\(record.validation.score)",
        String(format: "%.2f", record.seconds),
      ])
    }
    try AtomicFile.write(writer.text, to: url)
  }

  /// Files of earlier versions call the training faces' columns train_loss and train_<score>; their
  /// validation loss is another one than the training loss, and it chose the epoch.
  public init(contentsOf url: URL) throws {
    let reader = try CSVReader(contentsOf: url)
    let kinds = ["training", "train"].flatMap { training in
      ["accuracy", "mae"].map { (training: training, score: $0) }
    }
    guard
      let kind = try kinds.first(where: {
        try reader.index(of: "\($0.training)_\($0.score)") != nil
      })
    else {
      throw SmilestoneError.badInput(
        "\(url.path) is not a training history.",
        remedy: "It must have a column training_accuracy or training_mae.")
    }
    let isEarlier = kind.training == "train"
    let columns = try TrainingHistory.columns(training: kind.training, scoreName: kind.score)
      .map(reader.requiredIndex)
    var records: [EpochRecord] = []
    try reader.forEachRow { row in
      let values = columns.map { Double(row.fields[$0]) }
      guard let epoch = Int(row.fields[columns[0]]), !values.contains(nil) else {
        throw SmilestoneError.badInput(
          "\(url.path), line \(row.line): a field is not a number.",
          remedy: "Train the model again to write the file again.")
      }
      let numbers = values.compactMap { $0 }
      records.append(
        EpochRecord(
          epoch: epoch, learningRate: numbers[1],
          training: EpochScore(loss: numbers[2], score: numbers[3]),
          validation: EpochScore(loss: numbers[4], score: numbers[5]), seconds: numbers[6]))
    }
    self.init(
      scoreName: kind.score, criterion: kind.score == "mae" && !isEarlier ? .score : .loss,
      comparesLosses: !isEarlier, epochs: records)
  }
}
