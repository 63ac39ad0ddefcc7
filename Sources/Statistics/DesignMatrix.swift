/// The explanatory values of a regression: one row per observation, one column per term.
public struct DesignMatrix: Sendable, Equatable {
  public let columnCount: Int
  /// Row-major.
  private let values: [Double]

  /// - Parameters:
  ///   - rowCount: Number of observations.
  ///   - columns: The terms' values, each with one entry per observation; a column of ones is put
  ///     before them for the intercept.
  public init(rowCount: Int, columns: [[Double]]) {
    precondition(
      columns.allSatisfy { $0.count == rowCount }, "every term needs a value for each row")
    columnCount = columns.count + 1
    var values: [Double] = []
    values.reserveCapacity(rowCount * columnCount)
    for row in 0..<rowCount {
      values.append(1)
      for column in columns { values.append(column[row]) }
    }
    self.values = values
  }

  public var rowCount: Int { values.count / columnCount }

  public subscript(row: Int, column: Int) -> Double { values[row * columnCount + column] }

  /// The sum of a row's terms, each times its coefficient.
  func product(row: Int, _ coefficients: [Double]) -> Double {
    var sum = 0.0
    for column in 0..<columnCount { sum += self[row, column] * coefficients[column] }
    return sum
  }
}
