/// Krippendorff's alpha: agreement of any number of raters, some of whose ratings may be missing
/// (Krippendorff 2011, “Computing Krippendorff's alpha-reliability”).
public struct KrippendorffsAlpha: Sendable {
  /// What classes are, and so how far apart two of them are.
  public enum Metric: String, Sendable, CaseIterable {
    case nominal
    /// By their order alone.
    case ordinal
    /// By their place in the order, as if neighbours were equally far apart.
    case interval
  }

  /// How often two ratings of one unit are of the row's and the column's class, each unit weighing as much as it has
  /// ratings. Sums of such tables are those of the units together.
  public private(set) var coincidences: [[Double]]

  /// - Parameter classCount: how many classes there are.
  public init(classCount: Int) {
    coincidences = Array(repeating: Array(repeating: 0, count: classCount), count: classCount)
  }

  /// - Parameter coincidences: a square table, as `coincidences` are.
  public init(coincidences: [[Double]]) { self.coincidences = coincidences }

  /// Takes in one unit.
  /// - Parameters:
  ///   - ratings: how many raters chose each class; a unit of fewer than two says nothing.
  ///   - count: how many units are like it.
  public mutating func add(_ ratings: [Double], count: Double = 1) {
    let raters = ratings.reduce(0, +)
    guard raters >= 2 else { return }
    for row in ratings.indices where ratings[row] > 0 {
      for column in ratings.indices where ratings[column] > 0 {
        let pairs = ratings[row] * (ratings[column] - (row == column ? 1 : 0))
        coincidences[row][column] += count * pairs / (raters - 1)
      }
    }
  }

  /// - Returns: nil where nothing was rated twice, or all ratings are of one class.
  public func value(_ metric: Metric) -> Double? {
    let totals = coincidences.map { $0.reduce(0, +) }
    let all = totals.reduce(0, +)
    guard all > 1 else { return nil }
    var (observed, expected) = (0.0, 0.0)
    for row in totals.indices {
      for column in totals.indices where row != column {
        let distance = Self.squaredDistance(row, column, metric, totals)
        observed += coincidences[row][column] * distance
        expected += totals[row] * totals[column] * distance
      }
    }
    return expected > 0 ? 1 - (all - 1) * observed / expected : nil
  }

  private static func squaredDistance(
    _ row: Int, _ column: Int, _ metric: Metric, _ totals: [Double]
  ) -> Double {
    switch metric {
    case .nominal: return 1
    case .interval: return Double((row - column) * (row - column))
    case .ordinal:
      let (first, last) = (min(row, column), max(row, column))
      let between = totals[first...last].reduce(0, +) - (totals[first] + totals[last]) / 2
      return between * between
    }
  }
}
