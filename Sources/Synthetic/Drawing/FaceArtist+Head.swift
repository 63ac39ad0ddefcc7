import Foundation
import Support

extension FaceArtist {
  func drawBackground() {
    let corner = Point(100, 100)
    canvas.fill(
      .polygon([Point(-100, -100), Point(100, -100), corner, Point(-100, 100)]),
      from: Point(-60, -100), view.background[0], to: corner, view.background[1])
    var generator = SeededGenerator(seed: view.seed, stream: "background")
    for _ in 0..<5 {
      let centre = Point(generator.uniform(-110, 110), generator.uniform(-110, 110))
      let tint = view.background[generator.integer(below: 2)].scaled(generator.uniform(0.6, 1.5))
      canvas.glow(
        centre, generator.uniform(20, 70), generator.uniform(20, 70), tint, alpha: 0.7)
    }
  }

  func drawNeck() {
    let half = 24 + 14 * shape.growth + (identity.sex == .male ? 6 * shape.maturity : 0)
    let neck = Path.polygon([
      Point(-half, 40), Point(half, 40), Point(half + 4, 125), Point(-half - 4, 125),
    ])
    canvas.fill(neck, palette.skin.mixed(with: palette.shade, 0.45))
    canvas.clipped(to: neck) {
      canvas.glow(Point(0, chinY + 2), half + 14, 26, palette.shade.scaled(0.7), alpha: 0.75)
    }
    let collar = Path.round([
      Point(-130, 130), Point(-95, 104), Point(-half - 6, 94), Point(0, 108),
      Point(half + 6, 94), Point(95, 104), Point(130, 130), Point(0, 150),
    ])
    canvas.fill(collar, identity.clothes)
    canvas.stroke(collar, identity.clothes.scaled(0.7), width: 2, alpha: 0.6)
  }

  func drawEars() {
    let height = 13 + 4 * shape.growth
    for side in [-1.0, 1.0] {
      let turn = -side * view.yaw * 12
      let centre = Point(
        side * (shape.cheekHalfWidth + 1.5 + turn * side * -1 * 0.3),
        (shape.eyeY + shape.noseTipY) / 2 - 2)
      let ear = Path.ellipse(centre, 8.5, height)
      canvas.fill(ear, palette.skin.mixed(with: palette.shade, 0.25))
      canvas.glow(centre.moved(side * 1, 0), 5, height * 0.7, palette.shade, alpha: 0.55)
    }
  }

  /// The skull with its base colour; the rim is in shade.
  func drawHead() {
    let outline = headOutline()
    canvas.fill(outline, palette.skin.mixed(with: palette.shade, 0.28))
    canvas.clipped(to: outline) {
      let middle = (shape.crownY + chinY) / 2
      canvas.glow(
        Point(0, middle + 4), shape.cheekHalfWidth * 1.5, 138, palette.skin, alpha: 1)
      canvas.glow(Point(0, middle), shape.cheekHalfWidth, 92, palette.skin, alpha: 0.75)
    }
    canvas.stroke(outline, palette.shade, width: 1.4, alpha: 0.35)
  }

  /// Light and shade on forehead, cheeks, eye sockets and chin, and the blood in the cheeks.
  func drawComplexion() {
    let cheekLift = 5 * actions[.cheekRaise] + 3 * actions[.lipCornerPull]
    let cheekX = shape.cheekHalfWidth * 0.62
    let cheekY = (shape.noseTipY + shape.mouthY) / 2 - 6 - cheekLift
    let crying = max(actions[.squareMouth], 0)
    let blush = 0.3 - 0.16 * shape.growth + 0.2 * crying + 0.06 * actions[.lipCornerPull]
    let blood = palette.skin.scaled(1.04, 0.66, 0.62)
    canvas.glow(Point(0, shape.browY - 22), 44, 26, palette.light, alpha: 0.4)
    canvas.glow(Point(0, chinY - 13), 15, 9, palette.light, alpha: 0.3)
    if crying > 0.2 {
      canvas.glow(Point(0, shape.browY - 8), 52, 30, blood, alpha: 0.25 * crying)
    }
    for side in [-1.0, 1.0] {
      canvas.glow(Point(side * cheekX, cheekY + 3), 25, 21, blood, alpha: blush)
      canvas.glow(
        Point(side * cheekX * 0.98, cheekY - 5), 19, 13, palette.light,
        alpha: 0.34 + 0.3 * actions[.cheekRaise] * shape.growth)
      canvas.glow(
        Point(side * shape.eyeHalfSpacing, shape.eyeY - 4), shape.eyeHalfWidth * 1.55, 17,
        palette.shade, alpha: 0.34 + 0.12 * shape.ageing)
      // Hollow cheeks of grown-ups.
      canvas.glow(
        Point(side * shape.jawHalfWidth * 0.98, shape.mouthY - 2), 17, 34, palette.shade,
        alpha: 0.34 * max(0, shape.growth - 0.45))
    }
    drawBeard()
  }

  private func drawBeard() {
    let strength = identity.beard * min(max((age - 16) / 5, 0), 1)
    guard strength > 0 else { return }
    let colour = palette.hair.mixed(with: palette.skin, 0.2)
    canvas.glow(Point(0, chinY - 6), 50, 30, colour, alpha: 0.8 * strength)
    canvas.glow(
      Point(0, (shape.noseTipY + shape.mouthY) / 2 + 1), shape.mouthHalfWidth * 1.3, 10, colour,
      alpha: 0.65 * strength)
    for side in [-1.0, 1.0] {
      canvas.glow(
        Point(side * shape.jawHalfWidth * 0.98, shape.mouthY), 22, 58, colour,
        alpha: 0.75 * strength)
      canvas.glow(
        Point(side * shape.jawHalfWidth * 0.62, chinY - 18), 24, 24, colour,
        alpha: 0.6 * strength)
    }
  }

  /// Freckles, and the spots of the teens.
  func drawBlemishes() {
    var generator = SeededGenerator(seed: identity.detailSeed, stream: "blemishes")
    let freckles = Int(16 * identity.freckles * min(1, age / 5))
    for _ in 0..<freckles {
      let place = Point(
        generator.normal(standardDeviation: 26),
        shape.noseTipY - 10 + generator.normal(standardDeviation: 7))
      canvas.glow(place, 1.9, 1.9, palette.shade, alpha: 0.6)
    }
    let spotty = max(0, 1 - abs(age - 15.5) / 3.5)
    for _ in 0..<Int(9 * spotty) {
      let onForehead = generator.uniform() < 0.4
      let place = Point(
        generator.uniform(-1, 1) * shape.jawHalfWidth * 0.8,
        onForehead
          ? shape.browY - generator.uniform(8, 26) : shape.mouthY + generator.uniform(-22, 22))
      canvas.glow(
        place, 2.6, 2.6, palette.skin.scaled(0.95, 0.55, 0.52), alpha: 0.65 * spotty)
    }
  }
}
