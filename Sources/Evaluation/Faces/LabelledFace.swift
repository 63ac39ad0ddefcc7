import Cohort

/// A prediction for a labelled face, reduced to what metrics need.
struct LabelledFace: Sendable {
  /// The subject's name within all sources; nil where unknown.
  let subject: String?
  let ageGroup: AgeGroup?
  let emotion: Emotion
  let predicted: Emotion
  /// What the model gave the true emotion.
  let probability: Double

  /// - Returns: nil for a row without a label.
  init?(_ row: PredictionRow) {
    guard let emotion = row.emotion else { return nil }
    // Two sources may use the same name for different people.
    subject = row.subject.map { "\(row.source ?? "")\u{0}\($0)" }
    ageGroup = row.ageGroup
    self.emotion = emotion
    predicted = row.predicted
    probability = Double(row.probabilities[emotion.index])
  }

  var isCorrect: Bool { emotion == predicted }
}
