import Analysis
import Expression
import Support
import Testing

/// Labels that are more often right at one end of the ages than at the other.
struct LabelFitTests {
  /// The same faces, of which a share at some ages gets another label.
  private static func mislabelled(
    _ faces: ExpressionFaces, share: Double, where isWrong: (Double) -> Bool
  ) throws -> ExpressionFaces {
    var generator = SeededGenerator(seed: 4)
    let emotions = faces.emotions.indices.map { face in
      guard isWrong(faces.agesInYears[face]), generator.uniform() < share else {
        return faces.emotions[face]
      }
      return (faces.emotions[face] + 1 + generator.integer(below: faces.emotionCount - 1))
        % faces.emotionCount
    }
    return try ExpressionFaces(
      size: faces.size, images: faces.images, emotions: emotions,
      emotionNames: faces.emotionNames, agesInYears: faces.agesInYears, subjects: faces.subjects)
  }

  private static func analysis(_ faces: ExpressionFaces) throws -> ExpressionAnalysis {
    var settings = SyntheticFaces.quickSettings
    // These images are nothing but the spots that move: their symmetry goes with the expression.
    settings.leastConditionStep = 100
    return try ExpressionAnalysis(faces, settings: settings)
  }

  @Test(
    "Labels that are right at all ages, or as often wrong at all ages, keep nothing from being said"
  )
  func alike() throws {
    let faces = try SyntheticFaces().faces()
    let right = try Self.analysis(faces)
    let fit = try #require(right.labelFit)
    #expect(!fit.isUnequal && right.isClaimed && right.warnings.isEmpty)
    let wrong = try Self.analysis(Self.mislabelled(faces, share: 0.2) { _ in true })
    let worse = try #require(wrong.labelFit)
    #expect(!worse.isUnequal)
    #expect(worse.toddlers < fit.toddlers - 0.05 && worse.adults < fit.adults - 0.05)
  }

  @Test(
    "Where labels of one end are more often wrong, no age is said, and the side to which it is moved",
    arguments: [true, false])
  func unequal(areYoungWrong: Bool) throws {
    let faces = try Self.mislabelled(try SyntheticFaces().faces(), share: 0.3) {
      ($0 < 8) == areYoungWrong
    }
    let analysis = try Self.analysis(faces)
    let fit = try #require(analysis.labelFit)
    #expect(fit.isUnequal && (fit.toddlers < fit.adults) == areYoungWrong)
    #expect(!analysis.isClaimed)
    #expect(analysis.warnings.contains { $0.contains("too \(areYoungWrong ? "old" : "young")") })
  }
}
