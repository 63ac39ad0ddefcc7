import Faces
import Statistics

/// One expression model on the test faces of one age group.
public struct GroupMetrics: Codable, Sendable, Equatable {
  public var ageGroup: AgeGroup
  /// Labelled test faces, and different subjects among them (nil where a face's subject is
  /// unknown).
  public var n: Int
  public var subjects: Int?
  public var correct: Int
  /// Share of correct predictions with its interval; nil where n is 0.
  public var accuracy: Estimate?
  /// Mean recall over the emotions that occur in the group; nil where none does.
  public var macroRecall: Double?
  /// The same with its interval; nil also for fewer than two subjects.
  public var macroRecallEstimate: Estimate?
  /// Recall per emotion, in the order of the scheme's labels; nil where the emotion does not occur.
  public var recall: [Double?]
  /// The same with intervals.
  public var recallEstimates: [Estimate?]?
  /// confusion[true][predicted]: counts, both in the order of the scheme's labels.
  public var confusion: [[Int]]
  /// The group's most frequent emotion (the first in order where several are), and the accuracy
  /// of always predicting it; nil where n is 0.
  public var majorityEmotion: Emotion?
  public var majorityBaseline: Double?
  /// Everything else about the predictions; nil where n is 0 or that was not recorded.
  public var scores: ClassificationScores?

  public init(
    ageGroup: AgeGroup, n: Int, subjects: Int? = nil, correct: Int, accuracy: Estimate? = nil,
    macroRecall: Double? = nil, macroRecallEstimate: Estimate? = nil, recall: [Double?],
    recallEstimates: [Estimate?]? = nil, confusion: [[Int]], majorityEmotion: Emotion? = nil,
    majorityBaseline: Double? = nil, scores: ClassificationScores? = nil
  ) {
    self.ageGroup = ageGroup
    self.n = n
    self.subjects = subjects
    self.correct = correct
    self.accuracy = accuracy
    self.macroRecall = macroRecall
    self.macroRecallEstimate = macroRecallEstimate
    self.recall = recall
    self.recallEstimates = recallEstimates
    self.confusion = confusion
    self.majorityEmotion = majorityEmotion
    self.majorityBaseline = majorityBaseline
    self.scores = scores
  }
}
