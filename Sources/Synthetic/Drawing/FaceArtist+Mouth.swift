import Foundation

/// Where the lips are, from the head's measures and the facial actions, in design units.
struct MouthShape {
  /// The right corner, as it is where both move alike, and where it is drawn.
  let corner, raisedCorner: Point
  /// The inner edges of both lips on the middle line.
  let upperY, lowerY: Double
  /// How thick the lips are.
  let upperLip, lowerLip: Double
  /// 0 for a round opening, 1 for a square one.
  let squareness: Double

  init(_ shape: HeadShape, _ actions: FacialActions) {
    let jaw = actions[.jawDrop]
    let square = actions[.squareMouth]
    let pull = actions[.lipCornerPull]
    let press = actions[.lipPress]
    let width =
      1 + 0.34 * pull + 0.34 * actions[.lipStretch] + 0.1 * square - 0.06 * press
      - 0.42 * actions[.lipPucker] - 0.2 * jaw * (1 - pull) * (1 - square)
      - 0.05 * actions[.lipCornerDepress]
    let size = 0.8 + 0.2 * shape.growth
    let gap =
      (21 * jaw + 13 * square + 3.5 * actions[.lipsPart]
        + 4.5 * actions[.upperLipRaise] * actions[.lipsPart]) * size
      - 2 * actions[.chinRaise]
    let top =
      shape.mouthY - 4.5 * actions[.upperLipRaise] - 5 * square - 1.5 * jaw
      - 2 * actions[.noseWrinkle] + 1.5 * pull - 2.5 * actions[.chinRaise] * (1 - square)
    upperY = top
    lowerY = top + max(gap, 0)
    corner = Point(
      shape.mouthHalfWidth * width,
      shape.mouthY + 0.28 * max(gap, 0) - 9 * pull + 8.5 * actions[.lipCornerDepress]
        - 2.5 * square + 1 * actions[.lipStretch])
    let raised = actions[.oneLipCorner]
    raisedCorner = raised > 0 ? corner.moved(3 * raised, -8 * raised) : corner
    squareness = min(1, 0.9 * square + 0.5 * actions[.lipStretch])
    let thin = (1 - 0.72 * press) * (1 - 0.28 * actions[.lipStretch]) * (1 - 0.18 * pull)
    upperLip = shape.upperLip * thin * (1 - 0.3 * square) * (1 + 0.3 * actions[.lipPucker])
    lowerLip = shape.lowerLip * thin * (1 - 0.2 * square) * (1 + 0.3 * actions[.lipPucker])
  }

  var isOpen: Bool { lowerY - upperY > 1.2 }
  var lowerOuterY: Double { lowerY + lowerLip }

  /// An edge from corner to corner through (0, y), moved down by `offset` except at the corners.
  func edge(_ y: Double, offset: Double = 0, bow: Double = 0) -> [Point] {
    let reach = 0.5 + 0.26 * squareness
    let fullness = 0.74 + 0.24 * squareness
    func half(_ corner: Point) -> (side: Point, near: Point) {
      let side = corner.y + (y - corner.y) * fullness + offset * 0.8
      let near = y + (corner.y - y) * 0.06 + offset
      return (Point(corner.x * reach, side), Point(corner.x * 0.16, near - bow * 0.4))
    }
    let (left, right) = (half(corner), half(raisedCorner))
    return [
      corner.mirrored, left.side.mirrored, left.near.mirrored,
      Point(0, y + offset + bow * 0.6), right.near, right.side, raisedCorner,
    ]
  }

  var upperOuter: [Point] { edge(upperY, offset: -upperLip, bow: min(upperLip, 4) * 0.55) }
  var upperInner: [Point] { edge(upperY) }
  var lowerInner: [Point] { edge(lowerY) }
  var lowerOuter: [Point] { edge(lowerY, offset: lowerLip) }
}

extension FaceArtist {
  var mouth: MouthShape { MouthShape(shape, actions) }

  func drawMouth() {
    let mouth = mouth
    // The groove above the lip.
    canvas.glow(
      Point(0, (shape.noseTipY + mouth.upperY) / 2 + 1), 3.2, 6, palette.shade, alpha: 0.3)
    canvas.fill(
      .lens(over: mouth.upperOuter, under: mouth.lowerOuter), palette.lip.scaled(0.96))
    let lowerLip = Path.lens(over: mouth.lowerInner, under: mouth.lowerOuter)
    canvas.fill(lowerLip, palette.lip.mixed(with: palette.light, 0.12))
    canvas.clipped(to: lowerLip) {
      canvas.glow(
        Point(0, mouth.lowerY + mouth.lowerLip * 0.5), mouth.corner.x * 0.5,
        mouth.lowerLip * 0.6, .white, alpha: 0.28)
    }
    let line = palette.lip.scaled(0.32, 0.22, 0.22)
    if mouth.isOpen {
      let opening = Path.lens(over: mouth.upperInner, under: mouth.lowerInner)
      canvas.clipped(to: opening) { drawMouthCavity(mouth, opening) }
      canvas.stroke(opening, line, width: 1.2, alpha: 0.8)
    } else {
      canvas.stroke(.line(mouth.upperInner), line, width: 2, alpha: 0.85)
    }
    for corner in [mouth.raisedCorner, mouth.corner.mirrored] {
      canvas.glow(corner, 4.5, 4, palette.shade.scaled(0.7), alpha: 0.55)
    }
  }

  private func drawMouthCavity(_ mouth: MouthShape, _ opening: Path) {
    canvas.fill(opening, Colour(0.25, 0.06, 0.07))
    let gap = mouth.lowerY - mouth.upperY
    if gap > 7 {
      let height = min(gap * 0.42, 9)
      canvas.fill(
        .ellipse(Point(0, mouth.lowerY + height * 0.1), mouth.corner.x * 0.6, height),
        Colour(0.78, 0.36, 0.38))
    }
    let tooth = Colour(0.95, 0.93, 0.87).mixed(with: Colour(0.86, 0.8, 0.66), 0.5 * shape.ageing)
    let shown = { (amount: Double) in min(max(amount, 0), 1) * shape.teeth }
    let upper = shown(
      0.25 + 0.9 * actions[.upperLipRaise] + actions[.lipCornerPull] + 0.35 * actions[.squareMouth]
        + 0.6 * actions[.lipStretch] - 0.7 * actions[.lipPucker])
    if upper > 0.05 {
      let height = min(7.5, gap * 0.75) * upper
      canvas.fill(
        .lens(over: mouth.edge(mouth.upperY - 2), under: mouth.edge(mouth.upperY + height)), tooth)
    }
    let lower = shown(
      0.8 * actions[.lipStretch] + 0.45 * actions[.squareMouth] + 0.3 * actions[.lipCornerDepress])
    if lower > 0.05 {
      let height = min(5, gap * 0.35) * lower
      canvas.fill(
        .lens(over: mouth.edge(mouth.lowerY - height), under: mouth.edge(mouth.lowerY + 2)), tooth)
    }
    canvas.stroke(.line(mouth.upperInner), .black, width: 3, alpha: 0.3)
  }

  /// A tongue that comes out over the lower lip.
  func drawTongue() {
    let out = actions[.tongueShow] * (mouth.isOpen ? 1 : 0)
    guard out > 0.35 else { return }
    let mouth = mouth
    let width = mouth.corner.x * (0.34 + 0.14 * out)
    let start = mouth.upperY + (mouth.lowerY - mouth.upperY) * 0.55
    let end = mouth.lowerY + mouth.lowerLip * 0.4 + 7 * out
    let pink = Colour(0.84, 0.42, 0.44)
    let tongue = Path.round([
      Point(-width, start + 2), Point(0, start), Point(width, start + 2),
      Point(width * 0.95, end - 4), Point(0, end), Point(-width * 0.95, end - 4),
    ])
    canvas.fill(tongue, pink)
    canvas.stroke(tongue, pink.scaled(0.7), width: 1.2, alpha: 0.8)
    canvas.stroke(
      .line([Point(0, start + 3), Point(0, end - 4)]), pink.scaled(0.72), width: 1.3, alpha: 0.7)
  }
}
