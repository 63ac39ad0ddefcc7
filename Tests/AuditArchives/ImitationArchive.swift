import Datasets
import Exploration
import Faces
import Imaging
import Support

/// An imitation of an archive that was put together from two collections, drawn in memory.
///
/// Faces of the second collection, "portraits", are mostly PNG of one size, a little warmer and
/// darker at the border; those of the first, "web", are JPEG of varying size. What is planted is
/// only how likely a face with each emotion comes from the portraits.
public struct ImitationArchive: Sendable {
  public var faces = 1000
  /// Share of the portraits among happy and neutral faces, and among all others.
  public var shareOfHappyAndNeutral: Double
  public var shareOfOthers: Double
  /// Whether the manifest says where a face is from.
  public var namesSource = true
  /// Faces of each person, who belongs to one collection whatever the emotion; 1: nobody is named.
  public var facesPerSubject = 1

  public init(
    shareOfHappyAndNeutral: Double, shareOfOthers: Double, namesSource: Bool = true,
    facesPerSubject: Int = 1
  ) {
    self.shareOfHappyAndNeutral = shareOfHappyAndNeutral
    self.shareOfOthers = shareOfOthers
    self.namesSource = namesSource
    self.facesPerSubject = facesPerSubject
  }

  /// Emotions are as unequal as AffectNet's: happy and neutral are most of it.
  private static let emotionWeights: [Double] = [0.09, 0.04, 0.05, 0.42, 0.26, 0.08, 0.06]

  public func draw(seed: UInt64) throws -> ExploredFaces {
    var generator = SeededGenerator(seed: seed, stream: "imitation archive")
    var records: [FaceRecord] = []
    var facts: [ImageFacts] = []
    var isPortraitOfSubject = false
    for index in 0..<faces {
      let emotion = Self.emotion(&generator)
      let isEasy = emotion == .happy || emotion == .neutral
      if index % facesPerSubject == 0 || facesPerSubject == 1 {
        isPortraitOfSubject =
          generator.uniform() < (isEasy ? shareOfHappyAndNeutral : shareOfOthers)
      }
      records.append(
        FaceRecord(
          image: "\(index)", subject: facesPerSubject > 1 ? "s\(index / facesPerSubject)" : nil,
          source: namesSource ? (isPortraitOfSubject ? "portraits" : "web") : nil,
          emotion: emotion, ageGroup: AgeGrouping.study.groups[generator.integer(below: 5)]))
      facts.append(Self.image(isPortrait: isPortraitOfSubject, &generator))
    }
    let hashes = records.map { Optional($0.image) }
    return ExploredFaces(
      records, facts: facts, contentHashes: hashes,
      duplicates: try DuplicateClusters(
        fingerprints: records.map { _ in nil }, contentHashes: hashes), vocabulary: .study)
  }

  private static func emotion(_ generator: inout SeededGenerator) -> Emotion {
    var left = generator.uniform()
    for (emotion, weight) in zip(LabelScheme.emotions7.emotions, emotionWeights) {
      left -= weight
      if left < 0 { return emotion }
    }
    return .surprise
  }

  private static func image(
    isPortrait: Bool, _ generator: inout SeededGenerator
  ) -> ImageFacts {
    let side = isPortrait ? 24 : 16 + generator.integer(below: 24)
    let light = generator.normal(mean: 120, standardDeviation: 25)
    let warmth = generator.normal(mean: isPortrait ? 12 : 0, standardDeviation: 12)
    let edge = generator.normal(mean: isPortrait ? -15 : 0, standardDeviation: 20)
    var pixels: [UInt8] = []
    pixels.reserveCapacity(3 * side * side)
    for row in 0..<side {
      for column in 0..<side {
        let distance = min(row, column, side - 1 - row, side - 1 - column)
        let noise = generator.uniform(-30, 30)
        let level = light + noise + (distance * 8 < side ? edge : 0)
        pixels.append(UInt8(min(255, max(0, level + warmth))))
        pixels.append(UInt8(min(255, max(0, level))))
        pixels.append(UInt8(min(255, max(0, level - warmth))))
      }
    }
    return ImageFacts(
      RGBImage(width: side, height: side, pixels: pixels),
      format: isPortrait && generator.uniform() < 0.8 ? "PNG" : "JPEG", byteCount: side * side)
  }
}
