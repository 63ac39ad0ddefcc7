/// A cubic spline that is linear before its first and after its last knot (Stone & Koo 1985;
/// Harrell 2015, Regression Modeling Strategies, section 2.4.5).
///
/// With knots t₁ < … < t_k it has k−1 terms: x itself, and for j = 1 … k−2
/// [(x−t_j)₊³ − (x−t_{k−1})₊³ (t_k−t_j)/(t_k−t_{k−1}) + (x−t_k)₊³ (t_{k−1}−t_j)/(t_k−t_{k−1})]
/// / (t_k−t₁)².
public struct RestrictedCubicSpline: Sendable, Equatable {
  public let knots: [Double]

  /// - Returns: nil for fewer than three knots, or knots that do not ascend.
  public init?(knots: [Double]) {
    guard knots.count > 2, zip(knots, knots.dropFirst()).allSatisfy({ $0 < $1 }) else { return nil }
    self.knots = knots
  }

  /// Four knots at the 5th, 35th, 65th and 95th percentile of the values (Harrell's choice).
  /// - Returns: nil where these are not four different numbers.
  public init?(fourKnotsFor values: [Double]) {
    guard !values.isEmpty else { return nil }
    let sorted = values.sorted()
    self.init(knots: [0.05, 0.35, 0.65, 0.95].map { quantile(sorted, $0) })
  }

  /// The spline's terms at x, x itself first.
  public func terms(at x: Double) -> [Double] {
    let (last, beforeLast) = (knots[knots.count - 1], knots[knots.count - 2])
    let scale = (last - knots[0]) * (last - knots[0])
    return [x]
      + knots.dropLast(2).map { knot in
        (cubed(x - knot) - cubed(x - beforeLast) * (last - knot) / (last - beforeLast)
          + cubed(x - last) * (beforeLast - knot) / (last - beforeLast)) / scale
      }
  }

  private func cubed(_ x: Double) -> Double { x > 0 ? x * x * x : 0 }
}
