import Faces
import Statistics

/// One expression model on all labelled faces of one split.
public struct OverallMetrics: Codable, Sendable, Equatable {
  /// Labelled faces, and different subjects among them (nil where a face's subject is unknown).
  public var n: Int
  public var subjects: Int?
  public var correct: Int
  /// nil where n is 0, like everything below but the last two.
  public var accuracy: Estimate?
  public var macroRecall: Double?
  public var macroRecallEstimate: Estimate?
  /// Mean of −ln p of the true emotion; probabilities below 1e-7 count as 1e-7.
  public var logLoss: Double?
  public var majorityEmotion: Emotion?
  public var majorityBaseline: Double?
  /// Everything else about the predictions; nil where n is 0 or that was not recorded.
  public var scores: ClassificationScores?
  /// Faces left out of every number because they have no label.
  public var facesWithoutEmotion: Int
  /// Faces that count here and in no age group, because their age is unknown.
  public var facesWithoutAgeGroup: Int
  /// How often predictions of a given confidence are right, as the model gives its probabilities and
  /// after temperature scaling; of the test faces only, nil where that was not recorded.
  public var reliability: [ReliabilityBin]?
  public var scaledReliability: [ReliabilityBin]?

  public init(
    n: Int, subjects: Int? = nil, correct: Int, accuracy: Estimate? = nil,
    macroRecall: Double? = nil, macroRecallEstimate: Estimate? = nil, logLoss: Double? = nil,
    majorityEmotion: Emotion? = nil, majorityBaseline: Double? = nil,
    scores: ClassificationScores? = nil, facesWithoutEmotion: Int = 0,
    facesWithoutAgeGroup: Int = 0
  ) {
    self.n = n
    self.subjects = subjects
    self.correct = correct
    self.accuracy = accuracy
    self.macroRecall = macroRecall
    self.macroRecallEstimate = macroRecallEstimate
    self.logLoss = logLoss
    self.majorityEmotion = majorityEmotion
    self.majorityBaseline = majorityBaseline
    self.scores = scores
    self.facesWithoutEmotion = facesWithoutEmotion
    self.facesWithoutAgeGroup = facesWithoutAgeGroup
  }
}
