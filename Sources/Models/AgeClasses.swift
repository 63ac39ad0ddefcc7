/// The years over which an age estimator with the head `ageDistribution` spreads its prediction.
public enum AgeClasses {
  /// Whole years 0 ... 100; older faces count as 100.
  public static let agesInYears = 0...100

  /// The mean of a distribution over `agesInYears`, in years.
  public static func expectedAgeInYears(of probabilities: some Sequence<Double>) -> Double {
    zip(agesInYears, probabilities).reduce(0) { $0 + Double($1.0) * $1.1 }
  }

  /// The median of a distribution over `agesInYears`, in years, each year's probability spread evenly from
  /// half a year before it to half a year after it; not below 0.
  public static func medianAgeInYears(of probabilities: some Sequence<Double>) -> Double {
    var (below, median) = (0.0, -0.5)
    for probability in probabilities {
      // The part of the year that lies below the median.
      median += min(max((0.5 - below) / max(probability, leastProbability), 0), 1)
      below += probability
    }
    return max(median, 0)
  }

  /// Keeps years that are out of the question from dividing by zero.
  public static let leastProbability = 1e-12
}
