import Foundation
import Support

extension FaceArtist {
  func drawGlasses() {
    var generator = SeededGenerator(seed: identity.detailSeed, stream: "glasses")
    let frame = Colour.along(
      [Colour(0.05, 0.05, 0.06), Colour(0.3, 0.14, 0.08), Colour(0.6, 0.6, 0.62)],
      generator.uniform())
    let radiusX = shape.eyeHalfWidth + 6
    let radiusY = shape.eyeHalfWidth * generator.uniform(0.75, 1)
    let thickness = generator.uniform(1.6, 3.2)
    for side in [-1.0, 1.0] {
      let centre = Point(side * shape.eyeHalfSpacing, shape.eyeY + 2)
      let glass = Path.ellipse(centre, radiusX, radiusY)
      canvas.fill(glass, .white, alpha: 0.08)
      canvas.stroke(glass, frame, width: thickness)
      canvas.stroke(
        .line([
          centre.moved(side * radiusX, -2),
          Point(side * (shape.cheekHalfWidth + 2), shape.eyeY - 4),
        ]), frame, width: thickness)
    }
    let inner = shape.eyeHalfSpacing - radiusX
    canvas.stroke(
      .line([Point(-inner, shape.eyeY), Point(0, shape.eyeY - 2.5), Point(inner, shape.eyeY)]),
      frame, width: thickness)
  }

  func drawOccluder() {
    switch view.occluder {
    case .hat(let colour): drawHat(colour)
    case .hand(let side): drawHand(side)
    case .dummy(let colour): drawDummy(colour)
    case nil: break
    }
  }

  private func drawHat(_ colour: Colour) {
    let half = shape.templeHalfWidth + 10
    let rim = shape.browY - 20
    let hat = Path.round([
      Point(-half, rim), Point(-half + 2, rim - 30), Point(-half * 0.6, shape.crownY - 8),
      Point(0, shape.crownY - 16), Point(half * 0.6, shape.crownY - 8), Point(half - 2, rim - 30),
      Point(half, rim), Point(0, rim - 6),
    ])
    canvas.fill(hat, colour)
    let band = Path.lens(
      over: [Point(-half - 3, rim - 10), Point(0, rim - 20), Point(half + 3, rim - 10)],
      under: [Point(-half - 3, rim + 5), Point(0, rim - 4), Point(half + 3, rim + 5)])
    canvas.fill(band, colour.scaled(0.75))
    for x in stride(from: -0.9, through: 0.9, by: 0.2) {
      canvas.stroke(
        .line([
          Point(x * half, rim - 17 + 6 * x * x), Point(x * half, rim - 3 + 6 * x * x),
        ]), colour.scaled(0.6), width: 1.5, alpha: 0.5)
    }
  }

  private func drawHand(_ side: Double) {
    let skin = palette.skin.mixed(with: palette.shade, 0.12)
    let palm = Point(side * (shape.cheekHalfWidth + 8), 108)
    let fingertips = [(0.5, 8.0), (0.72, -4), (0.96, -8), (1.2, 0)]
    for (finger, (x, y)) in fingertips.enumerated() {
      let tip = Point(side * shape.cheekHalfWidth * x, shape.noseTipY + y)
      let root = palm.moved(side * (Double(finger) - 2) * 9, 0)
      let knuckle = Point.between(tip, root, 0.5).moved(side * 4, 0)
      let line = Path.line([tip, knuckle, root])
      canvas.stroke(line, palette.shade, width: 14)
      canvas.stroke(line, skin, width: 12)
      canvas.glow(tip, 5, 6, palette.light, alpha: 0.6)
    }
  }

  private func drawDummy(_ colour: Colour) {
    let centre = Point(0, shape.mouthY + 2)
    canvas.fill(.ellipse(centre, 25, 15), colour)
    canvas.stroke(.ellipse(centre, 25, 15), colour.scaled(0.7), width: 1.5)
    canvas.fill(.ellipse(centre, 8, 8), colour.scaled(0.8))
    canvas.stroke(.ellipse(centre.moved(0, 9), 8, 9), colour.mixed(with: .white, 0.4), width: 2.5)
  }
}
