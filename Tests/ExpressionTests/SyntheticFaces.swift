import Analysis
import Expression
import Foundation
import Support

/// Faces of a few dark spots, to test with: three emotions that move the spots, in toddlers in another
/// way than in adults, on heads that may grow.
struct SyntheticFaces {
  var size = 32
  var subjects = 320
  var seed: UInt64 = 1
  /// The share of the adult expression at an age.
  var adultShare: (Double) -> Double = { 1 / (1 + exp(-($0 - 8) / 0.5)) }
  /// That of an emotion by its number, where it is another.
  var ownAdultShare: [Int: @Sendable (Double) -> Double] = [:]
  /// How much larger features of an age are than adults', as a share.
  var growth: (Double) -> Double = { _ in 0 }

  /// Where the mouth's and the brows' spots move: (x, y) of each, by emotion.
  private static let infant: [[(Double, Double)]] = [
    [(0, 0), (0, 0)], [(0.16, 0), (0, 0)], [(0.16, 0.06), (0, 0.06)],
  ]
  private static let adult: [[(Double, Double)]] = [
    [(0, 0), (0, 0)], [(0, 0.16), (0, 0)], [(-0.06, 0), (0, -0.16)],
  ]

  /// Few resamples, and no curvature: the spots move evenly with the share.
  static let quickSettings = {
    var settings = ExpressionSettings()
    settings.gateResamples = 20
    settings.timingResamples = 20
    settings.shareCurvature = 0
    return settings
  }()

  func step(at years: Double) -> @Sendable (Double) -> Double {
    { 1 / (1 + exp(-($0 - years) / 0.5)) }
  }

  /// In years: of four subjects one is a toddler, one an adult, and two are between them.
  static func age(ofSubject subject: Int, using generator: inout SeededGenerator) -> Double {
    switch subject % 4 {
    case 0: generator.uniform(0.3, 3)
    case 1: generator.uniform(18, 60)
    default: generator.uniform(3, 17)
    }
  }

  func faces() throws -> ExpressionFaces {
    var generator = SeededGenerator(seed: seed)
    var (images, emotions): ([UInt8], [Int]) = ([], [])
    var (ages, people): ([Double], [Int]) = ([], [])
    for subject in 0..<subjects {
      let age = SyntheticFaces.age(ofSubject: subject, using: &generator)
      for emotion in 0..<3 {
        images += image(emotion, age: age, generator: &generator)
        emotions.append(emotion)
        ages.append(age)
        people.append(subject)
      }
    }
    return try ExpressionFaces(
      size: size, images: images, emotions: emotions, emotionNames: ["calm", "glad", "upset"],
      agesInYears: ages, subjects: people)
  }

  /// One face: two eyes, two brows, two corners of a mouth.
  func image(_ emotion: Int, age: Double, generator: inout SeededGenerator) -> [UInt8] {
    let share = (ownAdultShare[emotion] ?? adultShare)(age)
    let scale = 1 + growth(age)
    func moved(_ part: Int) -> (Double, Double) {
      let (infant, adult) = (Self.infant[emotion][part], Self.adult[emotion][part])
      return (
        (1 - share) * infant.0 + share * adult.0 + generator.normal(standardDeviation: 0.02),
        (1 - share) * infant.1 + share * adult.1 + generator.normal(standardDeviation: 0.02)
      )
    }
    let (mouth, brow) = (moved(0), moved(1))
    let right = [(0.35, -0.15), (0.35 + brow.0, -0.42 + brow.1), (0.25 + mouth.0, 0.45 + mouth.1)]
    let spots = (right + right.map { (-$0.0, $0.1) }).map { ($0.0 * scale, $0.1 * scale) }
    return (0..<size * size).map { pixel in
      let x = (2 * Double(pixel % size) + 1) / Double(size) - 1
      let y = (2 * Double(pixel / size) + 1) / Double(size) - 1
      let dark = spots.reduce(0) { sum, spot in
        sum + exp(-(pow(x - spot.0, 2) + pow(y - spot.1, 2)) / (2 * 0.08 * 0.08))
      }
      let grey = 200 - 150 * min(dark, 1) + generator.normal(standardDeviation: 3)
      return UInt8(min(max(grey, 0), 255))
    }
  }
}
