/// When the share of adults' configuration of the emotions changes.
public struct TimingResult: Codable, Sendable, Equatable {
  public var curve: [Point]
  /// Twice the log likelihood ratio of a step to what heads explain, and the share of curves drawn
  /// without a step that have as large a one.
  public var likelihoodRatio: Double
  public var pValue: Double
  /// The age half way, in years, and the logistic's scale.
  public var ageInYears: Double
  public var widthInYears: Double
  /// How much of the way from toddlers' to adults' configuration is in the step; the rest goes with heads.
  public var step: Double
  /// Residual variance beyond that of the bins, at least 1.
  public var dispersion: Double
  /// 95 % by profile likelihood, in years, and the standard deviation over resamples of subjects; nil
  /// towards an end of the searched ages.
  public var profileLower: Double?
  public var profileUpper: Double?
  public var resamplingError: Double?
  /// The 95 % interval to quote, in years, with the allowance for the step's shape; nil towards an end
  /// of the searched ages.
  public var lowerInYears: Double?
  public var upperInYears: Double?
  /// Each emotion against the mean of all, and each against each other; nil in files of earlier versions.
  public var emotions: ContrastTimings?
  public var pairs: ContrastTimings?

  public struct Point: Codable, Sendable, Equatable {
    public var fromYears: Double
    /// nil for the last bin.
    public var toYears: Double?
    public var meanAgeInYears: Double
    public var faces: Int
    /// 0 is toddlers' configuration, 1 adults'.
    public var share: Double
    public var standardError: Double
    /// The share of the adult expression by the fitted logistic, 0 to 1.
    public var step: Double

    package init(
      fromYears: Double, toYears: Double? = nil, meanAgeInYears: Double, faces: Int, share: Double,
      standardError: Double, step: Double
    ) {
      self.fromYears = fromYears
      self.toYears = toYears
      self.meanAgeInYears = meanAgeInYears
      self.faces = faces
      self.share = share
      self.standardError = standardError
      self.step = step
    }
  }

  /// Where ages are estimates, changes dated after this age came out too early in synthetic cohorts
  /// (docs/results/expression.md).
  private static let lateFromYears = 9.5

  /// What must stand beside a late age where ages are estimates; nil for an earlier one.
  package var warningOfEstimatedAges: String? {
    ageInYears < Self.lateFromYears
      ? nil
      : "Ages are estimates: in synthetic cohorts a change at 11 years came out 0.3 to 0.8 years too early then. "
        + "Its interval allows for that; read the age itself as an early one."
  }

  /// Whether the interval to quote holds an age, in years.
  package func holds(_ age: Double) -> Bool {
    (lowerInYears ?? -.infinity) <= age && age <= (upperInYears ?? .infinity)
  }

  package init(
    curve: [Point], likelihoodRatio: Double, pValue: Double, ageInYears: Double,
    widthInYears: Double, step: Double, dispersion: Double, profileLower: Double? = nil,
    profileUpper: Double? = nil, resamplingError: Double? = nil, lowerInYears: Double? = nil,
    upperInYears: Double? = nil, emotions: ContrastTimings? = nil, pairs: ContrastTimings? = nil
  ) {
    self.curve = curve
    self.likelihoodRatio = likelihoodRatio
    self.pValue = pValue
    self.ageInYears = ageInYears
    self.widthInYears = widthInYears
    self.step = step
    self.dispersion = dispersion
    self.profileLower = profileLower
    self.profileUpper = profileUpper
    self.resamplingError = resamplingError
    self.lowerInYears = lowerInYears
    self.upperInYears = upperInYears
    self.emotions = emotions
    self.pairs = pairs
  }
}
