/// The four numbers of a curve in the order in which they are fitted: infant asymptote, adult
/// asymptote, midpoint and the logarithm of the scale.
typealias CurveVector = SIMD4<Double>

/// A symmetric 4 × 4 matrix, as rows.
struct CurveMatrix: Sendable {
  var rows = (CurveVector.zero, CurveVector.zero, CurveVector.zero, CurveVector.zero)

  subscript(row: Int) -> CurveVector {
    get {
      switch row {
      case 0: rows.0
      case 1: rows.1
      case 2: rows.2
      default: rows.3
      }
    }
    set {
      switch row {
      case 0: rows.0 = newValue
      case 1: rows.1 = newValue
      case 2: rows.2 = newValue
      default: rows.3 = newValue
      }
    }
  }

  /// Adds weight · v vᵀ.
  @inline(__always)
  mutating func addOuterProduct(_ v: CurveVector, weight: Double) {
    let scaled = weight * v
    rows.0 += scaled[0] * v
    rows.1 += scaled[1] * v
    rows.2 += scaled[2] * v
    rows.3 += scaled[3] * v
  }

  /// Solves A x = b over the free parameters; the others' x is 0.
  /// - Returns: nil where the free part is not positive definite.
  func solving(_ b: CurveVector, free: FreeParameters) -> CurveVector? {
    var matrix = self
    var right = b
    for row in 0..<4 where !free.contains(row) {
      for other in 0..<4 { matrix[other][row] = 0 }
      matrix[row] = .zero
      matrix[row][row] = 1
      right[row] = 0
    }
    for pivot in 0..<4 {
      let diagonal = matrix[pivot][pivot]
      guard diagonal > 1e-12 * max(self[pivot][pivot], 1e-12) else { return nil }
      for row in pivot + 1..<4 {
        let factor = matrix[row][pivot] / diagonal
        matrix[row] -= factor * matrix[pivot]
        right[row] -= factor * right[pivot]
      }
    }
    for row in stride(from: 3, through: 0, by: -1) {
      for column in row + 1..<4 { right[row] -= matrix[row][column] * right[column] }
      right[row] /= matrix[row][row]
    }
    return right
  }
}

/// Which of the four parameters a fit may move.
struct FreeParameters: OptionSet, Sendable {
  let rawValue: Int
  static let asymptotes = FreeParameters(rawValue: 0b0011)
  static let midpoint = FreeParameters(rawValue: 0b0100)
  static let scale = FreeParameters(rawValue: 0b1000)
  static let all: FreeParameters = [.asymptotes, .midpoint, .scale]

  func contains(_ index: Int) -> Bool { rawValue >> index & 1 == 1 }

  mutating func remove(at index: Int) { self = FreeParameters(rawValue: rawValue & ~(1 << index)) }
}
