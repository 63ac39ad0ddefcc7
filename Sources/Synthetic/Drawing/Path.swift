import Foundation

/// A place on the face in design units: the image reaches from −100 to 100 both ways, x to the
/// right and y downwards.
struct Point: Sendable, Equatable {
  var x: Double
  var y: Double

  init(_ x: Double, _ y: Double) {
    self.x = x
    self.y = y
  }

  func moved(_ dx: Double, _ dy: Double) -> Point { Point(x + dx, y + dy) }

  /// The point on the other side of the face.
  var mirrored: Point { Point(-x, y) }

  static func between(_ first: Point, _ second: Point, _ share: Double) -> Point {
    Point(first.x + (second.x - first.x) * share, first.y + (second.y - first.y) * share)
  }
}

/// An outline made of smooth curves; where two curves meet there may be a corner.
struct Path: Sendable {
  /// Each curve's points; it passes through all of them.
  var curves: [[Point]]
  var isClosed: Bool
  /// A closed path of one curve that has no corner at its start.
  var isRound = false

  /// An open line through the points.
  static func line(_ points: [Point]) -> Path { Path(curves: [points], isClosed: false) }

  /// A round outline through the points.
  static func round(_ points: [Point]) -> Path {
    Path(curves: [points], isClosed: true, isRound: true)
  }

  /// An outline of two lines with a corner at both ends: `over` one way and `under` back.
  static func lens(over: [Point], under: [Point]) -> Path {
    Path(curves: [over, under.reversed()], isClosed: true)
  }

  static func polygon(_ corners: [Point]) -> Path {
    Path(
      curves: corners.indices.map { [corners[$0], corners[($0 + 1) % corners.count]] },
      isClosed: true)
  }

  static func ellipse(_ centre: Point, _ radiusX: Double, _ radiusY: Double) -> Path {
    .round(
      (0..<12).map { step in
        let angle = Double(step) / 12 * 2 * .pi
        return centre.moved(radiusX * cos(angle), radiusY * sin(angle))
      })
  }

  var mirrored: Path {
    Path(
      curves: curves.map { $0.map(\.mirrored) }, isClosed: isClosed, isRound: isRound)
  }
}
