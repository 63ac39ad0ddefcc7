import Analysis

/// What happened while one network was trained.
public struct TrainingHistory: Sendable {
  /// One pass over the training faces.
  public struct Epoch: Sendable {
    /// Counted from 1.
    public var number: Int
    public var learningRate: Double
    public var trainLoss: Double
    /// The same loss on the validation faces; nil where only another was measured there.
    public var validationLoss: Double?
    /// Share of correct predictions for an expression model, mean absolute error in years for the
    /// age estimator; nil where it was not measured.
    public var trainScore: Double?
    public var validationScore: Double?
    public var seconds: Double

    public init(
      number: Int, learningRate: Double, trainLoss: Double, validationLoss: Double?,
      trainScore: Double?, validationScore: Double?, seconds: Double
    ) {
      self.number = number
      self.learningRate = learningRate
      self.trainLoss = trainLoss
      self.validationLoss = validationLoss
      self.trainScore = trainScore
      self.validationScore = validationScore
      self.seconds = seconds
    }
  }

  public var model: StudyModel
  public var epochs: [Epoch]
  /// The number of the epoch whose weights were kept.
  public var chosenEpoch: Int?

  public init(model: StudyModel, epochs: [Epoch], chosenEpoch: Int?) {
    self.model = model
    self.epochs = epochs
    self.chosenEpoch = chosenEpoch
  }

  /// The epoch whose weights were kept.
  var chosen: Epoch? { epochs.first { $0.number == chosenEpoch } }
}
