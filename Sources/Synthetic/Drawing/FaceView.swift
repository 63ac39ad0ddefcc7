import Support

/// How an image was taken: pose, light, camera, and what is in the way.
public struct FaceView: Sendable, Equatable {
  /// Turn to the side, up or down, and on the image plane, in radians.
  var yaw = 0.0
  var pitch = 0.0
  var roll = 0.0
  /// In design units (the image is 200 wide).
  var shift = Point(0, 0)
  var scale = 1.0
  /// Where the eyes look, −1 to 1.
  var gaze = Point(0, 0)
  /// Direction that the light comes from (radians) and how uneven it is, 0 to 1.
  var lightAngle = -0.9
  var lightStrength = 0.12
  var brightness = 1.0
  var contrast = 1.0
  var saturation = 1.0
  /// Standard deviation of the blur, as a share of the image's width.
  var blur = 0.0
  /// Standard deviation of the noise in grey levels.
  var noise = 0.0
  var background = [Colour(0.62, 0.68, 0.72), Colour(0.5, 0.55, 0.6)]
  /// Makes the noise and the background's shapes.
  var seed: UInt64 = 0
  var glasses = false
  var occluder: Occluder?

  /// Looking at the camera in even light.
  public static let plain = FaceView()

  init() {}

  /// Draws a view.
  /// - Parameter strength: 0 for plain views, 1 for the synthetic cohort's default.
  public init(
    strength: Double, identity: FaceIdentity, appearanceAgeInYears age: Double,
    using generator: inout SeededGenerator
  ) {
    func spread(_ deviation: Double) -> Double {
      let drawn = generator.normal()
      return min(max(drawn, -2.2), 2.2) * deviation * strength
    }
    yaw = spread(0.13)
    pitch = spread(0.07)
    roll = spread(0.07)
    shift = Point(spread(3.5), spread(3.5))
    scale = 1 + spread(0.04)
    gaze = Point(spread(0.35), spread(0.2))
    lightAngle = generator.uniform(-3, 0)
    lightStrength = min(0.75, abs(spread(0.28)) + 0.05)
    brightness = 1 + spread(0.13)
    contrast = 1 + spread(0.12)
    saturation = max(0, 1 + spread(0.18))
    if generator.uniform() < 0.04 * strength { saturation = 0 }
    blur = abs(spread(0.0045))
    noise = abs(spread(4))
    background = (0..<2).map { _ in
      let grey = generator.uniform(0.12, 0.92)
      return Colour(
        min(1, grey * generator.uniform(0.7, 1.25)), min(1, grey * generator.uniform(0.7, 1.25)),
        min(1, grey * generator.uniform(0.7, 1.25)))
    }
    seed = generator.next()
    glasses = identity.wearsGlasses && age > 4 && generator.uniform() < 0.85
    occluder = Occluder.draw(strength: strength, age: age, using: &generator)
  }
}

/// Something in front of the face.
enum Occluder: Sendable, Equatable {
  case hat(Colour)
  /// A hand at the cheek, on the left (−1) or right (1).
  case hand(side: Double)
  case dummy(Colour)

  static func draw(
    strength: Double, age: Double, using generator: inout SeededGenerator
  ) -> Occluder? {
    let colour = Colour(
      generator.uniform(0.15, 0.95), generator.uniform(0.15, 0.95), generator.uniform(0.15, 0.95))
    let side: Double = generator.uniform() < 0.5 ? -1 : 1
    let choice = generator.uniform()
    if choice < 0.07 * strength { return .hat(colour) }
    if choice < 0.11 * strength { return .hand(side: side) }
    if choice < 0.13 * strength, age < 3 { return .dummy(colour) }
    return nil
  }
}
