/// Sums per cluster (per subject), the form in which clustered data are resampled and tested.
///
/// Means, proportions, recalls and differences of these are functions of a few sums over all
/// faces. Keeping those sums per subject makes resampling subjects as cheap as adding rows of
/// this table, however many faces a subject has.
public struct ClusterSums: Sendable, Equatable {
  /// The number of sums kept for each cluster.
  public let width: Int
  /// Row-major: cluster × sum.
  public private(set) var values: [Double]

  /// A table of `count` clusters whose sums are all 0.
  public init(count: Int, width: Int) {
    precondition(width > 0, "a cluster needs at least one sum")
    self.width = width
    values = Array(repeating: 0, count: count * width)
  }

  public var count: Int { values.count / width }

  public subscript(cluster: Int, column: Int) -> Double {
    get { values[cluster * width + column] }
    set { values[cluster * width + column] = newValue }
  }

  /// Each sum over all clusters.
  public var totals: [Double] {
    var totals = [Double](repeating: 0, count: width)
    for (index, value) in values.enumerated() { totals[index % width] += value }
    return totals
  }
}
