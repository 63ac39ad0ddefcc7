import Statistics

/// How much better than it is the best of several candidates looks on the faces that chose it.
public enum SelectionOptimism {
  /// The expected largest of `count` independent scores that differ by chance alone, above their
  /// mean: Φ⁻¹((n − 0.375) / (n + 0.25)) standard errors (Blom 1958, "Statistical Estimates and
  /// Transformed Beta-Variables"). Candidates that see the same faces err alike, so it is an upper
  /// limit.
  /// - Parameters:
  ///   - count: candidates, 1 at least.
  ///   - standardError: of one candidate's score.
  public static func bound(count: Int, standardError: Double) throws -> Double {
    guard count > 1 else { return 0 }
    let place = (Double(count) - 0.375) / (Double(count) + 0.25)
    return try NormalDistribution.quantile(place) * standardError
  }
}
