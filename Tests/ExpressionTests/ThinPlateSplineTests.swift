import Expression
import Foundation
import Support
import Testing
import Torch

/// Fixtures/make-spline.py made the reference.
struct ThinPlateSplineTests {
  private struct Reference: Decodable {
    let points: [Double]
    let values: [Double]
    let places: [Double]
    let expected: [Double]
    let smoothing: Double
  }

  private static func reference() throws -> Reference {
    let folder = try #require(Bundle.module.url(forResource: "Fixtures", withExtension: nil))
    let data = try Data(contentsOf: folder.appendingPathComponent("spline.json"))
    return try JSONDecoder().decode(Reference.self, from: data)
  }

  @Test("The spline is SciPy's, also where two points lie on each other")
  func spline() throws {
    let reference = try Self.reference()
    #expect(reference.smoothing == ThinPlateSpline.leniency)
    let spline = try ThinPlateSpline(
      through: Shape(reference.points),
      values: Tensor(reference.values, shape: [reference.points.count / 2, 2]))
    let own = try spline.values(at: Shape(reference.places)).doubles()
    #expect(own.count == reference.expected.count)
    for (own, expected) in zip(own, reference.expected) { #expect(abs(own - expected) < 1e-9) }
  }

  @Test("What moves, turns, scales or shears all points does so everywhere")
  func affine() throws {
    func moved(_ shape: [Double]) -> [Double] {
      stride(from: 0, to: shape.count, by: 2).flatMap { point -> [Double] in
        let (x, y) = (shape[point], shape[point + 1])
        return [0.1 + 1.2 * x - 0.3 * y, 0.2 + 0.8 * y]
      }
    }
    let reference = try Self.reference()
    let spline = try ThinPlateSpline(
      through: Shape(reference.points),
      values: Tensor(moved(reference.points), shape: [reference.points.count / 2, 2]))
    let own = try spline.values(at: Shape(reference.places)).doubles()
    for (own, expected) in zip(own, moved(reference.places)) { #expect(abs(own - expected) < 1e-9) }
  }

  @Test("Points on one line are refused")
  func line() throws {
    #expect(throws: SmilestoneError.self) {
      try ThinPlateSpline(
        through: Shape([0, 0, 0.5, 0.5, 1, 1]), values: Tensor([0.0, 1, 2], shape: [3, 1]))
    }
  }
}
