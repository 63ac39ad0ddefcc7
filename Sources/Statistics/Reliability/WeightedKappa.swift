/// How far apart two classes of an order are for weighted kappa.
public enum KappaWeights: String, Sendable, CaseIterable {
  /// All disagreements are alike: Cohen's kappa.
  case none
  /// By how many places classes are apart.
  case linear
  /// By the square of that.
  case quadratic

  func disagreement(_ first: Int, _ second: Int) -> Double {
    let distance = Double(abs(first - second))
    return switch self {
    case .none: distance == 0 ? 0 : 1
    case .linear: distance
    case .quadratic: distance * distance
    }
  }
}

/// Weighted kappa of two raters (Cohen 1968, doi 10.1037/h0026256).
/// - Parameter table: how often the first rater chose the row's class where the second chose the column's;
///   classes in their order.
/// - Returns: nil where there are no observations, or chance alone would agree always.
public func weightedKappa(_ table: [[Double]], weights: KappaWeights) -> Double? {
  let classes = table.indices
  let rows = table.map { $0.reduce(0, +) }
  let columns = classes.map { column in table.reduce(0) { $0 + $1[column] } }
  let total = rows.reduce(0, +)
  guard total > 0 else { return nil }
  var (observed, expected) = (0.0, 0.0)
  for row in classes {
    for column in classes {
      let disagreement = weights.disagreement(row, column)
      observed += disagreement * table[row][column]
      expected += disagreement * rows[row] * columns[column] / total
    }
  }
  return expected > 0 ? 1 - observed / expected : nil
}
