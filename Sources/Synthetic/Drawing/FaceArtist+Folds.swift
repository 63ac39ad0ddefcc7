import Foundation

extension FaceArtist {
  /// The lines that actions and age draw into the skin.
  func drawFolds() {
    drawForeheadLines()
    drawGlabellaLines()
    for side in [-1.0, 1.0] { drawCheekFold(side) }
    drawChin()
  }

  /// Across the forehead where the brows go up; a small child's fat hides them.
  private func drawForeheadLines() {
    let raise = 0.5 * (actions[.innerBrowRaise] + actions[.outerBrowRaise])
    let strength = min(
      1, raise * (0.15 + 0.45 * shape.growth) + shape.ageing * (0.35 + 0.6 * raise))
    guard strength > 0.05 else { return }
    let half = shape.templeHalfWidth * 0.6
    let onlyInner = max(0, actions[.innerBrowRaise] - actions[.outerBrowRaise])
    let wide = half * (1 - 0.45 * onlyInner)
    for row in 0..<3 {
      let y = shape.browY - 13 - 7 * Double(row) - 3 * raise
      canvas.stroke(
        .line([
          Point(-wide, y + 2), Point(-wide * 0.4, y - 1), Point(wide * 0.4, y - 1),
          Point(wide, y + 2),
        ]), palette.shade, width: 1.3, alpha: 0.55 * strength)
    }
  }

  /// Upright lines between lowered brows.
  private func drawGlabellaLines() {
    let lower = actions[.browLower]
    let strength = min(1, lower * (0.45 + 0.45 * shape.growth) + 0.25 * shape.ageing)
    guard strength > 0.05 else { return }
    canvas.glow(
      Point(0, shape.browY + 5), 12, 12, palette.shade, alpha: 0.5 * lower)
    for side in [-1.0, 1.0] {
      canvas.stroke(
        .line([
          Point(side * 4.2, shape.browY - 5 + 3 * lower),
          Point(side * 3.4, shape.browY + 8 + 2 * lower),
        ]), palette.shade, width: 1.5, alpha: 0.7 * strength)
    }
  }

  /// From the nose to beyond the corner of the mouth.
  private func drawCheekFold(_ side: Double) {
    let pull = actions[.lipCornerPull]
    let effort =
      0.55 * pull + 0.6 * actions[.upperLipRaise] + 0.35 * actions[.noseWrinkle]
      + 0.45 * actions[.squareMouth] + 0.25 * actions[.lipStretch]
    let strength = min(1, effort * (0.5 + 0.35 * shape.growth) + 0.6 * shape.ageing)
    guard strength > 0.05 else { return }
    let corner = mouth.corner
    let start = Point(
      side * (shape.noseHalfWidth + 2.5), shape.noseTipY - 3 - 3 * actions[.noseWrinkle])
    let bend = Point(
      side * (corner.x * 0.82 + 6 + 3 * pull + 3 * actions[.squareMouth]),
      Point.between(start, corner, 0.52).y)
    let end = Point(side * (corner.x + 6 + 2 * pull), corner.y + 3)
    canvas.stroke(
      .line([start, bend, end]), palette.shade, width: 1.5 + 0.6 * effort,
      alpha: 0.62 * strength)
    if shape.ageing > 0.4 || actions[.lipCornerDepress] > 0.4 {
      let droop = min(1, 0.5 * shape.ageing + 0.6 * actions[.lipCornerDepress])
      canvas.stroke(
        .line([
          Point(side * (corner.x + 2.5), corner.y + 2), Point(side * (corner.x + 4), corner.y + 9),
        ]), palette.shade, width: 1.4, alpha: 0.6 * droop)
    }
  }

  /// A raised chin is dimpled and pushes the lower lip up.
  private func drawChin() {
    let raise = actions[.chinRaise]
    let below = mouth.lowerOuterY + 4
    canvas.glow(Point(0, below), mouth.corner.x * 0.75, 5, palette.shade, alpha: 0.5)
    guard raise > 0.1 else { return }
    canvas.stroke(
      .line([Point(-11, below + 5), Point(0, below + 1.5), Point(11, below + 5)]), palette.shade,
      width: 1.5, alpha: 0.6 * raise)
    for x in [-5.0, 0, 5] {
      canvas.glow(Point(x, below + 8), 2.5, 2.5, palette.shade, alpha: 0.5 * raise)
    }
  }
}
