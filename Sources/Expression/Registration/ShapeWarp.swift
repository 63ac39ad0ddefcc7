import Analysis
import Torch

/// Takes the mean shape of each age to adults' by a thin-plate spline.
struct ShapeWarp {
  private let means: MeanShapes
  /// From places of adults' mean shape to x and y of those of each age in turn.
  private let spline: ThinPlateSpline

  /// - Parameter means: in an image whose sides are 1.
  /// - Throws: `SmilestoneError` where adults' points lie on one line.
  init(_ means: MeanShapes) throws {
    self.means = means
    let points = means.adults.places.count / 2
    let shapes = try Tensor(
      means.shapes.flatMap(\.places), shape: [means.shapes.count, points, 2])
    spline = try ThinPlateSpline(
      through: means.adults, values: shapes.permuted([1, 0, 2]).reshaped([points, -1]))
  }

  /// Where heads of each age have the places that adults' mean shape has here.
  func shapes(at places: Shape) throws -> [Shape] {
    let (count, knots) = (places.places.count / 2, means.knots.count)
    let values = try spline.values(at: places).reshaped([count, knots, 2])
      .permuted([1, 0, 2]).doubles()
    return (0..<knots).map { Shape(Array(values[2 * count * $0..<2 * count * ($0 + 1)])) }
  }

  /// - Parameter size: side of the images in pixels.
  func populationWarp(size: Int) throws -> PopulationWarp {
    let middles = (0..<size).map { (Double($0) + 0.5) / Double(size) }
    let pixels = Shape(middles.flatMap { y in middles.flatMap { x in [x, y] } })
    let displacements = try shapes(at: pixels).flatMap { shape in
      [0, 1].flatMap { axis in
        // The image is 2 wide there.
        stride(from: axis, to: shape.places.count, by: 2).map {
          Float(2 * (shape.places[$0] - pixels.places[$0]))
        }
      }
    }
    return PopulationWarp(
      knots: means.knots + [ExpressionSettings.adultHeadsFromYears],
      displacements: displacements + Array(repeating: 0, count: 2 * size * size), size: size)
  }
}
