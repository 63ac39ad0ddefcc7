import Faces
import Statistics
import Support

/// What a model achieved on some labelled faces, with intervals.
struct Performance: Sendable {
  let n: Int
  let subjects: Int?
  let correct: Int
  let accuracy: Estimate?
  let recall: [Estimate?]
  let macroRecall: Double?
  let macroRecallEstimate: Estimate?
  let confusion: [[Int]]
  let logLoss: Double?
  let majorityEmotion: Emotion?
  let majorityBaseline: Double?
  /// nil where there are no faces.
  let scores: ClassificationScores?

  /// - Parameters:
  ///   - stream: Names the random numbers, so that no two samples share theirs.
  ///   - scaling: Fitted on the model's validation faces; nil where there is none.
  init(
    of faces: [LabelledFace], settings: EvaluationSettings, stream: String,
    scaling: TemperatureScaling?
  ) throws {
    let labels = settings.vocabulary.labels
    let sample = SubjectSample(faces, classes: labels.count)
    let columns = sample.columns
    let intervals = ProportionIntervals(
      sample.sums, repeats: sample.subjects.repeats, settings: settings, stream: stream)

    n = faces.count
    subjects = sample.subjects.knownCount
    correct = faces.count { $0.isCorrect }
    accuracy = try intervals.estimate(
      successes: Array(columns.right), trials: Array(columns.labels))
    recall = try zip(columns.right, columns.labels).map {
      try intervals.estimate(successes: [$0], trials: [$1])
    }
    macroRecall = columns.macroRecall(sample.sums.totals)
    macroRecallEstimate = try intervals.bootstrapped(
      worth: intervals.sums.size(ofMeanOver: columns.labels.map { [$0] }),
      columns.macroRecall)
    confusion = sample.confusion
    logLoss = columns.meanLogLoss(sample.sums.totals)
    let perClass = confusion.map { $0.reduce(0, +) }
    let majority = faces.isEmpty ? nil : perClass.max()
    majorityEmotion = zip(labels.emotions, perClass).first { $0.1 == majority }?.0
    majorityBaseline = majority.map { Double($0) / Double(faces.count) }
    scores =
      faces.isEmpty
      ? nil
      : try ClassificationScores(faces, sample: sample, intervals: intervals, scaling: scaling)
  }
}
