/// Points of a face in the plane: x and y of each in turn.
package struct Shape: Sendable {
  package let places: [Double]

  package init(_ places: [Double]) { self.places = places }

  private var pointCount: Double { Double(places.count / 2) }

  var middle: (x: Double, y: Double) {
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

  /// Whether all points lie on one line, to a thousandth of the shape's length.
  var liesOnALine: Bool {
    let own = centred().places
    var (across, down, both) = (0.0, 0.0, 0.0)
    for x in stride(from: 0, to: own.count, by: 2) {
      across += own[x] * own[x]
      down += own[x + 1] * own[x + 1]
      both += own[x] * own[x + 1]
    }
    return across * down - both * both <= 1e-6 * (across + down) * (across + down)
  }

  /// The root mean square distance between the same points of two shapes, as they lie.
  package func distance(to other: Shape) -> Double {
    let squares = zip(places, other.places).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    return (squares / pointCount).squareRoot()
  }

  /// The shape moved, turned and scaled to lie as near to another as it can.
  package func fitted(to target: Shape) -> Shape {
    Similarity(laying: self, onto: target).map { $0(self) } ?? target
  }
}
