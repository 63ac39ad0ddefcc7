/// An end of what was searched. An estimate that stands there is where the search stopped, and may
/// lie beyond.
public enum SearchEdge: String, Codable, Sendable, CaseIterable {
  case youngestMidpoint = "youngest-midpoint"
  case oldestMidpoint = "oldest-midpoint"
  case smallestScale = "smallest-scale"
  case largestScale = "largest-scale"

  /// Whether one of some ends is of the midpoint.
  public static func holdMidpoint(_ edges: [SearchEdge]?) -> Bool {
    edges?.contains { $0 == .youngestMidpoint || $0 == .oldestMidpoint } == true
  }
}

extension ClosedRange<Double> {
  /// How near to an end an estimate counts as standing at it: a hundredth, to which bounds of ages
  /// are found.
  private static var nearness: Double { 0.01 }

  /// Whether a value stands at the lower or the upper end, or beyond.
  public func holdsAtEnd(_ value: Double) -> (lower: Bool, upper: Bool) {
    (value < lowerBound + Self.nearness, value > upperBound - Self.nearness)
  }
}

extension TransitionFitter {
  /// The ends of what was searched at which a curve's midpoint and scale stand.
  /// - Returns: nil where they are at none.
  public func edges(of curve: TransitionCurve) -> [SearchEdge]? {
    let (midpoint, scale) = (midpoints.holdsAtEnd(curve.midpoint), scales.holdsAtEnd(curve.scale))
    let edges = zip(
      SearchEdge.allCases, [midpoint.lower, midpoint.upper, scale.lower, scale.upper]
    ).filter(\.1).map(\.0)
    return edges.isEmpty ? nil : edges
  }
}
