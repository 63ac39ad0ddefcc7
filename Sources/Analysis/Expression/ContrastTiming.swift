/// When single emotions, or pairs of them, change.
public struct ContrastTimings: Codable, Sendable, Equatable {
  public var contrasts: [ContrastTiming]
  /// How much their ages differ, beyond what they are unsure: a standard deviation in years; nil where fewer
  /// than two are dated.
  public var spreadInYears: Double?

  package init(contrasts: [ContrastTiming], spreadInYears: Double? = nil) {
    self.contrasts = contrasts
    self.spreadInYears = spreadInYears
  }
}

/// When one emotion, against the mean of all, or one against another, passes from toddlers' to adults' form.
public struct ContrastTiming: Codable, Sendable, Equatable {
  /// One name, or two.
  public var emotions: [String]
  /// How alike toddlers' and adults' forms are, 1 where they are the same, with its standard error over
  /// resamples of subjects; nil where either is hardly told from noise.
  public var similarity: Double?
  public var similarityError: Double?
  /// The age half way in years, its standard error and 95 % interval by its own faces; nil where the two
  /// forms are not clearly different, and a bound towards an end of the searched ages.
  public var ageInYears: Double?
  public var standardError: Double?
  public var lowerInYears: Double?
  public var upperInYears: Double?
  /// Drawn towards the mean of all that are dated.
  public var pooled: Pooled?

  public struct Pooled: Codable, Sendable, Equatable {
    /// In years, with a 95 % interval.
    public var ageInYears: Double
    public var lowerInYears: Double
    public var upperInYears: Double

    package init(ageInYears: Double, lowerInYears: Double, upperInYears: Double) {
      self.ageInYears = ageInYears
      self.lowerInYears = lowerInYears
      self.upperInYears = upperInYears
    }
  }

  package init(emotions: [String], similarity: Double? = nil, similarityError: Double? = nil) {
    self.emotions = emotions
    self.similarity = similarity
    self.similarityError = similarityError
  }
}
