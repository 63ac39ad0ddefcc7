import Faces
import Statistics

/// Everything that `evaluation/metrics.json` holds: what the models achieved on the test faces.
///
/// Undefined values are absent (nil), never zero. docs/metrics.md describes every field.
public struct Metrics: Codable, Sendable, Equatable {
  /// The version of the format that this program writes.
  public static let currentFormat = 1

  /// Version of this format; readers refuse a newer one.
  public var format: Int
  /// SHA-256 of the `predictions.csv` that the numbers were made from; nil where that was not
  /// recorded.
  public var predictionsSHA256: String?
  /// How the numbers were made; nil where that was not recorded.
  public var settings: EvaluationSettings?
  /// The age estimator on faces that it was not trained on; nil when the run has none, or fewer
  /// than two subjects.
  public var ageEstimator: AgeMetrics?
  /// One entry per expression model: infant, adult.
  public var models: [ModelMetrics]
  /// Every two models on the test faces that both judged; nil where that was not recorded.
  public var comparisons: [ModelComparison]?
  /// Statements made from the numbers above.
  public var findings: [Finding]
  /// Transition ages; nil where they were not asked for.
  public var transition: TransitionAnalysis?
  /// How the results depend on the error of the ages; nil where that was not asked for.
  public var ageError: AgeErrorAnalysis?
  /// The plan that was stated before the test faces were read, and which findings it has; nil
  /// where none was given: all findings are then exploratory.
  public var plan: PlannedAnalysis?
  /// What the findings are compared with to tell appearance from expression; nil where every test
  /// face is drawn.
  public var appearance: AppearanceReference?

  public init(
    format: Int = Metrics.currentFormat, settings: EvaluationSettings? = nil,
    ageEstimator: AgeMetrics? = nil, models: [ModelMetrics],
    comparisons: [ModelComparison]? = nil, findings: [Finding] = []
  ) {
    self.format = format
    self.settings = settings
    self.ageEstimator = ageEstimator
    self.models = models
    self.comparisons = comparisons
    self.findings = findings
  }
}

/// One expression model on the validation and test faces.
public struct ModelMetrics: Codable, Sendable, Equatable {
  /// "infant" or "adult".
  public var model: String
  /// One entry for each of the five age groups, youngest first, also where n is 0.
  public var groups: [GroupMetrics]
  /// All test faces together; nil where that was not recorded.
  public var overall: OverallMetrics?
  /// All validation faces together, of which a part chose the model; nil where there are none.
  public var validation: OverallMetrics?
  /// The temperature that fits the calibration faces of the model's own age group best, above 1 where
  /// the model is too sure of itself; nil for fewer than 30 of them, or where none is best.
  public var temperature: Double?
  /// The faces that it was fitted on; nil without one, and where that was not recorded.
  public var temperatureFaces: TemperatureFaces?
  /// The test faces by sex and ethnicity; nil where that was not recorded, empty where the manifest
  /// says neither.
  public var subgroups: [SubgroupMetrics]?
  /// How accuracy changes with age; nil where that was not recorded.
  public var crossAge: CrossAgeAnalysis?
  /// The raters beside the model; nil where that was not recorded, empty where no face has votes.
  public var humanReference: [HumanReference]?

  public init(
    model: String, groups: [GroupMetrics], overall: OverallMetrics? = nil,
    validation: OverallMetrics? = nil, temperature: Double? = nil,
    temperatureFaces: TemperatureFaces? = nil,
    subgroups: [SubgroupMetrics]? = nil, crossAge: CrossAgeAnalysis? = nil,
    humanReference: [HumanReference]? = nil
  ) {
    self.model = model
    self.groups = groups
    self.overall = overall
    self.validation = validation
    self.temperature = temperature
    self.temperatureFaces = temperatureFaces
    self.subgroups = subgroups
    self.crossAge = crossAge
    self.humanReference = humanReference
  }
}

/// The faces that a temperature was fitted on.
public struct TemperatureFaces: Codable, Sendable, Equatable {
  /// With fewer a temperature can do more harm than good.
  public static let fewest = 30

  public var n: Int
  /// nil where a face's subject is unknown.
  public var subjects: Int?
  /// The age group that the model was trained on; nil for all.
  public var ageGroup: AgeGroup?
  /// Whether none of them chose the model's epoch.
  public var isHeldOut: Bool

  public init(n: Int, subjects: Int?, ageGroup: AgeGroup?, isHeldOut: Bool) {
    self.n = n
    self.subjects = subjects
    self.ageGroup = ageGroup
    self.isHeldOut = isHeldOut
  }
}

/// One expression model on the test faces of one age group.
public struct GroupMetrics: Codable, Sendable, Equatable {
  public var ageGroup: AgeGroup
  /// Labelled test faces, and different subjects among them (nil where a face's subject is
  /// unknown).
  public var n: Int
  public var subjects: Int?
  public var correct: Int
  /// Share of correct answers with its interval; nil where n is 0.
  public var accuracy: Estimate?
  /// Mean recall over the emotions that occur in the group; nil where none does.
  public var macroRecall: Double?
  /// The same with its interval; nil also for fewer than two subjects.
  public var macroRecallEstimate: Estimate?
  /// Recall per emotion, in the order of `Emotion.allCases`; nil where the emotion does not occur.
  public var recall: [Double?]
  /// The same with intervals.
  public var recallEstimates: [Estimate?]?
  /// confusion[true][predicted]: counts, both in the order of `Emotion.allCases`.
  public var confusion: [[Int]]
  /// The group's most frequent emotion (the first in order where several are), and the accuracy
  /// of always answering it; nil where n is 0.
  public var majorityEmotion: Emotion?
  public var majorityBaseline: Double?
  /// Everything else about the answers; nil where n is 0 or that was not recorded.
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
  /// Everything else about the answers; nil where n is 0 or that was not recorded.
  public var scores: ClassificationScores?
  /// Faces left out of every number because they have no label.
  public var facesWithoutEmotion: Int
  /// Faces that count here and in no age group, because their age is unknown.
  public var facesWithoutAgeGroup: Int
  /// How often answers of a given confidence are right, as the model gives its probabilities and
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

/// A statement in words, with the numbers it was made from.
public struct Finding: Codable, Sendable, Equatable {
  /// Stable name: "adult-trend".
  public var id: String
  /// A few plain sentences with n and interval.
  public var text: String
  /// The p-value of the test behind it, and the test's name; nil for a description.
  public var pValue: Double?
  public var test: String?
  /// true where the p-value is the smallest that the test's simulations could give; else nil.
  public var pValueIsUpperBound: Bool?
  /// The p-value after Holm's correction for all tests of `family`; claims go by this one.
  public var adjustedPValue: Double?
  /// The tests among which the p-value is corrected: "Holm over 7 planned tests".
  public var family: String?
  /// The age that the finding is about; nil for findings that are about none.
  public var age: QuotedAge?
  /// What appearance alone can make of it; nil for drawn faces, and for findings that are not about
  /// a change with age.
  public var appearance: AppearanceNote?

  public init(
    id: String, text: String, pValue: Double? = nil, test: String? = nil,
    adjustedPValue: Double? = nil, appearance: AppearanceNote? = nil
  ) {
    self.id = id
    self.text = text
    self.pValue = pValue
    self.test = test
    self.adjustedPValue = adjustedPValue
    self.appearance = appearance
  }
}
