import Faces
import Statistics

/// What else can be said of a model's predictions on some faces, beside accuracy and recall.
///
/// Vectors and matrices are in the order of the scheme's labels. Values with an interval are nil for
/// fewer than two subjects.
public struct ClassificationScores: Codable, Sendable, Equatable {
  /// Each row of the confusion matrix as shares of the label's faces; nil where the emotion does
  /// not occur.
  public var confusionShares: [[Double]?]
  /// Share of correct predictions among the faces predicted so; nil where the emotion is no prediction.
  public var precision: [Estimate?]
  /// The harmonic mean of precision and recall; nil where the emotion is neither label nor prediction.
  public var f1: [Estimate?]
  /// The mean F1 over the emotions that are label or prediction.
  public var macroF1: Estimate?
  /// Share of faces whose label is among the two most probable emotions.
  public var topTwoAccuracy: Estimate?
  /// Cohen's kappa of labels and predictions; nil where one emotion is all labels and all predictions.
  public var kappa: Estimate?
  /// Mean of −ln p of the label; probabilities below 1e-7 count as 1e-7.
  public var logLoss: Estimate?
  /// Mean squared distance of the probabilities from the label, summed over emotions: 0 ... 2.
  public var brierScore: Estimate?
  /// Expected calibration error over 15 bins of the prediction's probability, 0 ... 1.
  public var calibrationError: Double
  /// The same three after temperature scaling; nil where no temperature could be fitted.
  public var scaledLogLoss: Double?
  public var scaledBrierScore: Double?
  public var scaledCalibrationError: Double?
}

extension ClassificationScores {
  /// - Returns: nil where there are no faces.
  init?(
    _ faces: [LabelledFace], sample: SubjectSample, intervals: ProportionIntervals,
    scaling: TemperatureScaling?
  ) throws {
    let columns = sample.columns
    let probabilities = faces.map { $0.probabilities.map(Double.init) }
    guard let calibrationError = predictionCalibrationError(faces, probabilities) else {
      return nil
    }
    self.calibrationError = calibrationError
    confusionShares = sample.confusion.map { row in
      let total = row.reduce(0, +)
      return total > 0 ? row.map { Double($0) / Double(total) } : nil
    }
    precision = try zip(columns.right, columns.predictions).map {
      try intervals.estimate(successes: [$0], trials: [$1])
    }
    // Where an emotion is a label or a prediction.
    let occurrences = zip(columns.labels, columns.predictions).map { [$0, $1] }
    f1 = try (0..<columns.classes).map { emotion in
      try intervals.bootstrapped(
        restingOn: intervals.sums.subjects(with: occurrences[emotion])
      ) { columns.f1($0, emotion) }
    }
    topTwoAccuracy = try intervals.estimate(
      successes: [columns.topTwo], trials: Array(columns.labels))
    let others = try intervals.bootstrap.estimates(level: intervals.level, label: intervals.label) {
      [
        columns.macroF1($0), columns.kappa($0), columns.meanLogLoss($0),
        columns.meanBrierScore($0),
      ]
    }
    let subjects = Double(sample.subjects.count)
    macroF1 = try intervals.widened(
      others[0], worth: intervals.sums.size(ofMeanOver: occurrences))
    kappa = try intervals.widened(others[1], within: -1...1, worth: subjects)
    logLoss = try intervals.widened(
      others[2], within: 0...ProbabilityScore.largestLogLoss, worth: subjects)
    brierScore = try intervals.widened(others[3], within: 0...2, worth: subjects)
    guard let scaling else { return }
    let scaled = faces.map { scaling.probabilities($0.logProbabilities) }
    let count = Double(faces.count)
    scaledLogLoss =
      zip(faces, scaled).reduce(0) {
        $0 + ProbabilityScore.logLoss($1.1, label: $1.0.label)
      }
      / count
    scaledBrierScore =
      zip(faces, scaled).reduce(0) {
        $0 + ProbabilityScore.brierScore($1.1, label: $1.0.label)
      }
      / count
    scaledCalibrationError = predictionCalibrationError(faces, scaled)
  }
}

private func predictionCalibrationError(
  _ faces: [LabelledFace], _ probabilities: [[Double]]
) -> Double? {
  expectedCalibrationError(
    confidences: zip(faces, probabilities).map { $1[$0.prediction] },
    isCorrect: faces.map(\.isCorrect))
}
