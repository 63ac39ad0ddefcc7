/// Points of a face in the plane: x and y of each in turn.
package struct Shape: Sendable {
  package let places: [Double]

  package init(_ places: [Double]) { self.places = places }

  private var pointCount: Double { Double(places.count / 2) }

  private var middle: (x: Double, y: Double) {
    let points = stride(from: 0, to: places.count, by: 2)
    return (
      points.reduce(0) { $0 + places[$1] } / pointCount,
      points.reduce(0) { $0 + places[$1 + 1] } / pointCount
    )
  }

  /// The shape around the origin.
  func centred() -> Shape {
    let (x, y) = middle
    return Shape(places.indices.map { places[$0] - ($0 % 2 == 0 ? x : y) })
  }

  /// The root of the summed squared distances from the middle.
  package var size: Double { centred().places.reduce(0) { $0 + $1 * $1 }.squareRoot() }

  /// The root mean square distance between the same points of two shapes, as they lie.
  package func distance(to other: Shape) -> Double {
    let squares = zip(places, other.places).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    return (squares / pointCount).squareRoot()
  }

  /// The shape moved, turned and scaled to lie as near to another as it can: with points as complex
  /// numbers z and w around their middles, by the factor Σ z̄·w / Σ |z|².
  package func fitted(to target: Shape) -> Shape {
    let (own, other) = (centred().places, target.centred().places)
    var (cosine, sine, square) = (0.0, 0.0, 0.0)
    for x in stride(from: 0, to: own.count, by: 2) {
      cosine += own[x] * other[x] + own[x + 1] * other[x + 1]
      sine += own[x] * other[x + 1] - own[x + 1] * other[x]
      square += own[x] * own[x] + own[x + 1] * own[x + 1]
    }
    guard square > 0 else { return target }
    let middle = target.middle
    var fitted = own
    for x in stride(from: 0, to: own.count, by: 2) {
      fitted[x] = (cosine * own[x] - sine * own[x + 1]) / square + middle.x
      fitted[x + 1] = (sine * own[x] + cosine * own[x + 1]) / square + middle.y
    }
    return Shape(fitted)
  }
}
