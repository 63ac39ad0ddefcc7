import Foundation

/// The Cholesky factor of a small symmetric positive-definite matrix, for solving with it.
struct CholeskyFactor {
  /// The lower triangle; entries above the diagonal are not used.
  private let lower: [[Double]]

  /// - Returns: nil where the matrix is not positive definite: some combination of columns is
  ///   (nearly) zero, or an entry is not finite.
  init?(_ matrix: [[Double]]) {
    var lower = matrix
    for column in matrix.indices {
      var pivot = matrix[column][column]
      for k in 0..<column { pivot -= lower[column][k] * lower[column][k] }
      guard pivot.isFinite, pivot > 1e-12 * matrix[column][column] else { return nil }
      lower[column][column] = pivot.squareRoot()
      for row in (column + 1)..<max(matrix.count, column + 1) {
        var entry = matrix[row][column]
        for k in 0..<column { entry -= lower[row][k] * lower[column][k] }
        lower[row][column] = entry / lower[column][column]
      }
    }
    self.lower = lower
  }

  /// The x for which matrix · x = `vector`.
  func solve(_ vector: [Double]) -> [Double] {
    var solution = vector
    for row in lower.indices {
      for k in 0..<row { solution[row] -= lower[row][k] * solution[k] }
      solution[row] /= lower[row][row]
    }
    for row in lower.indices.reversed() {
      for k in (row + 1)..<max(lower.count, row + 1) {
        solution[row] -= lower[k][row] * solution[k]
      }
      solution[row] /= lower[row][row]
    }
    return solution
  }

  /// ln of the matrix's determinant.
  var logDeterminant: Double {
    lower.indices.reduce(0) { $0 + 2 * log(lower[$1][$1]) }
  }

  var inverse: [[Double]] {
    lower.indices.map { column in
      solve(lower.indices.map { $0 == column ? 1 : 0 })
    }
  }
}

/// vectorᵀ · matrix · vector.
func quadraticForm(_ matrix: [[Double]], _ vector: [Double]) -> Double {
  var sum = 0.0
  for row in vector.indices {
    for column in vector.indices { sum += vector[row] * matrix[row][column] * vector[column] }
  }
  return sum
}
