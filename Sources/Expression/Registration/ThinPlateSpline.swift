import Foundation
import Torch

/// Functions of the plane that take given values at given points and bend as little as they can (Bookstein
/// 1989, "Principal warps", doi 10.1109/34.24792): a + b·x + c·y + Σ wᵢ·U(|z − zᵢ|), with U(r) = r² log r.
package struct ThinPlateSpline {
  private let points: Shape
  /// [points + 3, values]: w, then a, b, c.
  private let coefficients: Tensor

  /// Added to the diagonal, so that points that lie on each other are no contradiction: of a difference between
  /// the values of two points a hundredth of the unit apart, four fifths are followed.
  package static let leniency = 1e-4

  /// - Parameters:
  ///   - points: at least three, not on one line.
  ///   - values: of each function at each point, [points, values], float64.
  /// - Throws: `SmilestoneError` where the points lie on one line.
  package init(through points: Shape, values: Tensor) throws {
    let count = points.places.count / 2
    var matrix = Self.terms(at: points, of: points)
    for point in 0..<count { matrix[point * (count + 3) + point] += Self.leniency }
    let upper = try Tensor(matrix, shape: [count, count + 3])
    let plane = try upper.narrowed(along: 1, from: count, count: 3)
    let lower = try Tensor.concatenated(
      [plane.transposed(0, 1), .zeros([3, 3], type: .float64)], along: 1)
    let right = try Tensor.concatenated(
      [values, .zeros([3, values.shape[1]], type: .float64)], along: 0)
    coefficients = try LinearAlgebra.solution(
      .concatenated([upper, lower], along: 0), right)
    self.points = points
  }

  /// The functions at other places: [places, values].
  package func values(at places: Shape) throws -> Tensor {
    let terms = try Tensor(
      Self.terms(at: places, of: points), shape: [places.places.count / 2, coefficients.shape[0]])
    return try terms.matrixProduct(coefficients)
  }

  /// U of the distance to each point, then 1, x and y: [places, points + 3], row-major.
  private static func terms(at places: Shape, of points: Shape) -> [Double] {
    stride(from: 0, to: places.places.count, by: 2).flatMap { place -> [Double] in
      let (x, y) = (places.places[place], places.places[place + 1])
      return stride(from: 0, to: points.places.count, by: 2).map { point in
        let (across, down) = (x - points.places[point], y - points.places[point + 1])
        let square = across * across + down * down
        return square > 0 ? square * log(square) / 2 : 0
      } + [1, x, y]
    }
  }
}
