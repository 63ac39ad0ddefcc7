import Analysis
import Expression
import Foundation
import Support
import Testing

struct LandmarkTests {
  /// Faces of ten points that emotions move, in toddlers in another way than in adults, on heads that grow;
  /// each moved, turned and scaled at will.
  private struct Points {
    var adultShare: (Double) -> Double = { 1 / (1 + exp(-($0 - 8) / 0.5)) }
    var growth: (Double) -> Double = { max(0, 1 - $0 / 17) }

    func faces() throws -> ExpressionFaces {
      var generator = SeededGenerator(seed: 3)
      func shape(_ spread: Double) -> [Double] {
        (0..<20).map { _ in generator.normal(standardDeviation: spread) }
      }
      let (head, newborn) = (shape(0.15), shape(0.03))
      let styles = (0..<2).map { _ in (0..<4).map { _ in shape(0.02) } }
      var (landmarks, emotions, ages, subjects): ([[Double]], [Int], [Double], [Int]) = (
        [], [], [], []
      )
      for subject in 0..<400 {
        let age = SyntheticFaces.age(ofSubject: subject, using: &generator)
        let own = shape(0.01)
        for emotion in 0..<4 {
          let share = adultShare(age)
          let (infant, adult) = (styles[0][emotion], styles[1][emotion])
          let face = (0..<20).map { place -> Double in
            let grown = head[place] + growth(age) * newborn[place] + own[place]
            let shown = (1 - share) * infant[place] + share * adult[place]
            return grown + shown + generator.normal(standardDeviation: 0.01)
          }
          let (turn, scale) = (generator.uniform(-0.3, 0.3), generator.uniform(0.7, 1.3))
          var seen = face
          for x in stride(from: 0, to: 20, by: 2) {
            seen[x] = 0.5 + scale * (cos(turn) * face[x] - sin(turn) * face[x + 1])
            seen[x + 1] = 0.4 + scale * (sin(turn) * face[x] + cos(turn) * face[x + 1])
          }
          landmarks.append(seen)
          emotions.append(emotion)
          ages.append(age)
          subjects.append(subject)
        }
      }
      return try ExpressionFaces(
        size: 32, images: Array(repeating: 0, count: emotions.count * 1024), landmarks: landmarks,
        emotions: emotions, emotionNames: ["a", "b", "c", "d"], agesInYears: ages,
        subjects: subjects)
    }
  }

  private static let settings = {
    var settings = SyntheticFaces.quickSettings
    settings.features = .landmarks
    return settings
  }()

  @Test("A shape is laid onto the same shape elsewhere, turned and larger")
  func fitted() {
    let shape = Shape([0, 0, 1, 0, 0, 2])
    // A quarter turn, twice as large, moved by (3, 5).
    let other = Shape([3, 5, 3, 7, -1, 5])
    #expect(shape.fitted(to: other).distance(to: other) < 1e-12)
    #expect(abs(other.size - 2 * shape.size) < 1e-12)
    #expect(Shape([0, 0, 1, 0, 0, 1]).fitted(to: other).distance(to: other) > 0.1)
  }

  @Test("Points go in pairs where the shape is about its own mirror image")
  func mirrorPartners() {
    let eyesNoseAndMouth = [-2, 0, 2.1, 0, 0, 1, -1, 2, 1, 2.1]
    #expect(Shape(eyesNoseAndMouth).mirrorPartners == [1, 0, 2, 4, 3])
    #expect(Shape(Array(eyesNoseAndMouth.prefix(6)) + [1, 2]).mirrorPartners == nil)
    #expect(Shape([0, 0, 1, 0, 0, 2]).mirrorPartners == nil)
  }

  @Test("An expression that develops is dated from landmarks alone")
  func develops() throws {
    let analysis = try ExpressionAnalysis(try Points().faces(), settings: Self.settings)
    #expect(analysis.registration.isApplied)
    #expect(analysis.gate.isOpen)
    let timing = try #require(analysis.timing)
    #expect(abs(timing.ageInYears - 8) < 0.6)
  }

  @Test("Heads that grow alone leave the gate shut, and heads that do not are not registered")
  func heads() throws {
    var points = Points(adultShare: { _ in 1 })
    let growing = try ExpressionAnalysis(try points.faces(), settings: Self.settings)
    #expect(!growing.gate.isOpen && !growing.isClaimed)
    points.growth = { _ in 0 }
    let grown = try ExpressionAnalysis(try points.faces(), settings: Self.settings)
    #expect(!grown.registration.isApplied)
  }

  @Test("Faces without landmarks are refused")
  func missing() throws {
    var registered = SyntheticFaces.quickSettings
    registered.registration = .landmarks
    for settings in [Self.settings, registered] {
      #expect {
        try ExpressionAnalysis(try SyntheticFaces().faces(), settings: settings)
      } throws: { ($0 as? SmilestoneError)?.code == .badInput }
    }
  }
}
