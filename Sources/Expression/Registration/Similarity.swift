/// Moves, turns and scales places in the plane: z ↦ factor · z + shift, with places as complex numbers.
package struct Similarity: Sendable, Equatable {
  /// The scale times cosine and sine of the turn.
  let cosine: Double
  let sine: Double
  /// The shift.
  let x: Double
  let y: Double

  /// Leaves everything where it is.
  static let identity = Similarity(cosine: 1, sine: 0, x: 0, y: 0)

  package func callAsFunction(_ shape: Shape) -> Shape {
    var moved = shape.places
    for point in stride(from: 0, to: moved.count, by: 2) {
      let (across, down) = (shape.places[point], shape.places[point + 1])
      moved[point] = cosine * across - sine * down + x
      moved[point + 1] = sine * across + cosine * down + y
    }
    return Shape(moved)
  }

  /// nil where all places go to one.
  var inverse: Similarity? {
    let square = cosine * cosine + sine * sine
    guard square > 0 else { return nil }
    return Similarity(
      cosine: cosine / square, sine: -sine / square, x: -(cosine * x + sine * y) / square,
      y: (sine * x - cosine * y) / square)
  }

  /// The same between pixels, numbered from 0, of an image whose sides are 1 here; a pixel lies in its middle.
  func inPixels(ofSide size: Int) -> Similarity {
    let side = Double(size)
    return Similarity(
      cosine: cosine, sine: sine, x: side * x + (cosine - sine - 1) / 2,
      y: side * y + (sine + cosine - 1) / 2)
  }
}

extension Similarity {
  /// Lays a shape as near to another as it can: by the factor Σ z̄·w / Σ |z|² for points z and w around their
  /// middles (Procrustes analysis). nil where all points of the shape are one.
  package init?(laying shape: Shape, onto target: Shape) {
    let (own, other) = (shape.centred().places, target.centred().places)
    var (cosine, sine, square) = (0.0, 0.0, 0.0)
    for x in stride(from: 0, to: own.count, by: 2) {
      cosine += own[x] * other[x] + own[x + 1] * other[x + 1]
      sine += own[x] * other[x + 1] - own[x + 1] * other[x]
      square += own[x] * own[x] + own[x + 1] * own[x + 1]
    }
    guard square > 0 else { return nil }
    (self.cosine, self.sine) = (cosine / square, sine / square)
    let (from, to) = (shape.middle, target.middle)
    x = to.x - (self.cosine * from.x - self.sine * from.y)
    y = to.y - (self.sine * from.x + self.cosine * from.y)
  }
}
