import Faces

/// What one expression model said about one face: a row of `evaluation/predictions.csv`.
public struct PredictionRow: Sendable, Equatable {
  /// Path of the image as the manifest gives it.
  public var image: String
  /// Who is shown; nil where unknown. Names count within their source only.
  public var subject: String?
  public var source: String?
  /// What the copies and near duplicates of one photograph share; nil for a photograph without any,
  /// and where they are not known.
  public var photograph: String?
  /// "train", "validation", "calibration" (validation faces that did not choose the model's epoch) or
  /// "test".
  public var split: String
  /// Known or estimated age in years; nil where unknown.
  public var age: Double?
  public var ageGroup: AgeGroup?
  /// The perceived emotion that the label names; nil where the face has no label.
  public var emotion: Emotion?
  /// "infant" or "adult".
  public var model: String
  public var predicted: Emotion
  /// One probability per label in the scheme's order, summing to 1.
  public let probabilities: [Float]

  public init(
    image: String, subject: String? = nil, source: String? = nil, photograph: String? = nil,
    split: String,
    age: Double? = nil, ageGroup: AgeGroup? = nil, emotion: Emotion? = nil, model: String,
    predicted: Emotion, probabilities: [Float]
  ) {
    self.image = image
    self.subject = subject
    self.source = source
    self.photograph = photograph
    self.split = split
    self.age = age
    self.ageGroup = ageGroup
    self.emotion = emotion
    self.model = model
    self.predicted = predicted
    self.probabilities = probabilities
  }

  /// What the row is resampled with; nil for itself alone.
  package var unit: ResamplingUnit? {
    ResamplingUnit(
      uniqueSubject: FaceRecord.uniqueSubject(subject, source: source), photograph: photograph)
  }
}
