import Foundation

/// A probability that changes smoothly with a number: its logit is a straight line between knots,
/// and neighbouring knots are alike up to a given deviation.
///
/// The logits at the knots are those of largest posterior density where each differs from the one
/// before by a normal number of standard deviation `step` and their mean is normal with standard
/// deviation `level` (a first-order random walk, Fahrmeir & Lang 2001, doi 10.1111/1467-9876.00229).
/// Knots without observations follow their neighbours, and outcomes that are all alike give a
/// finite logit.
public struct SmoothProbability: Sendable, Equatable {
  public let knots: [Double]
  public let logits: [Double]

  /// - Parameters:
  ///   - knots: At least two, ascending.
  ///   - trials: Weighted trials at each place.
  ///   - successes: Weighted successes at each place, at most the trials.
  ///   - offsets: What is added to the curve's logit at each place.
  ///   - step: Standard deviation of the change from one knot to the next, on the logit scale.
  ///   - level: Standard deviation of the mean logit.
  public init(
    knots: [Double], places: [Double], trials: [Double], successes: [Double], offsets: [Double],
    step: Double, level: Double
  ) {
    let bases = places.map { SmoothProbability.basis(knots, at: $0) }
    let count = knots.count
    var logits = [Double](repeating: 0, count: count)
    // The posterior has one peak; ordinary data settle in fewer than ten steps.
    for _ in 0..<50 {
      let mean = logits.reduce(0, +) / Double(count)
      let meanPrecision = 1 / (level * level * Double(count))
      var gradient = [Double](repeating: -mean * meanPrecision, count: count)
      var information = [[Double]](
        repeating: Array(repeating: meanPrecision / Double(count), count: count), count: count)
      let precision = 1 / (step * step)
      for knot in 1..<count {
        let pull = (logits[knot] - logits[knot - 1]) * precision
        gradient[knot] -= pull
        gradient[knot - 1] += pull
        information[knot][knot] += precision
        information[knot - 1][knot - 1] += precision
        information[knot][knot - 1] -= precision
        information[knot - 1][knot] -= precision
      }
      for (place, basis) in bases.enumerated() where trials[place] > 0 {
        let probability = logistic(offsets[place] + basis.value(logits))
        let residual = successes[place] - trials[place] * probability
        let weight = trials[place] * probability * (1 - probability)
        let (left, right) = (basis.knot, basis.knot + 1)
        gradient[left] += residual * (1 - basis.share)
        gradient[right] += residual * basis.share
        information[left][left] += weight * (1 - basis.share) * (1 - basis.share)
        information[right][right] += weight * basis.share * basis.share
        information[left][right] += weight * basis.share * (1 - basis.share)
        information[right][left] += weight * basis.share * (1 - basis.share)
      }
      guard let steps = CholeskyFactor(information)?.solve(gradient) else { break }
      for knot in 0..<count { logits[knot] += min(max(steps[knot], -2), 2) }
      if steps.allSatisfy({ abs($0) < 1e-6 }) { break }
    }
    self.knots = knots
    self.logits = logits
  }

  /// The logit at a place; beyond the first and the last knot it is theirs.
  public func logit(at place: Double) -> Double {
    SmoothProbability.basis(knots, at: place).value(logits)
  }

  /// Between which knots a place lies, and how far on the way.
  private struct Basis {
    let knot: Int
    let share: Double

    func value(_ logits: [Double]) -> Double {
      logits[knot] + share * (logits[knot + 1] - logits[knot])
    }
  }

  private static func basis(_ knots: [Double], at place: Double) -> Basis {
    let next = min(max(knots.firstIndex { $0 > place } ?? knots.count - 1, 1), knots.count - 1)
    let share = (place - knots[next - 1]) / (knots[next] - knots[next - 1])
    return Basis(knot: next - 1, share: min(max(share, 0), 1))
  }
}
