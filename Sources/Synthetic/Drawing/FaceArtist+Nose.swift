import Foundation

extension FaceArtist {
  var noseTip: Point { Point(0, shape.noseTipY - 3 * actions[.noseWrinkle]) }

  var noseHalfWidth: Double {
    shape.noseHalfWidth * (1 + 0.16 * actions[.noseWrinkle] + 0.08 * actions[.squareMouth])
  }

  func drawNose() {
    let wrinkle = actions[.noseWrinkle]
    let tip = noseTip
    let half = noseHalfWidth
    let bridgeTop = Point(0, shape.eyeY - 2)
    // The bridge: light in the middle, shade beside it.
    let bridgeMiddle = Point.between(bridgeTop, tip, 0.45)
    let bridgeLength = (tip.y - bridgeTop.y) / 2
    for side in [-1.0, 1.0] {
      canvas.glow(
        bridgeMiddle.moved(side * (half * 0.72 + 1), 0), half * 0.5, bridgeLength * 1.15,
        palette.shade, alpha: 0.2 + 0.25 * shape.growth)
      canvas.glow(
        tip.moved(side * half * 0.95, -3), 5, 7, palette.shade, alpha: 0.42)
    }
    canvas.glow(
      bridgeMiddle, half * 0.42, bridgeLength, palette.light, alpha: 0.3 + 0.3 * shape.growth)
    canvas.glow(tip.moved(0, 5), half * 1.15, 6, palette.shade, alpha: 0.6)
    canvas.glow(tip.moved(0, -5), half * 0.75, 7, palette.light, alpha: 0.6)
    for side in [-1.0, 1.0] {
      let lift = 2.2 * wrinkle
      let wing = Path.line([
        tip.moved(side * half * 0.88, -8 - lift), tip.moved(side * half * 1.08, -3 - lift),
        tip.moved(side * half * 0.92, 1 - lift), tip.moved(side * half * 0.6, 1.2),
      ])
      canvas.stroke(wing, palette.shade, width: 1.5, alpha: 0.7)
      canvas.fill(
        .ellipse(tip.moved(side * half * 0.46, 0.8), half * 0.27, 1.5 + 0.7 * wrinkle),
        palette.shade.scaled(0.4), alpha: 0.85)
    }
    let nostrils = Path.line([
      tip.moved(-half * 0.5, 2.4), tip.moved(0, 4), tip.moved(half * 0.5, 2.4),
    ])
    canvas.stroke(nostrils, palette.shade, width: 1.2, alpha: 0.45)
    drawBridgeWrinkles(wrinkle, half)
  }

  private func drawBridgeWrinkles(_ strength: Double, _ half: Double) {
    guard strength > 0.1 else { return }
    let top = shape.eyeY + 2
    for row in 0..<3 {
      let y = top + Double(row) * 4.6
      let wide = half * (0.5 + 0.12 * Double(row))
      canvas.stroke(
        .line([Point(-wide, y + 2), Point(0, y - 1), Point(wide, y + 2)]), palette.shade,
        width: 1.3, alpha: 0.75 * strength)
    }
    for side in [-1.0, 1.0] {
      canvas.stroke(
        .line([
          Point(side * half * 0.75, top + 4), Point(side * (half * 0.75 + 5), top + 12),
        ]), palette.shade, width: 1.3, alpha: 0.7 * strength)
    }
  }
}
