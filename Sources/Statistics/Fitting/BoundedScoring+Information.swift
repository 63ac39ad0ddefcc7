extension BoundedScoring {
  /// Minus the second derivatives of the log-likelihood, by differences of the gradient, of the parameters that stand
  /// at no bound; the others count as known.
  /// - Returns: The covariance of all parameters, with 0 for those at a bound; nil where the information is not positive
  ///   definite.
  func covariance(at peak: Peak) -> [[Double]]? {
    let parameters = peak.parameters
    let free = parameters.indices.filter {
      parameters[$0] > lower[$0] + Self.nearness && parameters[$0] < upper[$0] - Self.nearness
    }
    let columns = free.map { index in
      let step = 1e-4 * max(1, abs(parameters[index]))
      func gradient(_ sign: Double) -> [Double] {
        var moved = parameters
        moved[index] += sign * step
        return slopes(moved).gradient
      }
      let (above, below) = (gradient(1), gradient(-1))
      return free.map { (below[$0] - above[$0]) / (2 * step) }
    }
    let information = free.indices.map { row in
      free.indices.map { (columns[row][$0] + columns[$0][row]) / 2 }
    }
    guard let inverse = CholeskyFactor(information)?.inverse else { return nil }
    var covariance = parameters.map { _ in [Double](repeating: 0, count: parameters.count) }
    for (row, place) in free.enumerated() {
      for (column, other) in free.enumerated() { covariance[place][other] = inverse[row][column] }
    }
    return covariance
  }

  /// How near to a bound a parameter counts as standing at it.
  private static let nearness = 1e-5

  /// Where a parameter's profile likelihood falls below that of the interval, on one side of the peak.
  /// - Parameters:
  ///   - index: The parameter's place.
  ///   - direction: -1 towards smaller values, 1 towards larger ones.
  ///   - step: How far from the peak the search begins: about half of an interval.
  ///   - critical: The square root of twice the fall of the log-likelihood: 1.96.
  ///   - along: How the other parameters' best values change with it at the peak; nil where that is not known.
  /// - Returns: nil where the end of the box is not excluded.
  func profileBound(
    of index: Int, at peak: Peak, direction: Double, step: Double, critical: Double,
    along: [Double]? = nil
  ) -> Double? {
    let end = direction < 0 ? lower[index] : upper[index]
    // The other parameters are begun where a straight line through the last two peaks leads.
    var last = (value: peak.parameters[index], parameters: peak.parameters)
    var slope = along ?? Array(repeating: 0, count: lower.count)
    func root(at value: Double) -> Double {
      let reach = value - last.value
      let start = zip(last.parameters, slope).map { $0 + reach * $1 }
      let there = fixing(index, at: value).maximise(from: start, precision: 1e-6)
      if abs(reach) > 1e-9 {
        slope = zip(there.parameters, last.parameters).map { ($0 - $1) / reach }
      }
      last = (value, there.parameters)
      return (2 * max(0, peak.logLikelihood - there.logLikelihood)).squareRoot()
    }
    func clamped(_ value: Double) -> Double { direction < 0 ? max(value, end) : min(value, end) }
    var near = (value: peak.parameters[index], root: 0.0)
    var reach = step
    var far = near
    repeat {
      let value = clamped(peak.parameters[index] + direction * reach)
      far = (value, root(at: value))
      if far.root >= critical { break }
      if value == end { return nil }
      near = far
      reach *= 1.7
    } while true
    // The root is nearly a straight line in the parameter.
    for _ in 0..<30 where abs(far.root - critical) > 1e-3 {
      let share = (critical - near.root) / max(far.root - near.root, 1e-12)
      let value = near.value + min(max(share, 0.05), 0.95) * (far.value - near.value)
      let between = (value: value, root: root(at: value))
      if between.root >= critical { far = between } else { near = between }
      if abs(between.root - critical) < 1e-3 { return value }
      if abs(far.value - near.value) < 1e-4 { break }
    }
    return far.value
  }
}
