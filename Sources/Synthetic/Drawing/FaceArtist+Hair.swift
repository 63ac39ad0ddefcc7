import Foundation
import Support

extension FaceArtist {
  /// Small children's hair is short and sparse whatever it becomes.
  private var style: HairStyle {
    if age < 2 { return .cropped }
    if age < 4, identity.hairStyle != .curly, identity.hairStyle != .bob { return .short }
    return identity.hairStyle
  }

  /// What hangs behind the head.
  func drawBackHair() {
    let colour = palette.hair.scaled(0.72)
    switch style {
    case .long:
      let half = shape.cheekHalfWidth + 17
      canvas.fill(
        .round([
          Point(0, shape.crownY - 9), Point(half * 0.85, -70), Point(half, -10),
          Point(half + 3, 60), Point(half - 4, 125), Point(0, 130), Point(-half + 4, 125),
          Point(-half - 3, 60), Point(-half, -10), Point(-half * 0.85, -70),
        ]), colour)
    case .bob:
      let half = shape.cheekHalfWidth + 15
      canvas.fill(
        .round([
          Point(0, shape.crownY - 8), Point(half * 0.85, -68), Point(half, -8),
          Point(half + 2, 40), Point(half * 0.8, 62), Point(-half * 0.8, 62),
          Point(-half - 2, 40), Point(-half, -8), Point(-half * 0.85, -68),
        ]), colour)
    case .curly:
      var generator = SeededGenerator(seed: identity.detailSeed, stream: "curls")
      let half = shape.templeHalfWidth + 6
      for step in 0..<22 {
        let angle = .pi + Double(step) / 21 * .pi
        let centre = Point(
          half * cos(angle) * 1.05,
          -18 + (78 + generator.uniform(-3, 3)) * sin(angle) + 10 * cos(angle) * cos(angle))
        let radius = generator.uniform(11, 15)
        canvas.fill(.ellipse(centre, radius, radius), colour)
      }
    case .short, .sidePart, .fringe, .tiedBack, .cropped: break
    }
  }

  /// What grows over the skull down to the hairline, and locks beside the face.
  func drawFrontHair() {
    let cap = hairCap()
    // A soft rim; a baby's down is soft all over.
    let density = min(1, 0.2 + shape.hairAmount)
    for width in [8.0, 4] {
      canvas.stroke(cap, palette.hair, width: width, alpha: 0.22 * density)
    }
    canvas.fill(cap, palette.hair, alpha: density)
    canvas.clipped(to: cap) { drawStrands() }
    drawHairlineStrands()
    drawLocks()
  }

  /// Single hairs that cross the hairline.
  private func drawHairlineStrands() {
    var generator = SeededGenerator(seed: identity.detailSeed, stream: "hairline")
    let line = hairline(earY)
    for index in 1..<(line.count - 2) {
      for _ in 0..<5 {
        let root = Point.between(line[index], line[index + 1], generator.uniform())
        let tip = root.moved(generator.uniform(-3, 3), generator.uniform(2, 6))
        canvas.stroke(
          .line([root.moved(0, -4), tip]), palette.hair, width: 1.2,
          alpha: 0.55 * shape.hairAmount)
      }
    }
  }

  private var earY: Double { shape.eyeY + (style == .cropped ? -14 : -2) }

  private func hairCap() -> Path {
    let volume = margin * min(1, shape.hairAmount)
    let temple = shape.templeHalfWidth
    let over = [
      Point(-shape.cheekHalfWidth - volume * 0.5, earY), Point(-temple - volume, shape.crownY + 45),
      Point(-temple * 0.66 - volume * 0.8, shape.crownY + 12 - volume),
      Point(0, shape.crownY - volume),
      Point(temple * 0.66 + volume * 0.8, shape.crownY + 12 - volume),
      Point(temple + volume, shape.crownY + 45), Point(shape.cheekHalfWidth + volume * 0.5, earY),
    ]
    return .lens(over: over, under: hairline(earY))
  }

  private var margin: Double {
    switch style {
    case .curly: 9
    case .short, .fringe, .long, .bob: 6
    case .sidePart: 7
    case .tiedBack: 3
    case .cropped: 2
    }
  }

  private func hairline(_ earY: Double) -> [Point] {
    let top = shape.hairlineY
    let temple = shape.templeHalfWidth
    let side = temple * 0.93
    switch style {
    case .fringe, .bob:
      let low = shape.browY - 7
      return [
        Point(-shape.cheekHalfWidth + 3, earY), Point(-side + 3, low - 4),
        Point(-side * 0.5, low), Point(0, low - 3), Point(side * 0.5, low),
        Point(side - 3, low - 4), Point(shape.cheekHalfWidth - 3, earY),
      ]
    case .sidePart:
      return [
        Point(-shape.cheekHalfWidth + 3, earY), Point(-side + 2, top + 24),
        Point(-side * 0.55, top - 4), Point(0, top + 3), Point(side * 0.55, top + 14),
        Point(side - 3, top + 27), Point(shape.cheekHalfWidth - 3, earY),
      ]
    case .long:
      return [
        Point(-shape.cheekHalfWidth + 8, earY + 8), Point(-side + 9, top + 30),
        Point(-side * 0.45, top + 6), Point(0, top - 8), Point(side * 0.45, top + 6),
        Point(side - 9, top + 30), Point(shape.cheekHalfWidth - 8, earY + 8),
      ]
    case .short, .curly, .tiedBack, .cropped:
      return [
        Point(-shape.cheekHalfWidth + 2, earY), Point(-side + 2, top + 27),
        Point(-side * 0.62, top + 6), Point(0, top - 2), Point(side * 0.62, top + 6),
        Point(side - 2, top + 27), Point(shape.cheekHalfWidth - 2, earY),
      ]
    }
  }

  /// Lighter and darker lines along the hair.
  private func drawStrands() {
    var generator = SeededGenerator(seed: identity.detailSeed, stream: "strands")
    canvas.glow(
      Point(-18, shape.crownY + 14), 46, 20, palette.hair.mixed(with: .white, 0.45), alpha: 0.4)
    let parting = style == .sidePart ? -shape.templeHalfWidth * 0.5 : 0
    for _ in 0..<18 {
      let x = generator.uniform(-1.1, 1.1) * shape.templeHalfWidth
      let bend = generator.uniform(-3, 3)
      let strand: [Point] = [
        Point(parting + (x - parting) * 0.25, shape.crownY - 4),
        Point(parting + (x - parting) * 0.8 + bend, shape.crownY + 20),
        Point(x + (x > 0 ? 5 : -5), shape.hairlineY + 44),
      ]
      let lighter = generator.uniform() < 0.5
      canvas.stroke(
        .line(strand), lighter ? palette.hair.mixed(with: .white, 0.3) : palette.hair.scaled(0.6),
        width: generator.uniform(0.8, 1.9), alpha: 0.35)
    }
  }

  private func drawLocks() {
    let length: Double
    switch style {
    case .long: length = 112
    case .bob: length = 56
    default: return
    }
    let edge = shape.cheekHalfWidth
    for side in [-1.0, 1.0] {
      let lock = Path.round([
        Point(side * (edge - 5), shape.eyeY - 30), Point(side * (edge - 4), shape.eyeY + 10),
        Point(side * (edge - 1), length * 0.6), Point(side * (edge + 4), length),
        Point(side * (edge + 14), length * 0.9), Point(side * (edge + 15), 0),
        Point(side * (edge + 8), shape.eyeY - 42),
      ])
      canvas.fill(lock, palette.hair)
      for offset in [2.0, 8] {
        canvas.stroke(
          .line([
            Point(side * (edge + offset), shape.eyeY - 20),
            Point(side * (edge + offset + 2), length * 0.8),
          ]), palette.hair.mixed(with: .white, 0.25), width: 1.2, alpha: 0.35)
      }
    }
  }
}
