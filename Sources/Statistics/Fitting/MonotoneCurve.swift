import Foundation

/// Accuracy that rises, or falls, throughout: its logit is a cubic spline of the square root of age whose
/// coefficients never descend (or never ascend), a sum of integrated splines (Ramsay 1988, doi
/// 10.1214/ss/1177012761).
public struct MonotoneCurve: Sendable, Equatable, AccuracyCurve {
  /// Where the spline's pieces meet, in square roots of years, ends four times each.
  public let knots: [Double]
  /// The logit at the youngest age, then what each integrated spline adds: all of one sign.
  public let coefficients: [Double]

  public func accuracy(at age: Double) -> Double {
    let terms = MonotoneCurve.terms(knots, at: age.squareRoot())
    return margined(
      logistic(zip(coefficients.dropFirst(), terms).reduce(coefficients[0]) { $0 + $1.0 * $1.1 }))
  }

  /// The coefficients that are not held at 0: how many parameters the curve used (Meyer & Woodroofe 2000,
  /// doi 10.1214/aos/1015956708).
  public var parameters: Int { 1 + coefficients.dropFirst().count { abs($0) > 1e-6 } }

  /// The integrated splines at a place, each from 0 to 1: sums of B-splines from one of them to the last
  /// (de Boor's recursion).
  static func terms(_ knots: [Double], at place: Double) -> [Double] {
    let degree = 3
    let count = knots.count - degree - 1
    let place = min(max(place, knots[0]), knots[knots.count - 1])
    // The last piece holds its end.
    let piece = min(
      max(degree, (knots.lastIndex { $0 <= place } ?? degree)), count - 1)
    var basis = [Double](repeating: 0, count: count + degree)
    basis[piece] = 1
    for order in stride(from: 1, through: degree, by: 1) {
      for index in piece - order...piece {
        let left = knots[index + order] - knots[index]
        let right = knots[index + order + 1] - knots[index + 1]
        basis[index] =
          (left > 0 ? (place - knots[index]) / left * basis[index] : 0)
          + (right > 0 ? (knots[index + order + 1] - place) / right * basis[index + 1] : 0)
      }
    }
    var terms: [Double] = []
    var sum = 0.0
    for index in (1..<count).reversed() {
      sum += basis[index]
      terms.append(sum)
    }
    return terms.reversed()
  }

  /// The curve of largest weighted binomial likelihood, rising or falling, with its log-likelihood.
  /// - Parameters:
  ///   - ages: Ascending, in years; inner knots stand at the fifths of the trials.
  ///   - trials: Weighted trials at each age.
  ///   - successes: Weighted successes at each age, at most the trials.
  /// - Returns: nil where ages are too few or too alike for five pieces.
  public static func fit(
    ages: [Double], trials: [Double], successes: [Double]
  ) -> (curve: MonotoneCurve, logLikelihood: Double)? {
    guard let knots = knots(ages, trials) else { return nil }
    let rows = ages.map { terms(knots, at: $0.squareRoot()) }
    let count = rows[0].count
    let data = CurveData(trials: trials, successes: successes)
    let share = successes.reduce(0, +) / trials.reduce(0, +)
    let level = log(margined(share) / (1 - margined(share)))
    return [1.0, -1].map { direction in
      let scoring = BoundedScoring(
        lower: [-10] + Array(repeating: 0, count: count),
        upper: [10] + Array(repeating: 20, count: count), data: data,
        evaluate: { parameters, values, derivatives in
          for (place, row) in rows.enumerated() {
            var logit = parameters[0]
            for term in 0..<count { logit += direction * parameters[term + 1] * row[term] }
            let value = margined(logistic(logit))
            let variance = value * (1 - value)
            values[place] = value
            let start = place * (count + 1)
            derivatives[start] = variance
            for term in 0..<count {
              derivatives[start + term + 1] = direction * variance * row[term]
            }
          }
        })
      let start = [level - direction * 0.5] + Array(repeating: 1 / Double(count), count: count)
      let peak = scoring.maximise(from: start, precision: 1e-9)
      return (
        MonotoneCurve(
          knots: knots,
          coefficients: [peak.parameters[0]] + peak.parameters.dropFirst().map { direction * $0 }),
        peak.logLikelihood
      )
    }.max { $0.logLikelihood < $1.logLikelihood }
  }

  /// Inner knots at the fifths of the trials, in square roots of years; ends four times each.
  private static func knots(_ ages: [Double], _ trials: [Double]) -> [Double]? {
    guard let youngest = ages.first, let oldest = ages.last, ages.count > 8 else { return nil }
    let total = trials.reduce(0, +)
    var inner: [Double] = []
    var sum = 0.0
    for (age, weight) in zip(ages, trials) {
      sum += weight
      while inner.count < 4, sum >= Double(inner.count + 1) / 5 * total {
        inner.append(age.squareRoot())
      }
    }
    let (first, last) = (youngest.squareRoot(), oldest.squareRoot())
    let all = [first] + inner + [last]
    guard zip(all, all.dropFirst()).allSatisfy({ $0 < $1 }) else { return nil }
    return Array(repeating: first, count: 4) + inner + Array(repeating: last, count: 4)
  }
}
