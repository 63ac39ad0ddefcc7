import Support
import Torch

/// The decompositions that the analysis needs, of float64 matrices, by libtorch's LAPACK.
enum LinearAlgebra {
  private static let eigh = Operation("aten::linalg_eigh")
  private static let cholesky = Operation("aten::linalg_cholesky")
  private static let qr = Operation("aten::linalg_qr")
  private static let inverse = Operation("aten::linalg_inv")
  private static let solve = Operation("aten::linalg_solve")
  private static let triangularSolve = Operation("aten::linalg_solve_triangular")
  private static let eye = Operation("aten::eye")

  /// Eigenvectors in columns, by ascending eigenvalue.
  static func eigenvectors(ofSymmetric matrix: Tensor) throws -> Tensor {
    let results = try eigh.call([.tensor(matrix)])
    guard results.count == 2 else { throw SmilestoneError.failed("No eigenvectors came back.") }
    return results[1]
  }

  /// The lower triangle L with L·Lᵀ = matrix.
  static func choleskyFactor(_ matrix: Tensor) throws -> Tensor { try cholesky(.tensor(matrix)) }

  /// The X with matrix · X = right.
  /// - Throws: `SmilestoneError` where the matrix has no inverse.
  static func solution(_ matrix: Tensor, _ right: Tensor) throws -> Tensor {
    try solve(.tensor(matrix), .tensor(right))
  }

  /// The X with factor · X = right, for a lower triangle.
  static func solution(lowerTriangle factor: Tensor, _ right: Tensor) throws -> Tensor {
    try triangularSolve(.tensor(factor), .tensor(right), named: ["upper": .boolean(false)])
  }

  /// Orthonormal columns with the same span as the matrix's.
  static func orthonormalBasis(_ columns: Tensor) throws -> Tensor { try qr(.tensor(columns)) }

  /// The W with W·Wᵀ = matrix⁻¹: rows times W have the identity as covariance where theirs was `matrix`.
  static func whitener(_ matrix: Tensor) throws -> Tensor {
    try choleskyFactor(inverse(.tensor(matrix)))
  }

  /// The matrix with `share` of its mean eigenvalue added to the diagonal.
  static func ridged(_ matrix: Tensor, share: Double) throws -> Tensor {
    let side = matrix.shape[0]
    let identity = try eye(
      .integer(side), named: ["dtype": .integer(ElementType.float64.rawValue)])
    let trace = try (matrix * identity).sum().item()
    return try matrix + identity * (share * trace / Double(side))
  }
}
