import Faces

/// A face of known age with what the age estimator predicted for it: a row of `age/predictions.csv`.
public struct AgePrediction: Sendable, Equatable {
  /// As the manifest names it; empty where no file is meant.
  public var image: String
  /// Who is shown, by a name that counts within the source; nil where unknown, like what follows.
  public var subject: String?
  public var source: String?
  public var split: Split?
  /// Whether it is one of the validation faces that say how far predictions may be off, which have no
  /// part in choosing the epoch.
  public var calibrates: Bool
  public var ageInYears: Double
  /// As the network gives it, or calibrated, with a distribution.
  public var estimate: AgeEstimate
  public var sex: Sex?
  public var ethnicity: String?
  /// The perceived emotion.
  public var emotion: Emotion?
  /// Of a synthetic face: the weight of the adult prototypes in its expression, 0 to 1.
  public var transitionWeight: Double?
  /// What the copies and near duplicates of one photograph share; nil where there are none.
  public var photograph: String?
  /// The groups that both ages fall into.
  public var ages: AgeGrouping

  public init(
    image: String = "", subject: String? = nil, source: String? = nil, split: Split? = nil,
    calibrates: Bool = false, ageInYears: Double, estimate: AgeEstimate, sex: Sex? = nil,
    ethnicity: String? = nil, emotion: Emotion? = nil, transitionWeight: Double? = nil,
    photograph: String? = nil, ages: AgeGrouping
  ) {
    self.image = image
    self.subject = subject
    self.source = source
    self.split = split
    self.calibrates = calibrates
    self.ageInYears = ageInYears
    self.estimate = estimate
    self.sex = sex
    self.ethnicity = ethnicity
    self.emotion = emotion
    self.transitionWeight = transitionWeight
    self.photograph = photograph
    self.ages = ages
  }

  /// What the face is resampled with; nil for itself alone.
  var unit: ResamplingUnit? {
    ResamplingUnit(
      uniqueSubject: FaceRecord.uniqueSubject(subject, source: source), photograph: photograph)
  }

  /// Estimated minus known age, in years.
  public var error: Double { estimate.ageInYears - ageInYears }

  /// The group of the known age.
  var ageGroup: AgeGroup? { ages.group(ofAgeInYears: ageInYears) }
  var estimatedAgeGroup: AgeGroup? { ages.group(ofAgeInYears: estimate.ageInYears) }
}
