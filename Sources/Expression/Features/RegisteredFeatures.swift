import Analysis
import Support
import Torch

/// The features of registered faces, in units in which faces of one age and emotion have the identity as
/// covariance.
struct RegisteredFeatures {
  /// [faces, components], float64.
  let white: Tensor

  /// - Parameter features: of the registered faces, [faces, features].
  init(_ features: [Double], data: ExpressionFaces, settings: ExpressionSettings) throws {
    let features = try Tensor(features, shape: [data.count, features.count / data.count])
    let components = try Self.principalComponents(features, count: settings.components)
    white = try Self.whitened(components, data: data, ridge: settings.ridge)
  }

  /// The directions in which features vary most: [faces, count].
  static func principalComponents(_ features: Tensor, count: Int) throws -> Tensor {
    let centred = try features - features.mean(over: [0], keepingDimensions: true)
    let products = try centred.transposed(0, 1).matrixProduct(centred)
    let vectors = try LinearAlgebra.eigenvectors(
      ofSymmetric: products * (1 / Double(features.shape[0])))
    // Eigenvalues ascend.
    let kept = min(count, vectors.shape[1])
    return try centred.matrixProduct(
      vectors.narrowed(along: 1, from: vectors.shape[1] - kept, count: kept))
  }

  private static func whitened(
    _ features: Tensor, data: ExpressionFaces, ridge: Double
  ) throws -> Tensor {
    let cells = AgeBins.bounds.count * data.emotionCount
    let cell = (0..<data.count).map { face in
      AgeBins.bin(ofAge: data.agesInYears[face]) * data.emotionCount + data.emotions[face]
    }
    var members = [Double](repeating: 0, count: cells * data.count)
    for (face, cell) in cell.enumerated() { members[cell * data.count + face] = 1 }
    let membership = try Tensor(members, shape: [cells, data.count])
    let counts = try membership.sum(over: [1], keepingDimensions: true).clamped(minimum: 1)
    let means = try membership.matrixProduct(features) / counts
    let residuals = try features - means.selected(Tensor(cell.map(Int64.init), shape: [data.count]))
    let products = try residuals.transposed(0, 1).matrixProduct(residuals)
    let covariance = try LinearAlgebra.ridged(products * (1 / Double(data.count)), share: ridge)
    return try features.matrixProduct(LinearAlgebra.whitener(covariance))
  }
}
