import Faces
import Support

/// What stays the same in all images of one drawn person.
public struct FaceIdentity: Sendable, Equatable {
  public var sex: Sex
  /// 0 light to 1 dark.
  var skinTone: Double
  /// 0 black, through brown and red, to 1 blond.
  var hairTone: Double
  var hairStyle: HairStyle
  /// Positions on the scale of eye colours: 0 dark brown to 1 light blue.
  var eyeTone: Double
  var clothes: Colour
  var proportions: FaceProportions
  /// 0 none to 1 a full beard, once grown up.
  var beard: Double
  var freckles: Double
  var wearsGlasses: Bool
  /// How soon the skin wrinkles and the hair greys, around 1.
  var ageingRate: Double
  /// For small features such as strands, blemishes and freckles.
  var detailSeed: UInt64

  /// Draws a person.
  public init(using generator: inout SeededGenerator) {
    sex = generator.uniform() < 0.5 ? .female : .male
    skinTone = generator.uniform()
    // Dark skin mostly goes with dark hair and dark eyes.
    let lightness = 1 - skinTone
    hairTone = generator.uniform() * (0.15 + 0.85 * lightness)
    eyeTone = generator.uniform() * (0.1 + 0.9 * lightness * lightness)
    hairStyle = HairStyle.draw(sex: sex, using: &generator)
    clothes = Colour(
      generator.uniform(0.1, 0.9), generator.uniform(0.1, 0.9), generator.uniform(0.1, 0.9))
    proportions = FaceProportions(using: &generator)
    beard =
      sex == .male && generator.uniform() < 0.45 ? generator.uniform(0.3, 1) : 0
    freckles = generator.uniform() < 0.15 ? lightness : 0
    wearsGlasses = generator.uniform() < 0.14
    ageingRate = max(0.5, generator.normal(mean: 1, standardDeviation: 0.15))
    detailSeed = generator.next()
  }
}

/// How a person's features differ from the average of the age: factors around 1.
struct FaceProportions: Sendable, Equatable {
  var faceWidth = 1.0
  var jawWidth = 1.0
  var chinLength = 1.0
  var eyeSize = 1.0
  var eyeSpacing = 1.0
  var eyeHeight = 1.0
  var browWeight = 1.0
  var browHeight = 1.0
  var noseLength = 1.0
  var noseWidth = 1.0
  var mouthWidth = 1.0
  var mouthHeight = 1.0
  var lipFullness = 1.0
  /// How much the outer corner of the eye stands above the inner one, in design units.
  var eyeSlant = 0.0
  var browArch = 0.0

  init(using generator: inout SeededGenerator) {
    func factor(_ spread: Double) -> Double {
      let deviation = generator.normal(standardDeviation: spread)
      return 1 + min(max(deviation, -2 * spread), 2 * spread)
    }
    faceWidth = factor(0.04)
    jawWidth = factor(0.05)
    chinLength = factor(0.03)
    eyeSize = factor(0.07)
    eyeSpacing = factor(0.04)
    eyeHeight = factor(0.1)
    browWeight = factor(0.2)
    browHeight = factor(0.08)
    noseLength = factor(0.08)
    noseWidth = factor(0.1)
    mouthWidth = factor(0.07)
    mouthHeight = factor(0.04)
    lipFullness = factor(0.2)
    eyeSlant = factor(1) - 1 + 0.8
    browArch = factor(1) - 1
  }
}

/// How the hair is worn once it has grown.
enum HairStyle: CaseIterable, Sendable {
  case short, sidePart, fringe, bob, long, tiedBack, curly, cropped

  static func draw(sex: Sex, using generator: inout SeededGenerator) -> HairStyle {
    let usual: [HairStyle] =
      sex == .male
      ? [.short, .short, .sidePart, .sidePart, .fringe, .curly, .cropped, .bob]
      : [.long, .long, .bob, .bob, .tiedBack, .tiedBack, .fringe, .curly]
    return usual[generator.integer(below: usual.count)]
  }
}
