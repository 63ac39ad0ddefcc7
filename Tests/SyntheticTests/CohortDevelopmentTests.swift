import Faces
import Foundation
import Support
import Synthetic
import TestSupport
import Testing

@Suite struct CohortDevelopmentTests {
  private func settings(
    _ kind: CohortKind = .both, subjects: Int = 200, _ file: String = "{}"
  ) throws -> SyntheticCohortSettings {
    let folder = try TemporaryFolder()
    try Data(file.utf8).write(to: folder.file("development.json5"))
    return SyntheticCohortSettings(
      kind: kind, seed: 4, subjects: subjects, imagesPerSubject: 7, sizeInPixels: 32,
      development: try CohortDevelopment(contentsOf: folder.file("development.json5")))
  }

  private typealias Faces = [(record: FaceRecord, drawing: FaceDrawing)]

  private func weights(_ faces: Faces) -> [Double] {
    faces.compactMap { Double($0.record.extra[1]) }
  }

  @Test func aCurveIsItsStartAndItsSteps() {
    let curve = DevelopmentCurve(
      start: 0.25,
      steps: [
        .init(change: 0.5, ageInYears: 5, widthInYears: 2),
        .init(change: -0.5, ageInYears: 50, widthInYears: 0.5),
      ])
    #expect(abs(curve.value(atAgeInYears: 5) - 0.5) < 1e-12)
    // logistic(1)
    let later = 0.25 + 0.5 * 0.7310585786300049
    #expect(abs(curve.value(atAgeInYears: 7) - later) < 1e-12)
    #expect(abs(curve.value(atAgeInYears: 90) - 0.25) < 1e-9)
  }

  @Test func aDescriptionOfNothingChangesNothing() throws {
    var plain = try settings()
    plain.development = nil
    let faces = try SyntheticCohort.faces(plain)
    let described = try SyntheticCohort.faces(settings())
    #expect(faces.map(\.record) == described.map(\.record))
    #expect(faces.map(\.drawing) == described.map(\.drawing))
  }

  @Test func emotionsDevelopAtAgesOfTheirOwn() throws {
    let faces = try SyntheticCohort.faces(
      settings(
        .both, subjects: 300,
        """
        {expressions: {
          happy: {start: 0, steps: [{change: 1, ageInYears: 5, widthInYears: 0.5}]},
          neutral: {start: 1},
        }}
        """))
    // What is shown is not written: raters may have named another emotion. Each weight is one of the three.
    var counts = [0, 0, 0]
    for face in faces {
      let age = try #require(face.record.ageInYears)
      let weight = try #require(Double(face.record.extra[1]))
      let expected = [1 / (1 + exp(-(age - 5) / 0.5)), 1, 1 / (1 + exp(-(age - 8) / 1.5))]
      let place = try #require(expected.firstIndex { abs($0 - weight) < 1e-12 })
      if (3...10).contains(age) { counts[place] += 1 }
    }
    #expect(counts[0] > 0)
    #expect(counts[1] == counts[0])
    #expect(counts[2] == 5 * counts[0])
  }

  @Test func emotionsAreShownMoreStronglyLater() throws {
    let weaker = try SyntheticCohort.faces(
      settings(
        .appearance,
        "{strength: {all: {start: 0.5, steps: [{change: 0.5, ageInYears: 8, widthInYears: 0.5}]}}}"
      ))
    let usual = try SyntheticCohort.faces(settings(.appearance))
    func sum(_ faces: Faces, _ ages: ClosedRange<Double>) -> Double {
      faces.filter { ages.contains($0.record.ageInYears ?? -1) }
        .reduce(0) { $0 + $1.drawing.actions.strengths.reduce(0, +) }
    }
    #expect(sum(weaker, 0...6) < 0.75 * sum(usual, 0...6))
    let ratio = sum(weaker, 12...60) / sum(usual, 12...60)
    #expect(abs(ratio - 1) < 0.01)
  }

  @Test func someLabelsAreWrong() throws {
    let wrong = try SyntheticCohort.faces(settings(.both, "{wrongLabels: {start: 0.3}}"))
    let usual = try SyntheticCohort.faces(settings())
    let differing = zip(wrong, usual).filter { $0.record.emotion != $1.record.emotion }
    let share = Double(differing.count) / Double(usual.count)
    #expect(abs(share - 0.3) < 0.05)
    // Votes go with the label, and the faces are the same.
    for (face, former) in differing {
      #expect(face.record.votes?.sorted() == former.record.votes?.sorted())
      #expect(face.record.votes != former.record.votes)
      #expect(face.drawing == former.drawing)
    }
    for face in wrong {
      let emotion = try #require(face.record.emotion)
      let votes = try #require(face.record.votes)
      #expect(votes[LabelScheme.emotions7.position(of: emotion)] == votes.max())
    }
  }

  @Test func imagesOfAnEmotionCanBeRare() throws {
    let faces = try SyntheticCohort.faces(
      settings(.neither, "{presence: {fear: {start: 0}, happy: {start: 0.5}}}"))
    let usual = try SyntheticCohort.faces(settings(.neither))
    let share = Double(faces.count) / Double(usual.count)
    #expect(abs(share - 5.5 / 7) < 0.02)
    // The images that are there are the same ones.
    let former = Dictionary(uniqueKeysWithValues: usual.map { ($0.record.image, $0.drawing) })
    #expect(faces.allSatisfy { former[$0.record.image] == $0.drawing })
  }

  @Test func headsGrowInSteps() throws {
    let faces = try SyntheticCohort.faces(
      settings(
        .neither,
        "{headAge: {start: 2, steps: [{change: 18, ageInYears: 12, widthInYears: 0.01}]}}"))
    for face in faces {
      let age = try #require(face.record.ageInYears)
      if abs(age - 12) > 0.5 {
        let expected: Double = age < 12 ? 2 : 20
        #expect(abs(face.drawing.appearanceAgeInYears - expected) < 1e-9)
      }
    }
  }

  @Test func peopleDevelopEarlierOrLater() throws {
    let faces = try SyntheticCohort.faces(settings(.both, subjects: 400, "{spreadInYears: 1}"))
    // w = logistic((a − u − 8) / 1.5) gives back each person's u, the same for all of their faces.
    let shifts = Dictionary(grouping: zip(faces, weights(faces))) { $0.0.record.subject }
      .values.compactMap { own -> Double? in
        let age = own[0].0.record.ageInYears ?? 0
        guard (4...12).contains(age) else { return nil }
        #expect(Set(own.map(\.1)).count == 1)
        return age - 8 - 1.5 * log(own[0].1 / (1 - own[0].1))
      }
    let mean = shifts.reduce(0, +) / Double(shifts.count)
    let variance =
      shifts.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(shifts.count - 1)
    #expect(shifts.count > 80)
    #expect(abs(mean) < 0.35)
    #expect(abs(variance - 1) < 0.5)
  }

  @Test func imagesOfSomeAgesAreBlurred() throws {
    func sharpness(_ file: String) throws -> [Double] {
      try SyntheticCohort.faces(settings(.neither, subjects: 8, file)).map { face in
        let pixels = try face.drawing.render(sizeInPixels: 48)
        return (0..<48 * 47).reduce(0) {
          $0 + abs(Double(pixels[3 * $1]) - Double(pixels[3 * ($1 + 48)]))
        }
      }
    }
    let usual = try sharpness("{}").reduce(0, +)
    #expect(try sharpness("{blur: {start: 0.03}}").reduce(0, +) < 0.8 * usual)
  }

  @Test func nuisancesCanDependOnAge() throws {
    let none = try SyntheticCohort.faces(settings(.neither, subjects: 8, "{nuisances: {start: 0}}"))
    var plain = try settings(.neither, subjects: 8)
    plain.nuisanceStrength = 0
    #expect(none.map(\.drawing) == (try SyntheticCohort.faces(plain)).map(\.drawing))
  }

  private static let mistakes = [
    "{expression: {}}": "a development has no member expression (did you mean expressions?)",
    "{expressions: {joy: {start: 1}}}": "expressions has no emotion joy",
    "{expressions: {happy: {start: 2}}}": "expressions.happy comes to 2, not between 0 and 1",
    "{blur: {start: 0, steps: [{change: 1, ageInYears: 5}]}}": "widthInYears",
    "{blur: {start: 0, steps: [{change: 0.01, ageInYears: 5, widthInYears: 0}]}}":
      "blur has a step whose widthInYears is 0.0",
    "{spreadInYears: -1}": "spreadInYears is -1.0",
    "{strength: 3}": "strength",
  ]

  @Test(arguments: mistakes.keys.sorted())
  func mistakesAreNamed(file: String) throws {
    let error = #expect(throws: SmilestoneError.self) { try settings(.both, file) }
    #expect(error?.code == .badInput)
    #expect(error?.message.contains("development.json5") == true)
    #expect(error?.message.contains(try #require(Self.mistakes[file])) == true)
    #expect(error?.remedy?.contains("docs/synthetic.md") == true)
  }
}
