import Analysis
import Faces
import Foundation
import Planning
import Support
import Testing

/// Simulated faces have the probabilities that they are said to have, computed exactly in
/// `make_planning_fixtures.py`.
@Suite struct SimulationTests {
  private struct Reference: Decodable {
    struct Pair: Decodable {
      let p: Double
      let correlation: Double
      let both: Double
    }
    struct Panel: Decodable {
      let count: Int
      let accuracy: Double
      let p: Double
      let correct: Double
    }
    let pairs: [Pair]
    let raters: [Panel]
  }

  private let reference: Reference

  init() throws {
    let folder = try #require(Bundle.module.url(forResource: "Fixtures", withExtension: nil))
    reference = try JSONDecoder().decode(
      Reference.self, from: Data(contentsOf: folder.appendingPathComponent("planning.json")))
  }

  private func faces(
    subjects: Int, facesPerVisit: Int, seed: UInt64, _ p: Double,
    change: (inout SimulatedFaces) -> Void
  ) throws -> [SimulatedFace] {
    var simulated = SimulatedFaces(
      subjects: Array(repeating: SimulatedSubject(firstAge: 4...4), count: subjects),
      facesPerVisit: facesPerVisit)
    simulated.variesClassDistribution = false
    change(&simulated)
    var generator = SeededGenerator(seed: seed)
    return try simulated.faces(&generator, probabilities: [{ _ in p }])
  }

  @Test func predictionsOfOneSubjectAreAlikeAsStated() throws {
    for (number, pair) in reference.pairs.enumerated() {
      let count = 40_000
      let drawn = try faces(subjects: count, facesPerVisit: 2, seed: UInt64(number), pair.p) {
        $0.latentCorrelation = pair.correlation
      }
      let both = (0..<count).count { drawn[2 * $0].isCorrect[0] && drawn[2 * $0 + 1].isCorrect[0] }
      #expect(abs(Double(both) / Double(count) - pair.both) < 0.01)
    }
  }

  @Test func ratersBlurWhatModelsGetRight() throws {
    for (number, panel) in reference.raters.enumerated() {
      let count = 40_000
      let drawn = try faces(subjects: count, facesPerVisit: 1, seed: UInt64(number), panel.p) {
        $0.raters = Raters(count: panel.count, accuracy: panel.accuracy)
      }
      let correct = drawn.count { $0.isCorrect[0] }
      #expect(abs(Double(correct) / Double(count) - panel.correct) < 0.01)
    }
  }

  @Test func childrenGetOlderBetweenVisits() throws {
    let simulated = SimulatedFaces(
      subjects: [
        SimulatedSubject(firstAge: 3...5, visits: 3, yearsBetweenVisits: 1.5),
        SimulatedSubject(firstAge: 20...20),
      ], facesPerVisit: 2)
    var generator = SeededGenerator(seed: 1)
    let faces = try simulated.faces(&generator, probabilities: [{ _ in 0.5 }])
    #expect(faces.map(\.subject) == [0, 0, 0, 0, 0, 0, 1, 1])
    let first = faces[0].ageInYears
    #expect((3...5).contains(first))
    #expect(faces.map(\.ageInYears).prefix(6).map { $0 - first } == [0, 0, 1.5, 1.5, 3, 3])
    #expect(faces[6].ageInYears == 20)
  }

  /// Predictions follow the true age, and what is stated scatters around it.
  @Test func statedAgesAreOff() throws {
    let drawn = try SimulationTests.accuracyBelowTen(errorInYears: 2)
    #expect(abs(drawn - 0.5) < 0.03)
    #expect(try SimulationTests.accuracyBelowTen(errorInYears: 0) == 1)
  }

  /// The share of faces, all stated as 10 years old, that a model gets right which knows only those below.
  private static func accuracyBelowTen(errorInYears: Double) throws -> Double {
    var simulated = SimulatedFaces(
      subjects: Array(repeating: SimulatedSubject(firstAge: 10...10), count: 4000),
      facesPerVisit: 1)
    simulated.variesClassDistribution = false
    simulated.ageErrorInYears = errorInYears
    var generator = SeededGenerator(seed: 5)
    let faces = try simulated.faces(&generator, probabilities: [{ $0 <= 10 ? 2 : -1 }])
    return Double(faces.count { $0.isCorrect[0] }) / Double(faces.count)
  }
}
