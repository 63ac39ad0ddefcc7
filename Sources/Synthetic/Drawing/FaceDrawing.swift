import Foundation
import Support

/// Everything that a synthetic face depends on.
public struct FaceDrawing: Sendable, Equatable {
  public var identity: FaceIdentity
  /// The age that the head shows, in years, 0 to 90.
  public var appearanceAgeInYears: Double
  public var actions: FacialActions
  public var view: FaceView

  public init(
    identity: FaceIdentity, appearanceAgeInYears: Double, actions: FacialActions,
    view: FaceView = .plain
  ) {
    self.identity = identity
    self.appearanceAgeInYears = appearanceAgeInYears
    self.actions = actions
    self.view = view
  }

  /// Draws the face, which fills the image as in an aligned face chip.
  /// - Returns: size × size × 3 RGB bytes, row by row.
  /// - Throws: `SmilestoneError` when Cairo has no memory.
  public func render(sizeInPixels: Int) throws -> [UInt8] {
    precondition(sizeInPixels > 0, "an image needs pixels")
    // Small images are drawn larger and shrunk, as a camera does.
    let oversampling = sizeInPixels < 64 ? 2 : 1
    let canvas = try Canvas(sizeInPixels: sizeInPixels * oversampling)
    let artist = FaceArtist(canvas: canvas, drawing: self)
    artist.draw()
    var finish = ImageFinish(
      rgb: try canvas.pixels(), size: canvas.sizeInPixels, shrinkBy: oversampling)
    return finish.apply(view)
  }

  /// The face as a PNG file's content.
  public func png(sizeInPixels: Int) throws -> Data {
    try PNGFile.encode(
      rgb: try render(sizeInPixels: sizeInPixels), width: sizeInPixels, height: sizeInPixels)
  }
}

/// Draws one face on one canvas; each feature has a file of its own.
struct FaceArtist {
  let canvas: Canvas
  let identity: FaceIdentity
  let actions: FacialActions
  let view: FaceView
  let age: Double
  let shape: HeadShape
  let palette: FacePalette

  init(canvas: Canvas, drawing: FaceDrawing) {
    self.canvas = canvas
    identity = drawing.identity
    actions = drawing.actions
    view = drawing.view
    age = drawing.appearanceAgeInYears
    shape = HeadShape(ageInYears: age, identity: identity)
    palette = FacePalette(identity, shape: shape)
  }

  /// Paints from back to front.
  func draw() {
    drawBackground()
    canvas.transformed(shift: view.shift, turn: view.roll, scale: view.scale) {
      drawBackHair()
      drawNeck()
      drawEars()
      drawHead()
      canvas.project = turned
      canvas.clipped(to: unturned(headOutline())) {
        drawComplexion()
        drawFolds()
        drawNose()
        drawMouth()
        for side in [-1.0, 1.0] {
          drawEye(side)
          drawBrow(side)
        }
        drawBlemishes()
      }
      drawFrontHair()
      drawTongue()
      if view.glasses { drawGlasses() }
      canvas.project = { $0 }
      drawOccluder()
    }
  }

  /// Where a point of the face is seen once the head is turned: the face lies on an ellipsoid.
  func turned(_ point: Point) -> Point {
    let x = point.x / (shape.cheekHalfWidth + 14)
    let y = point.y / 112
    let depth = 72 * max(0, 1 - x * x - y * y).squareRoot()
    return Point(
      point.x * cos(view.yaw) + depth * sin(view.yaw),
      point.y * cos(view.pitch) + depth * sin(view.pitch))
  }

  /// The head's outline stays where it is when the head turns a little. Points that `turned` will
  /// move are moved back first.
  private func unturned(_ path: Path) -> Path {
    Path(
      curves: path.curves.map { curve in
        curve.map { point in
          let moved = turned(point)
          return Point(2 * point.x - moved.x, 2 * point.y - moved.y)
        }
      }, isClosed: path.isClosed, isRound: path.isRound)
  }

  /// The jaw goes down with the mouth.
  var chinY: Double {
    shape.chinY + 9 * actions[.jawDrop] + 3 * actions[.squareMouth] - 2 * actions[.chinRaise]
  }

  /// The outline of the head from crown to chin, wider by `margin`.
  func headOutline(margin: Double = 0) -> Path {
    let right = [
      Point(0, shape.crownY - margin),
      Point(shape.templeHalfWidth * 0.62 + margin * 0.7, shape.crownY + 13 - margin * 0.7),
      Point(shape.templeHalfWidth * 0.96 + margin, shape.crownY + 45 - margin * 0.2),
      Point(shape.cheekHalfWidth + margin, shape.cheekY - 18),
      Point(
        shape.cheekHalfWidth * 0.4 + shape.jawHalfWidth * 0.6 + 1 + margin + cheekBulge,
        (shape.cheekY + shape.jawY) / 2 + 4),
      Point(shape.jawHalfWidth * 0.9 + margin + cheekBulge, shape.jawY + 4),
      Point(shape.chinHalfWidth + margin * 0.5, chinY - 4),
      Point(0, chinY + margin),
    ]
    return .round(right + right.dropFirst().dropLast().reversed().map(\.mirrored))
  }

  /// Smiling and crying push the cheeks out.
  private var cheekBulge: Double {
    1.5 * actions[.lipCornerPull] + 1.5 * actions[.cheekRaise]
  }
}

/// The colours of one person at one age.
struct FacePalette {
  let skin, shade, light, lip, hair, iris: Colour

  init(_ identity: FaceIdentity, shape: HeadShape) {
    let tones = [
      Colour(0.99, 0.87, 0.79), Colour(0.95, 0.78, 0.66), Colour(0.88, 0.67, 0.52),
      Colour(0.74, 0.53, 0.38), Colour(0.55, 0.37, 0.26), Colour(0.38, 0.25, 0.18),
    ]
    let young = Colour.along(tones, identity.skinTone)
    let skin = young.mixed(with: young.scaled(0.97, 0.93, 0.84), 0.6 * shape.ageing)
    self.skin = skin
    shade = skin.scaled(0.66, 0.53, 0.48)
    light = skin.mixed(with: Colour(1, 0.97, 0.92), 0.4)
    let redness = 0.5 - 0.18 * identity.skinTone
    let rose = identity.sex == .female && shape.maturity > 0.5 ? 0.12 : 0
    lip = skin.scaled(0.86, 0.66, 0.64).mixed(
      with: Colour(0.74, 0.28, 0.32), redness * 0.75 + rose)
    let hairTones = [
      Colour(0.07, 0.06, 0.06), Colour(0.16, 0.1, 0.07), Colour(0.3, 0.19, 0.11),
      Colour(0.48, 0.28, 0.15), Colour(0.62, 0.45, 0.24), Colour(0.84, 0.7, 0.44),
    ]
    let grey = min(max((shape.ageing - 0.35) * 1.3, 0), 0.9)
    // Children's hair is a little lighter.
    let natural = Colour.along(hairTones, identity.hairTone)
      .mixed(with: Colour(0.75, 0.6, 0.42), 0.18 * (1 - shape.growth) * (1 - identity.skinTone))
    hair = natural.mixed(with: Colour(0.74, 0.74, 0.74), grey)
    iris = Colour.along(
      [
        Colour(0.17, 0.09, 0.05), Colour(0.33, 0.19, 0.09), Colour(0.38, 0.33, 0.16),
        Colour(0.33, 0.43, 0.33), Colour(0.35, 0.5, 0.66),
      ], identity.eyeTone)
  }
}
