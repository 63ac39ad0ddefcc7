import Foundation

/// Accuracy over age with two logistic steps of one scale between three levels: two steps in the same
/// direction, a peak or a trough.
///
///     P(a) = L₀ + (L₁ − L₀) · S(a − m₁) + (L₂ − L₁) · S(a − m₂),  S(x) = 1 / (1 + exp(−x / s)),  m₁ < m₂
///
/// a weighted mean of the levels, so that it lies among them at every age.
public struct StepCurve: Codable, Sendable, Equatable, AccuracyCurve {
  /// Three levels, the infants' first, each in 0 ... 1.
  public var levels: [Double]
  /// The two midpoints in years, ascending.
  public var midpoints: [Double]
  /// How slow both steps are, in years.
  public var scale: Double

  public init(levels: [Double], midpoints: [Double], scale: Double) {
    self.levels = levels
    self.midpoints = midpoints
    self.scale = scale
  }

  public func accuracy(at age: Double) -> Double {
    let (first, second) = (share(age, 0), share(age, 1))
    return levels[0] * (1 - first) + levels[1] * (first - second) + levels[2] * second
  }

  private func share(_ age: Double, _ step: Int) -> Double {
    TransitionShape.logistic.share(at: age, midpoint: midpoints[step], scale: scale)
  }

  /// Which of its three forms it has.
  public var shape: CurveShape {
    if levels[1] > max(levels[0], levels[2]) { return .peak }
    return levels[1] < min(levels[0], levels[2]) ? .trough : .twoSteps
  }

  /// What a criterion counts: three levels, the scale, one midpoint, and three for the second, which means
  /// nothing where there is no second step (Ninomiya 2015, doi 10.1007/s10463-014-0481-x).
  public static let countedParameters = 8

  /// Where the curve is highest or lowest among some ages, and how high it is there. A curve of three levels
  /// turns at most once.
  /// - Parameter range: In years.
  public func extreme(
    in range: ClosedRange<Double>, highest: Bool
  ) -> (ageInYears: Double, accuracy: Double) {
    let sign = highest ? 1.0 : -1
    let coarse = TransitionFitter.agesFromEndToEnd(of: range, step: 0.5)
    let heights = coarse.map { sign * accuracy(at: $0) }
    // Of equal heights, as on a level, the oldest age counts: a level is no peak.
    let top = heights.max().flatMap(heights.lastIndex(of:)) ?? 0
    // Between the neighbours of the best place, the higher two thirds stay.
    var (lower, upper) = (coarse[max(0, top - 1)], coarse[min(coarse.count - 1, top + 1)])
    while upper - lower > 1e-4 {
      let (left, right) = (lower + (upper - lower) / 3, upper - (upper - lower) / 3)
      if sign * accuracy(at: left) <= sign * accuracy(at: right) {
        lower = left
      } else {
        upper = right
      }
    }
    let age = (lower + upper) / 2
    return (age, accuracy(at: age))
  }
}
