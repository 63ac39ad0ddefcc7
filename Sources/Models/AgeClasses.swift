/// The years over which an age estimator with the head `ageDistribution` spreads its prediction.
public enum AgeClasses {
  /// Whole years 0 ... 100; older faces count as 100.
  public static let agesInYears = 0...100

  /// The mean of a distribution over `agesInYears`, in years.
  public static func expectedAgeInYears(of probabilities: some Sequence<Double>) -> Double {
    zip(agesInYears, probabilities).reduce(0) { $0 + Double($1.0) * $1.1 }
  }
}
