import Analysis
import Faces
import Foundation
import Statistics
import Support

/// Whole studies of a design, each analysed as `evaluate --transition` and `--age-error` analyse one.
package struct SimulatedStudy: Sendable {
  package let design: StudyDesign
  package let expected: ExpectedModels
  package let measure: PlannedMeasure
  package let settings: PlanSettings

  package init(
    design: StudyDesign, expected: ExpectedModels, measure: PlannedMeasure, settings: PlanSettings
  ) {
    self.design = design
    self.expected = expected
    self.measure = measure
    self.settings = settings
  }

  /// Draws and analyses several studies; each has a random stream of its own, so that they are the same
  /// on any number of cores.
  /// - Parameter purpose: Sets these studies apart from others of the same design.
  package func outcomes(
    _ count: Int, purpose: String, progress: ProgressCounter? = nil
  ) throws -> [StudyOutcome] {
    let faces = faces
    return try parallelMap(count: count) { number in
      defer { progress?.advance() }
      var generator = SeededGenerator(
        seed: settings.seed, stream: "plan/\(purpose)/\(design.children)/\(number)")
      return try outcome(faces, &generator)
    }
  }

  private var faces: SimulatedFaces {
    var faces = SimulatedFaces(subjects: design.subjects, facesPerVisit: design.facesPerVisit)
    faces.latentCorrelation = expected.correlation
    faces.variesClassDistribution = false
    faces.ageErrorInYears = design.ageErrorInYears
    faces.raters = design.raters
    faces.labels = settings.vocabulary.labels
    return faces
  }

  private func outcome(
    _ simulated: SimulatedFaces, _ generator: inout SeededGenerator
  ) throws -> StudyOutcome {
    let faces = try simulated.faces(
      &generator,
      probabilities: expected.curves.map { curve in
        { curve.accuracy(at: $0) }
      })
    let seed = generator.next()
    if design.ageErrorInYears > 0 {
      return try withImputedAges(faces, simulated, seed: seed)
    }
    return switch measure {
    case .crossing: StudyOutcome(age: try crossing(faces, seed: seed))
    case .infant: try midpoint(faces, of: 0, seed: seed)
    case .adult: try midpoint(faces, of: 1, seed: seed)
    }
  }

  private func sample(
    _ faces: [SimulatedFace], of model: Int, _ settings: TransitionSettings
  ) throws -> TransitionSample? {
    try TransitionSample(
      faces.map { $0.prediction(of: model) }, ages: settings.vocabulary.ages, settings: settings)
  }

  private func crossing(_ faces: [SimulatedFace], seed: UInt64) throws -> BoundedAge? {
    let settings = settings.transition(seed: seed)
    guard let infant = try sample(faces, of: 0, settings),
      let adult = try sample(faces, of: 1, settings),
      let infantFit = infant.fit(), let adultFit = adult.fit()
    else { return nil }
    let subjects = (faces.last?.subject ?? -1) + 1
    let resamples = (0..<settings.replicates).map { replicate in
      let counts = SubjectResamples.multiplicity(
        subjects: subjects, seed: seed, replicate: replicate)
      return (infant.refitted(multiplicity: counts), adult.refitted(multiplicity: counts))
    }
    return try CurveCrossing(
      infant: (infant, infantFit), adult: (adult, adultFit), resamples: resamples
    ).map { BoundedAge($0, searched: infant.fitter.midpoints, adult.fitter.midpoints) }
  }

  private func midpoint(
    _ faces: [SimulatedFace], of model: Int, seed: UInt64
  ) throws -> StudyOutcome {
    let settings = settings.transition(seed: seed)
    guard let sample = try sample(faces, of: model, settings), let fit = sample.fit() else {
      return StudyOutcome(age: nil)
    }
    let age = BoundedAge(
      ageInYears: fit.curve.midpoint,
      interval: try sample.profileInterval(of: fit, stream: "bounds", workers: 1),
      searched: sample.fitter.midpoints)
    return StudyOutcome(age: age, isTested: try isChanging(sample))
  }

  /// Whether the test against no transition rejects.
  private func isChanging(_ sample: TransitionSample) throws -> Bool {
    let test = try sample.testAgainstNoTransition(stream: "flat", workers: 1)
    return (test?.pValue ?? 1) < 1 - sample.settings.level
  }

  private func withImputedAges(
    _ faces: [SimulatedFace], _ simulated: SimulatedFaces, seed: UInt64
  ) throws -> StudyOutcome {
    let uncertain = try faces.map { face in
      let error = simulated.ageError(at: face.ageInYears)
      return UncertainFace(
        subject: face.subject, emotion: face.emotion, ageInYears: face.ageInYears,
        likelyAges: error > 0
          ? try AgeDistribution(ageInYears: face.ageInYears, standardDeviationInYears: error) : nil,
        isCorrect: face.isCorrect)
    }
    let analysis = try AgeErrorAnalysis(
      faces: uncertain, models: ["infant", "adult"], groups: settings.vocabulary.ages,
      settings: settings.ageError(seed: seed), workers: 1)
    let age = analysis.ages?.first {
      measure == .crossing ? $0.quantity == .crossing : $0.model == measure.rawValue
    }?.imputed
    guard measure != .crossing else { return StudyOutcome(age: age) }
    let sample = try sample(
      faces, of: measure == .infant ? 0 : 1, settings.transition(seed: seed))
    return StudyOutcome(age: age, isTested: try sample.map(isChanging) ?? false)
  }
}

/// What one study found.
package struct StudyOutcome: Sendable {
  /// nil where no curve could be fitted.
  package let age: BoundedAge?
  /// Whether the age can be quoted: its interval has both bounds and, of a curve's midpoint, the test
  /// against no transition rejects.
  package let isFound: Bool

  init(age: BoundedAge?, isTested: Bool = true) {
    self.age = age
    isFound = isTested && age?.boundedAgeInYears != nil
  }

  /// The interval's width in years; nil where it is open or no age stands in it.
  package var widthInYears: Double? {
    age?.boundedAgeInYears == nil ? nil : age?.interval.width
  }
}

/// How studies are simulated.
public struct PlanSettings: Sendable, Equatable {
  public var seed: UInt64
  /// Simulated studies of each design. Those that the prediction rests on are twice as many.
  public var studies: Int
  public var vocabulary: Vocabulary

  public init(seed: UInt64 = 1, studies: Int = 400, vocabulary: Vocabulary = .study) {
    self.seed = seed
    self.studies = studies
    self.vocabulary = vocabulary
  }

  /// Fewer draws than the program's own, so that thousands of studies take minutes: an interval's bounds
  /// then vary more from seed to seed, hardly its width from study to study.
  package func transition(seed: UInt64) -> TransitionSettings {
    TransitionSettings(
      seed: seed, replicates: 100, boundSimulations: 99, flatSimulations: 99,
      vocabulary: vocabulary)
  }

  package func ageError(seed: UInt64) -> AgeErrorSettings {
    AgeErrorSettings(
      seed: seed, imputations: 5, cycles: 3, resamples: 24, transition: transition(seed: seed),
      vocabulary: vocabulary)
  }

  func check() throws {
    guard (20...100_000).contains(studies) else {
      throw SmilestoneError.usage(
        "\(studies) simulated studies predict nothing.", remedy: "Give --studies from 20 to 100000."
      )
    }
  }
}
