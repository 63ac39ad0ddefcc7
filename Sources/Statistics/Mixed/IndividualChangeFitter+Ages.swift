import Foundation

extension IndividualChangeFitter {
  /// So many standard deviations between individuals are tried.
  private static let deviationsTried = 9

  /// Each individual's age of change, with what the data leave open of the parameters.
  ///
  /// Its distribution is the mean over standard deviations between individuals, weighed by their likelihood with all other
  /// parameters integrated out (Laplace's approximation, flat priors): taken as known, an estimate that is too small
  /// by chance would say that all individuals change at nearly one age, and each standard deviation would be too
  /// small (Carlin & Gelfand 1990, doi 10.1080/01621459.1990.10475312). What is not known of the other parameters is
  /// added by the delta method.
  /// - Parameters:
  ///   - deviations: Of the standard deviation between individuals.
  ///   - covariance: Of all parameters.
  func ages(
    _ likelihood: IndividualLikelihood, _ scoring: BoundedScoring, _ peak: BoundedScoring.Peak,
    deviations: OpenInterval, covariance: [[Double]]
  ) -> [IndividualAge] {
    let estimate = peak.parameters[Place.midpointDeviation]
    let end = scoring.upper[Place.midpointDeviation]
    // A third further than the interval reaches little of the likelihood is left.
    let lower = max(0, estimate - 4 / 3 * (estimate - (deviations.lower ?? 0)))
    let upper = min(end, estimate + 4 / 3 * ((deviations.upper ?? end) - estimate))
    var mixture = Mixture(count: likelihood.faces.individuals.count)
    var start = peak.parameters
    for place in 0..<Self.deviationsTried {
      let share = (Double(place) + 0.5) / Double(Self.deviationsTried)
      let value = lower + share * (upper - lower)
      let there = scoring.fixing(Place.midpointDeviation, at: value)
        .maximise(from: start, precision: 1e-3)
      start = there.parameters
      mixture.add(
        likelihood.ages(there.parameters),
        logWeight: there.logLikelihood - logInformation(scoring, there.parameters) / 2)
    }
    let variances = parameterVariances(likelihood, peak, covariance)
    return zip(mixture.ages, variances).map { age, variance in
      IndividualAge(
        ageInYears: age.ageInYears,
        standardDeviationInYears: (age.standardDeviationInYears * age.standardDeviationInYears
          + variance).squareRoot())
    }
  }

  /// The logarithm of the determinant of the information about the parameters other than the standard deviation between
  /// individuals. Each is known at least to lie between its bounds.
  private func logInformation(_ scoring: BoundedScoring, _ parameters: [Double]) -> Double {
    let information = scoring.slopes(parameters).information
    let others = parameters.indices.filter { $0 != Place.midpointDeviation }
    let matrix = others.map { row in
      others.map { column in
        // A quarter of the range as standard deviation.
        let known = 4 / (scoring.upper[row] - scoring.lower[row])
        return information[row * parameters.count + column] + (row == column ? known * known : 0)
      }
    }
    return CholeskyFactor(matrix)?.logDeterminant ?? 0
  }

  /// The variance of each individual's mean age that comes from the parameters other than the standard deviation between
  /// individuals, which counts as known.
  private func parameterVariances(
    _ likelihood: IndividualLikelihood, _ peak: BoundedScoring.Peak, _ covariance: [[Double]]
  ) -> [Double] {
    let known = Place.midpointDeviation
    let free = covariance.indices.filter { $0 != known && covariance[$0][$0] > 0 }
    let slopes = free.map { index in
      let step = 0.1 * covariance[index][index].squareRoot()
      func ages(_ sign: Double) -> [IndividualAge] {
        var moved = peak.parameters
        moved[index] += sign * step
        return likelihood.ages(moved)
      }
      return zip(ages(1), ages(-1)).map { ($0.ageInYears - $1.ageInYears) / (2 * step) }
    }
    let variance = covariance[known][known]
    return likelihood.faces.individuals.indices.map { individual in
      var sum = 0.0
      for (row, first) in free.enumerated() {
        for (column, second) in free.enumerated() {
          let given =
            covariance[first][second]
            - (variance > 0 ? covariance[first][known] * covariance[second][known] / variance : 0)
          sum += slopes[row][individual] * slopes[column][individual] * given
        }
      }
      return max(0, sum)
    }
  }

  /// A weighed mean of distributions of ages.
  private struct Mixture {
    private var parts: [(logWeight: Double, ages: [IndividualAge])] = []
    private let count: Int

    init(count: Int) { self.count = count }

    mutating func add(_ ages: [IndividualAge], logWeight: Double) {
      parts.append((logWeight, ages))
    }

    var ages: [IndividualAge] {
      let largest = parts.map(\.logWeight).max() ?? 0
      let weights = parts.map { exp($0.logWeight - largest) }
      let total = weights.reduce(0, +)
      return (0..<count).map { individual in
        var (mean, square) = (0.0, 0.0)
        for (weight, part) in zip(weights, parts) {
          let age = part.ages[individual]
          let variance = age.standardDeviationInYears * age.standardDeviationInYears
          mean += weight / total * age.ageInYears
          square += weight / total * (variance + age.ageInYears * age.ageInYears)
        }
        return IndividualAge(
          ageInYears: mean, standardDeviationInYears: max(0, square - mean * mean).squareRoot())
      }
    }
  }
}
