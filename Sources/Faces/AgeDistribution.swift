import Statistics

/// Where the age of one face may lie, as 199 equally likely ages.
public struct AgeDistribution: Sendable, Equatable {
  /// The quantiles' levels: 0.5 %, 1 % … 99.5 %.
  public static let levels = (1...199).map { Double($0) / 200 }

  /// One for each of the levels, ascending.
  public let quantilesInYears: [Double]

  package init(quantilesInYears: [Double]) {
    precondition(quantilesInYears.count == Self.levels.count, "every level has a quantile")
    self.quantilesInYears = quantilesInYears
  }

  /// A normal distribution around an age, without what lies below 0.
  /// - Parameter standardDeviationInYears: 0 or more.
  public init(ageInYears: Double, standardDeviationInYears: Double) throws {
    try self.init(
      points: [
        (ageInYears - standardDeviationInYears, try NormalDistribution.cumulative(-1)),
        (ageInYears + standardDeviationInYears, try NormalDistribution.cumulative(1)),
      ])
  }

  /// The distribution that passes through given points: between two of them, and beyond the first
  /// and the last, as a normal one does. Points of one normal distribution give that distribution.
  /// - Parameter points: At least two ages in years, ascending, with the probabilities that the age
  ///   is below them, ascending and neither 0 nor 1.
  init(points: [(ageInYears: Double, below: Double)]) throws {
    precondition(points.count > 1, "a distribution needs two points")
    let scores = try points.map { try NormalDistribution.quantile($0.below) }
    self.init(
      quantilesInYears: Self.levelScores.map { score in
        let next = scores.firstIndex { $0 >= score } ?? scores.count - 1
        let upper = max(next, 1)
        let share = (score - scores[upper - 1]) / (scores[upper] - scores[upper - 1])
        let (from, to) = (points[upper - 1].ageInYears, points[upper].ageInYears)
        return max(from + share * (to - from), 0)
      })
  }

  /// The normal distribution's quantiles at the levels, once for all faces; levels lie within 0 and 1.
  private static let levelScores = levels.compactMap { try? NormalDistribution.quantile($0) }

  /// The age that the true one is below with a probability, to half a per cent.
  private func quantileInYears(_ probability: Double) -> Double {
    let place = Int((probability * 200).rounded()) - 1
    return quantilesInYears[min(max(place, 0), quantilesInYears.count - 1)]
  }

  /// The central interval that holds the age with probability `level`, to half a per cent.
  public func intervalInYears(level: Double) -> ClosedRange<Double> {
    let lower = quantileInYears((1 - level) / 2)
    return lower...max(quantileInYears((1 + level) / 2), lower)
  }

  /// How far a known age lies from the distribution's middle, in standard deviations of a normal one:
  /// the normal score of its place among the quantiles.
  public func standardScore(ofAge ageInYears: Double) throws -> Double {
    let below = quantilesInYears.count { $0 < ageInYears }
    let upTo = quantilesInYears.count { $0 <= ageInYears }
    let place = (Double(below + upTo) + 1) / 2 / Double(quantilesInYears.count + 1)
    return try NormalDistribution.quantile(place)
  }

  public var standardDeviationInYears: Double {
    let count = Double(quantilesInYears.count)
    let mean = quantilesInYears.reduce(0, +) / count
    return (quantilesInYears.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count).squareRoot()
  }

  /// The probability of each age group, youngest first; they sum to 1.
  public func probabilities(of ages: AgeGrouping) -> [Double] {
    var counts = [Int](repeating: 0, count: ages.count)
    for age in quantilesInYears { counts[ages.index(ofAgeInYears: age)] += 1 }
    return counts.map { Double($0) / Double(quantilesInYears.count) }
  }
}
