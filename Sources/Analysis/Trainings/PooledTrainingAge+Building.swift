import Statistics
import Support

extension PooledTrainingAge {
  /// Pools what trainings give of one age.
  ///
  /// With W the mean squared standard error of sampling, B the variance between K trainings, the age of one more training
  /// has the variance W + (1 + 1/K) B around the mean, as for multiple imputation (Rubin 1987), and Student's t Satterthwaite's
  /// (1946, doi 10.2307/3002019) degrees of freedom. Intervals of ages are not symmetric, so each side has its own W, from the
  /// distance of that bound (Zou & Donner 2008, doi 10.1002/sim.3095). All trainings are judged on the same
  /// faces: B holds what sampling does to one training alone, too, and is rather too large.
  /// - Parameters:
  ///   - single: Each training's, the first as everywhere else.
  ///   - searched: The ages, in years, among which all trainings searched; a bound beyond is none.
  ///   - subjects: Of the test faces.
  package init(
    model: String?, quantity: AgeErrorQuantity, single: [QuotedAge],
    searched: ClosedRange<Double>, subjects: Int, level: Double
  ) throws {
    self.model = model
    self.quantity = quantity
    self.single = single
    interval = OpenInterval(lower: nil, upper: nil, level: level, method: Self.method)
    let located = single.compactMap { age in
      age.ageInYears.flatMap { years in
        age.interval.lower.flatMap { lower in
          age.interval.upper.map { (years: years, below: years - lower, above: $0 - years) }
        }
      }
    }
    guard located.count == single.count, located.count > 1 else { return }
    let degrees = Double(max(1, subjects - 1))
    let t = try StudentTDistribution(degreesOfFreedom: degrees).quantile((1 + level) / 2)
    let count = Double(located.count)
    let mean = located.reduce(0) { $0 + $1.years } / count
    let training =
      (1 + 1 / count) * located.reduce(0) { $0 + ($1.years - mean) * ($1.years - mean) }
      / (count - 1)
    func distance(_ distances: [Double]) throws -> Double {
      let sampling = distances.reduce(0) { $0 + $1 * $1 } / count / (t * t)
      let variance = sampling + training
      guard variance > 0 else { return 0 }
      let freedom =
        variance * variance / (sampling * sampling / degrees + training * training / (count - 1))
      return variance.squareRoot()
        * (try StudentTDistribution(degreesOfFreedom: freedom).quantile((1 + level) / 2))
    }
    ageInYears = mean
    let lower = mean - (try distance(located.map(\.below)))
    let upper = mean + (try distance(located.map(\.above)))
    interval.lower = lower > searched.lowerBound ? lower : nil
    interval.upper = upper < searched.upperBound ? upper : nil
    let within =
      located.reduce(0) { $0 + ($1.below * $1.below + $1.above * $1.above) / 2 } / count / (t * t)
    samplingStandardError = within.squareRoot()
    standardDeviationBetweenTrainings = (training / (1 + 1 / count)).squareRoot()
    trainingShare = within + training > 0 ? training / (within + training) : nil
  }

  static let method = "variance within and between trainings, Satterthwaite"
}
