import Faces
import Foundation
import Statistics

extension AgeDistribution {
  /// The normal scores of the levels, ascending.
  static let levelScores = levels.map { (try? NormalDistribution.quantile($0)) ?? 0 }
  private static let outermost = levelScores[levelScores.count - 1]
  /// Into how many parts the places of a known age among equal quantiles are divided.
  private static let parts = 5

  /// Years for a unit of the score beyond the first and beyond the last quantile: as between that and the median; 0 where all
  /// quantiles are one age.
  private var yearsPerScore: (below: Double, above: Double) {
    let (first, last) = (quantilesInYears[0], quantilesInYears[quantilesInYears.count - 1])
    let median = quantilesInYears[quantilesInYears.count / 2]
    let mean = (last - first) / (2 * Self.outermost)
    func years(_ distance: Double) -> Double { distance > 0 ? distance / Self.outermost : mean }
    return (years(median - first), years(last - median))
  }

  /// The normal scores of a known age: standard normal over all faces where distributions are right, whatever their shape.
  ///
  /// Where several quantiles are the age, as with whole years, it has all of their places alike (Czado, Gneiting & Held 2009, doi
  /// 10.1111/j.1541-0420.2009.01191.x), here five of them.
  /// - Returns: always five; empty where all quantiles are one age.
  func scores(ofAge age: Double) throws -> [Double] {
    let years = yearsPerScore
    guard years.below > 0, years.above > 0 else { return [] }
    let (first, last) = (quantilesInYears[0], quantilesInYears[quantilesInYears.count - 1])
    func repeated(_ score: Double) -> [Double] { Array(repeating: score, count: Self.parts) }
    if age > last { return repeated(Self.outermost + (age - last) / years.above) }
    if age < first { return repeated(-Self.outermost - (first - age) / years.below) }
    let below = quantilesInYears.count { $0 < age }
    let equal = quantilesInYears.count { $0 <= age } - below
    guard equal > 1 else { return repeated(try standardScore(ofAge: age)) }
    return try (0..<Self.parts).map { part in
      let place =
        Double(below) + 0.5 + (Double(part) + 0.5) / Double(Self.parts) * Double(equal)
      return try NormalDistribution.quantile(place / Double(quantilesInYears.count + 1))
    }
  }

  /// Where a normal score lies among the quantiles: their places from 0, and fractions between; beyond them as many more as the
  /// score is.
  static func place(ofScore score: Double) -> Double {
    if score > outermost { return Double(levels.count - 1) + score - outermost }
    if score < -outermost { return score + outermost }
    return interpolated(score, from: levelScores, to: levelScores.indices.map(Double.init))
  }

  /// The distribution whose quantiles are the ages at places among this one's, not below 0.
  func quantiles(at places: [Double]) -> AgeDistribution {
    let years = yearsPerScore
    let last = quantilesInYears.count - 1
    return AgeDistribution(
      quantilesInYears: places.map { place in
        if place > Double(last) {
          return quantilesInYears[last] + (place - Double(last)) * years.above
        }
        if place < 0 { return max(0, quantilesInYears[0] + place * years.below) }
        let lower = min(Int(place), last - 1)
        let (from, to) = (quantilesInYears[lower], quantilesInYears[lower + 1])
        return from + (place - Double(lower)) * (to - from)
      })
  }
}

/// Values without the pull of a few that lie far off, such as of wrong ages: none is farther from the median than four times
/// the deviation that half of all are within, in units of a normal standard deviation.
func winsorised(_ values: [Double]) -> [Double] {
  guard !values.isEmpty else { return [] }
  let median = quantile(values.sorted(), 0.5)
  let reach = 4 * 1.4826 * quantile(values.map { abs($0 - median) }.sorted(), 0.5)
  return reach > 0 ? values.map { min(max($0, median - reach), median + reach) } : values
}
