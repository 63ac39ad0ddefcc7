import Foundation

extension FaceArtist {
  /// How far the lids stand from the middle of the eye, in design units; the lower one may pass it.
  var lids: (upper: Double, lower: Double) {
    let upper =
      1 + 0.62 * actions[.upperLidRaise] - 0.4 * actions[.lidTighten] - 0.2 * actions[.cheekRaise]
      - 1.05 * actions[.eyesClose] - 0.25 * actions[.noseWrinkle]
    let lower =
      1 + 0.35 * actions[.upperLidRaise] - 0.55 * actions[.lidTighten]
      - 0.75 * actions[.cheekRaise] - 0.45 * actions[.eyesClose] - 0.3 * actions[.noseWrinkle]
    return (shape.upperOpening * upper, shape.lowerOpening * lower)
  }

  func eyeCorners(_ side: Double) -> (inner: Point, outer: Point) {
    let middle = Point(side * shape.eyeHalfSpacing, shape.eyeY)
    return (
      middle.moved(-side * shape.eyeHalfWidth, 1),
      middle.moved(side * shape.eyeHalfWidth, -identity.proportions.eyeSlant)
    )
  }

  func drawEye(_ side: Double) {
    let middle = Point(side * shape.eyeHalfSpacing, shape.eyeY)
    let half = shape.eyeHalfWidth
    let slant = identity.proportions.eyeSlant
    let (upper, lower) = lids
    let (inner, outer) = eyeCorners(side)
    /// A lid's line from corner to corner whose middle is `height` above the eye's.
    func lid(_ height: Double) -> [Point] {
      [
        inner, middle.moved(-side * half * 0.52, -height * 0.8),
        middle.moved(side * half * 0.08, -height),
        middle.moved(side * half * 0.6, -height * 0.74 - slant * 0.5), outer,
      ]
    }
    let opening = upper + lower
    drawCrease(side, lid: lid, upper: upper)
    if opening > 1 {
      let eye = Path.lens(over: lid(upper), under: lid(-lower))
      canvas.clipped(to: eye) { drawEyeball(middle, upper: upper, eye: eye, lid: lid) }
      canvas.stroke(.line(lid(-lower)), palette.shade, width: 1.1, alpha: 0.55)
    }
    let seam = opening > 1 ? upper : -lower
    let lash = palette.hair.mixed(with: .black, 0.6)
    let painted = identity.sex == .female ? 0.9 * shape.maturity : 0
    canvas.stroke(
      .line(lid(seam)), lash, width: 1.5 + 0.7 * shape.growth + painted, alpha: 0.92)
    drawLashes(side, lid(seam), lash, strength: painted + 0.4)
  }

  private func drawEyeball(
    _ middle: Point, upper: Double, eye: Path, lid: (Double) -> [Point]
  ) {
    canvas.fill(eye, Colour(0.93, 0.91, 0.89).mixed(with: palette.skin, 0.12))
    let radius = shape.irisRadius
    let iris = middle.moved(
      view.gaze.x * shape.eyeHalfWidth * 0.4, view.gaze.y * 3 - radius * 0.12)
    canvas.fill(.ellipse(iris, radius, radius), palette.iris.scaled(0.55))
    canvas.fill(.ellipse(iris, radius * 0.84, radius * 0.84), palette.iris)
    canvas.glow(
      iris.moved(0, radius * 0.4), radius * 0.75, radius * 0.5,
      palette.iris.mixed(with: .white, 0.45), alpha: 0.6)
    canvas.fill(.ellipse(iris, radius * 0.44, radius * 0.44), Colour(0.03, 0.03, 0.04))
    // The upper lid's shadow.
    canvas.stroke(.line(lid(upper)), .black, width: 5, alpha: 0.22)
    let spark = iris.moved(-radius * 0.34, -radius * 0.36)
    canvas.fill(.ellipse(spark, radius * 0.22, radius * 0.22), .white, alpha: 0.95)
  }

  /// The fold above the upper lid, and those that squeezing makes below and beside the eye.
  private func drawCrease(_ side: Double, lid: (Double) -> [Point], upper: Double) {
    let height = max(upper, 0) + 3.4 + 0.8 * shape.growth
    let crease = lid(height).dropFirst().map { $0.moved(side * 0.6, 0) }
    canvas.stroke(.line(Array(crease)), palette.shade, width: 1.2, alpha: 0.55)
    let squeeze = max(
      actions[.cheekRaise], actions[.lidTighten] * 0.6, actions[.eyesClose] * 0.8)
    let pouch = 0.2 + 0.5 * squeeze + 0.4 * shape.ageing
    let below = lid(-(shape.lowerOpening + 4.5)).dropFirst().dropLast()
    canvas.stroke(.line(Array(below)), palette.shade, width: 1.3, alpha: min(pouch, 0.9) * 0.75)
    // Crow's feet need an older skin.
    let feet = min(1, squeeze * shape.ageing * 1.6 + 0.35 * shape.ageing)
    guard feet > 0.05 else { return }
    let corner = Point(side * (shape.eyeHalfSpacing + shape.eyeHalfWidth + 4), shape.eyeY)
    for (rise, length) in [(-5.0, 8.0), (0.5, 9.0), (6.0, 8.0)] {
      canvas.stroke(
        .line([corner.moved(0, rise * 0.3), corner.moved(side * length, rise)]), palette.shade,
        width: 1.1, alpha: 0.7 * feet)
    }
  }

  private func drawLashes(_ side: Double, _ seam: [Point], _ colour: Colour, strength: Double) {
    guard let outer = seam.last else { return }
    let length = 3 * strength
    canvas.stroke(
      .line([outer, outer.moved(side * length, -length * 0.8)]), colour, width: 1.2, alpha: 0.8)
  }

  /// The brow's inner end, middle and outer end.
  func browPoints(_ side: Double) -> [Point] {
    let own = identity.proportions
    let lift = { (inner: Double, outer: Double, lower: Double) in
      -inner * actions[.innerBrowRaise] - outer * actions[.outerBrowRaise]
        + lower * actions[.browLower] + 1.5 * actions[.noseWrinkle]
    }
    let innerX = shape.eyeHalfSpacing - shape.eyeHalfWidth - 1 - 4 * actions[.browLower]
    return [
      Point(side * innerX, shape.browY + 2 + lift(11, 1, 9.5)),
      Point(side * (shape.eyeHalfSpacing + 1), shape.browY - 2.5 - own.browArch + lift(5, 7, 5)),
      Point(
        side * (shape.eyeHalfSpacing + shape.eyeHalfWidth + 6), shape.browY + 5 + lift(-1, 9, 1)),
    ]
  }

  func drawBrow(_ side: Double) {
    let points = browPoints(side)
    let (inner, middle, outer) = (points[0], points[1], points[2])
    let thick = shape.browThickness
    let over = [inner.moved(0, -thick * 0.45), middle.moved(0, -thick * 0.6), outer]
    let under = [inner.moved(side * 0.6, thick * 0.6), middle.moved(0, thick * 0.4), outer]
    let colour = palette.hair.mixed(with: .black, 0.25)
    let brow = Path.lens(over: over, under: under)
    canvas.stroke(brow, colour, width: 2.2, alpha: 0.22 * shape.browStrength)
    canvas.fill(brow, colour, alpha: shape.browStrength)
  }
}
