import Support

/// The largest score statistic for a change of level over all midpoints and scales of a grid.
///
/// Without a change, midpoint and scale mean nothing, so that the likelihood-ratio statistic has
/// no chi-squared distribution (Davies 1987, doi 10.1093/biomet/74.1.33). The supremum's
/// distribution comes from simulated data instead.
///
/// For each point g of the grid, S_g = Σ weight · (x_g − mean x_g) · outcome, x_g the share of the
/// change that is done at a face's age; its variance without a change is
/// p(1−p) [(1−ρ) Σ w²(x−x̄)² + ρ Σ_subjects (Σ w (x−x̄))²]. The statistic is max S_g² / variance.
public struct SupremumScore: Sendable {
  private let ages: Int
  private let points: Int
  /// Row-major (point × age): the centred shares over the score's standard deviation for p(1−p)=1.
  private let directions: [Double]
  private let trials: Double

  /// - Parameters:
  ///   - ageOfFace: Each face's place among the fitter's ages.
  ///   - clusters: The faces of each cluster.
  ///   - correlation: ρ, the correlation of two faces of one cluster.
  public init(
    _ fitter: TransitionFitter, ageOfFace: [Int], weights: [Double], clusters: [Range<Int>],
    correlation: Double
  ) {
    let ages = fitter.ages.count
    var trials = [Double](repeating: 0, count: ages)
    for (face, age) in ageOfFace.enumerated() { trials[age] += weights[face] }
    let total = trials.reduce(0, +)
    var directions: [Double] = []
    for point in fitter.grid.indices {
      var row = Array(fitter.shares[point * ages..<(point + 1) * ages])
      let mean = zip(row, trials).reduce(0) { $0 + $1.0 * $1.1 } / total
      for age in row.indices { row[age] -= mean }
      let spread = zip(row, trials).reduce(0) { $0 + $1.0 * $1.0 * $1.1 }
      guard spread > 1e-3 * total else { continue }
      var (independent, clustered) = (0.0, 0.0)
      for faces in clusters {
        var sum = 0.0
        for face in faces {
          let term = weights[face] * row[ageOfFace[face]]
          sum += term
          independent += term * term
        }
        clustered += sum * sum
      }
      let deviation =
        ((1 - correlation) * independent + correlation * clustered).squareRoot()
      directions += row.map { $0 / deviation }
    }
    self.ages = ages
    self.directions = directions
    self.trials = total
    points = directions.count / ages
  }

  /// The statistic of the weighted successes at each age; 0 where all outcomes are the same.
  public func statistic(successes: [Double]) -> Double {
    let share = successes.reduce(0, +) / trials
    guard share > 0, share < 1 else { return 0 }
    var largest = 0.0
    directions.withUnsafeBufferPointer { directions in
      successes.withUnsafeBufferPointer { successes in
        for point in 0..<points {
          var score = 0.0
          let start = point * ages
          for age in 0..<ages { score += directions[start + age] * successes[age] }
          largest = max(largest, score * score)
        }
      }
    }
    return largest / (share * (1 - share))
  }
}
