import Analysis
import Torch

extension MeanShapes {
  /// How many faces the line from one mean shape to the next weighs as much as: faces of one age differ from
  /// their mean some four times as much as the means of neighbouring ages from each other (0.8 and 0.2 of 48
  /// pixels in a synthetic cohort), so that the mean of 4² faces is as unsure as its neighbour is unlike it.
  private static let weightOfNeighbours = 16.0

  /// The mean shapes where the mean image of adults has them, made symmetric where the points go in pairs, and
  /// smoothed over age.
  ///
  /// That place is the mean of those at which adults have it, every emotion weighing the same.
  /// - Parameter faces: the faces' shapes in their images, as shares of the sides.
  func framed(
    in faces: [Shape], data: ExpressionFaces, settings: ExpressionSettings
  ) throws -> MeanShapes {
    let ends = settings.end(of: data)
    let placed = faces.map { Similarity(laying: $0, onto: adults)?.inverse?(adults) ?? $0 }
    let mean = Self.mean(placed, data: data) { ends[$0] == 1 } ?? adults
    let partners = mean.mirrorPartners
    let framed = mean.symmetric(partners)
    return try replacing(
      shapes: shapes.map { $0.fitted(to: framed).symmetric(partners) }, adults: framed
    ).smoothed()
  }

  /// Mean shapes s with the least Σ n·|s − mean|² + w·Σ |s − s'|², of n faces each, s' being the next older
  /// one; adults' stays.
  private func smoothed() throws -> MeanShapes {
    guard !shapes.isEmpty else { return self }
    let count = shapes.count
    var weights = [Double](repeating: 0, count: count * count)
    var sums = zip(shapes, counts).map { shape, count in shape.places.map { Double(count) * $0 } }
    for knot in 0..<count {
      // To the next older one, and from the next younger one where there is one.
      let steps = knot == 0 ? 1.0 : 2
      weights[knot * count + knot] = Double(counts[knot]) + steps * Self.weightOfNeighbours
      guard knot + 1 < count else { continue }
      weights[knot * count + knot + 1] = -Self.weightOfNeighbours
      weights[(knot + 1) * count + knot] = -Self.weightOfNeighbours
    }
    sums[count - 1] = zip(sums[count - 1], adults.places).map { $0 + Self.weightOfNeighbours * $1 }
    let width = adults.places.count
    let smooth = try LinearAlgebra.solution(
      Tensor(weights, shape: [count, count]),
      Tensor(sums.flatMap(\.self), shape: [count, width])
    ).doubles()
    return replacing(
      shapes: (0..<count).map { Shape(Array(smooth[$0 * width..<($0 + 1) * width])) },
      adults: adults)
  }
}
