import Support

/// Bootstrap resamples of whole clusters, from which intervals of many statistics are made.
///
/// Subjects are drawn with replacement, each with all of its faces, so that faces of one subject
/// are never taken as independent (Davison & Hinkley 1997, section 3.8). Data without repeats
/// are the case of one face per cluster: the ordinary bootstrap.
public struct ClusterBootstrap: Sendable {
  private let sums: ClusterSums
  private let totals: [Double]
  /// Row-major: replicate × sum.
  private let replicates: [Double]

  /// Draws the resamples; the same generator state gives the same resamples.
  /// - Parameter replicates: Number of resamples; 2,000 by default.
  public init(
    resampling sums: ClusterSums, replicates: Int = 2000, generator: inout SeededGenerator
  ) {
    precondition(replicates > 0, "a bootstrap needs resamples")
    self.sums = sums
    totals = sums.totals
    var drawn = [Double](repeating: 0, count: sums.count == 0 ? 0 : replicates * sums.width)
    sums.values.withUnsafeBufferPointer { source in
      drawn.withUnsafeMutableBufferPointer { target in
        for start in stride(from: 0, to: target.count, by: sums.width) {
          for _ in 0..<sums.count {
            let row = generator.integer(below: sums.count) * sums.width
            for column in 0..<sums.width { target[start + column] += source[row + column] }
          }
        }
      }
    }
    self.replicates = drawn
  }

  /// The interval of a statistic that is a function of the sums over all clusters.
  ///
  /// Resamples in which the statistic is undefined are left out. Identical clusters give an
  /// interval of no width: nothing was seen of the variation between them.
  /// - Parameters:
  ///   - clusters: The clusters that the statistic rests on, all by default: the interval is
  ///     widened where they are few, see `bootstrapInterval`.
  ///   - statistic: The statistic of the sums, in their order; nil where it is undefined.
  /// - Returns: nil for fewer than two clusters, or where the statistic of the data is undefined.
  public func estimate(
    level: Double = 0.95, method: BootstrapMethod = .bca, restingOn clusters: Int? = nil,
    label: String = "bootstrap", of statistic: ([Double]) -> Double?
  ) throws -> Estimate? {
    guard sums.count > 1, let value = statistic(totals) else { return nil }
    let interval = try bootstrapInterval(
      value: value, replicates: replicateValues(of: statistic),
      jackknife: method == .bca ? jackknifeValues(of: statistic) : [], level: level,
      method: method, widenedForClusters: clusters ?? sums.count)
    guard let interval else { return nil }
    return Estimate(
      value: value, lower: interval.lower, upper: interval.upper, level: level,
      method: "\(label), \(interval.method.rawValue)")
  }

  /// The statistic in each resample where it is defined.
  public func replicateValues(of statistic: ([Double]) -> Double?) -> [Double] {
    stride(from: 0, to: replicates.count, by: sums.width).compactMap { start in
      statistic(Array(replicates[start..<start + sums.width]))
    }
  }

  /// The statistic with each cluster left out in turn, where it is defined.
  public func jackknifeValues(of statistic: ([Double]) -> Double?) -> [Double] {
    var remaining = totals
    return (0..<sums.count).compactMap { cluster in
      for column in 0..<sums.width { remaining[column] = totals[column] - sums[cluster, column] }
      return statistic(remaining)
    }
  }
}
