import Faces

/// One face with its known age and what the estimator predicted, both in years.
public struct AgePrediction: Sendable, Equatable {
  /// Who is shown, named apart from subjects of other sources; nil where unknown.
  public var subject: String?
  /// What the copies and near duplicates of one photograph share; nil where there are none.
  public var photograph: String?
  public var ageInYears: Double
  public var estimatedAgeInYears: Double
  /// The central intervals at `AgeCoverage.levels`; empty for an estimator that gives none.
  public var intervalsInYears: [ClosedRange<Double>]
  /// The probability of each age group, youngest first; nil for an estimator that gives none.
  public var groupProbabilities: [Double]?
  /// How far the known age lies from the middle of what was predicted, in standard deviations; nil
  /// likewise.
  public var standardScore: Double?
  public var sex: Sex?
  public var ethnicity: String?
  /// The perceived emotion.
  public var emotion: Emotion?
  /// The groups that both ages fall into.
  var ages: AgeGrouping
  /// Of a synthetic face: the weight of the adult prototypes in its expression, 0 to 1.
  public var transitionWeight: Double?

  public init(
    subject: String? = nil, photograph: String? = nil, ageInYears: Double,
    estimatedAgeInYears: Double,
    intervalsInYears: [ClosedRange<Double>] = [], sex: Sex? = nil, ethnicity: String? = nil,
    emotion: Emotion? = nil, transitionWeight: Double? = nil, ages: AgeGrouping = .study
  ) {
    self.ages = ages
    self.subject = subject
    self.photograph = photograph
    self.ageInYears = ageInYears
    self.estimatedAgeInYears = estimatedAgeInYears
    self.intervalsInYears = intervalsInYears
    self.sex = sex
    self.ethnicity = ethnicity
    self.emotion = emotion
    self.transitionWeight = transitionWeight
  }

  /// What the face is resampled with; nil for itself alone.
  var unit: ResamplingUnit? { ResamplingUnit(uniqueSubject: subject, photograph: photograph) }

  /// Estimated minus known age, in years.
  public var error: Double { estimatedAgeInYears - ageInYears }

  /// The group of the known age.
  var ageGroup: AgeGroup? { ages.group(ofAgeInYears: ageInYears) }
  var estimatedAgeGroup: AgeGroup? { ages.group(ofAgeInYears: estimatedAgeInYears) }
}
