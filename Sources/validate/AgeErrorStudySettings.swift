import Analysis
import Faces
import Foundation
import Planning
import Statistics
import Support

/// Ages known up to an error: multiple imputation with and without the predictions.
func ageErrorSettings() -> [Setting] {
  [
    ageError(subjects: 800, facesPerSubject: 1),
    ageError(subjects: 250, facesPerSubject: 4),
    ageError(subjects: 250, facesPerSubject: 4, sharesError: true),
    ageError(subjects: 300, facesPerSubject: 4, midpoint: 5, standardDeviationInYears: 0.5),
    twoModels(subjects: 400),
    ageError(subjects: 250, facesPerSubject: 4, answers: Answers(withinSubject: 0.3)),
    twoModels(subjects: 400, answers: Answers(withinSubject: 0.3, betweenModels: 0.6)),
    wrongAges(knownAges: nil), wrongAges(knownAges: 100), wrongAges(knownAges: 200),
  ]
}

/// How cohorts of `ageErrorSettings` are drawn and analysed, for the page.
let ageErrorMethod: String = {
  let (study, program) = (settings(seed: 1), AgeErrorSettings())
  let (curves, defaults) = (curveSettings(seed: 1), TransitionSettings())
  return """
    Here predictions are **independent** unless a correlation is named: given the true age nothing correlates \
    the faces of one subject, or the models on one face, and all emotions are equally hard. Estimated \
    ages are unbiased and their stated spread is right unless they are said to be wrong: the true age \
    is normal around the estimate (standard deviation as named, at most 0.4 of the estimate). All faces of a subject have one estimated age. The study \
    makes \(study.imputations) imputed data sets of \(study.cycles) cycles and \
    \(study.resamples ?? 0) resamples of them, and for ages as estimated \(curves.replicates) resamples and \
    \(curves.boundSimulations ?? 0) simulated data sets a bound. The program makes \
    \(program.imputations), \(program.cycles), \(program.resamples ?? 0), \
    \(defaults.replicates) and \(defaults.boundSimulations ?? 0).
    """
}()

/// Fewer draws than the defaults, so that thousands of cohorts take minutes.
private func settings(seed: UInt64) -> AgeErrorSettings {
  AgeErrorSettings(
    seed: seed, imputations: 5, cycles: 3, resamples: 24, transition: curveSettings(seed: seed))
}

private func curveSettings(seed: UInt64) -> TransitionSettings {
  TransitionSettings(seed: seed, replicates: 60, boundSimulations: 19)
}

/// A transition in predictions that follow the true age.
private func planted(at midpoint: Double) -> TransitionCurve {
  TransitionCurve(infantAsymptote: 0.35, adultAsymptote: 0.75, midpoint: midpoint, scale: 1)
}

private func ageError(
  subjects: Int, facesPerSubject: Int, midpoint: Double = 9, standardDeviationInYears: Double = 2,
  sharesError: Bool = false, answers: Answers = Answers()
) -> Setting {
  let planted = planted(at: midpoint)
  let cohort = UncertainCohort(
    subjects: subjects, facesPerSubject: facesPerSubject,
    standardDeviationInYears: standardDeviationInYears,
    sharesError: sharesError, models: [planted.accuracy(at:)], answers: answers)
  let truth = cohort.trueTrend(of: planted)
  let place = midpoint == 9 ? "" : String(format: "transition at %g years, ", midpoint)
  let sharing = facesPerSubject == 1 ? "" : sharesError ? ", error shared" : ", errors independent"
  let aim: Aim = sharesError ? .none : .coverage
  return Setting(
    part: "age-error",
    name: "\(subjects) subjects with \(facesPerSubject) face\(facesPerSubject == 1 ? "" : "s"), "
      + place + String(format: "ages ± %g year", standardDeviationInYears)
      + (standardDeviationInYears == 1 ? "" : "s") + sharing + answers.inWords,
    questions: [
      Question(name: "imputation given the predictions holds the trend", aim: aim),
      Question(name: "imputation given the predictions holds the transition age", aim: aim),
      Question(name: "ages as estimated hold the trend", aim: .none),
      Question(name: "ages as estimated hold the transition age", aim: .none),
      Question(name: "naive imputation holds the trend", aim: .none),
      Question(name: "naive imputation holds the transition age", aim: .none),
    ], cohorts: 2000
  ) { generator in
    let analysis = try cohort.analysis(["adult"], &generator)
    let trend = analysis.results.first { $0.quantity == .trend }
    let age = analysis.ages?.first
    return [
      trend?.imputed?.estimate.holds(truth), age?.imputed?.interval.contains(planted.midpoint),
      trend?.asEstimated?.estimate.holds(truth),
      age?.asEstimated?.interval.contains(planted.midpoint),
      trend?.naive?.estimate.holds(truth), age?.naive?.interval.contains(planted.midpoint),
    ]
  }
}

/// Curves of the kind that trained models have: the adult model's rises in two steps, with heads
/// and then with expressions, so that no logistic curve is its shape.
private func twoModels(subjects: Int, answers: Answers = Answers()) -> Setting {
  let (heads, expressions) = (
    TransitionCurve(infantAsymptote: 0, adultAsymptote: 1, midpoint: 2, scale: 0.6), planted(at: 9)
  )
  let cohort = UncertainCohort(
    subjects: subjects, facesPerSubject: 4, standardDeviationInYears: 2, sharesError: false,
    models: [
      { 0.65 - 0.1 * heads.accuracy(at: $0) - 0.6 * (expressions.accuracy(at: $0) - 0.35) },
      { 0.05 + 0.2 * heads.accuracy(at: $0) + expressions.accuracy(at: $0) - 0.2 },
    ], answers: answers)
  let questions = ["imputation given the predictions holds", "ages as estimated hold"].flatMap {
    ages in
    ["infant model's midpoint", "adult model's midpoint", "crossing"].map {
      Question(
        name: "\(ages) the \($0)",
        aim: ages.hasPrefix("imputation") && !$0.hasPrefix("adult") ? .coverage : .none)
    }
  }
  let truths = Result { try cohort.trueAges() }
  return Setting(
    part: "age-error",
    name: "\(subjects) subjects with 4 faces, two models, one with two steps, ages ± 2 years"
      + answers.inWords,
    questions: questions, cohorts: 2000
  ) { generator in
    let truths = try truths.get()
    let ages = try cohort.analysis(["infant", "adult"], &generator).ages ?? []
    guard ages.count == truths.count else { return questions.map { _ in nil } }
    return [\AgeErrorAge.imputed, \.asEstimated].flatMap { treatment in
      zip(ages, truths).map { $0[keyPath: treatment]?.interval.contains($1) }
    }
  }
}

/// An estimator that takes children of 4 to 12 years for 2 years too old, and whose errors spread one and a half times as far as it
/// says, with and without the true ages of some other subjects of the archive.
private func wrongAges(knownAges: Int?) -> Setting {
  let planted = planted(at: 9)
  let cohort = UncertainCohort(
    subjects: 250, facesPerSubject: 4, standardDeviationInYears: 2, sharesError: false,
    models: [planted.accuracy(at:)], bias: 2, stretch: 1.5)
  return Setting(
    part: "age-error",
    name:
      "250 subjects with 4 faces, ages said to be ± 2 years are ± 3 and from 4 to 12 years 2 too old, "
      + (knownAges.map { "\($0) other true ages known" } ?? "no true ages known"),
    questions: [
      Question(
        name: "imputation given the predictions holds the transition age",
        aim: knownAges == nil ? .none : .coverage),
      Question(name: "its interval is bounded on both sides", aim: .none),
      Question(name: "imputed, the transition age is at most a year off", aim: .none),
      Question(name: "ages as estimated hold the transition age", aim: .none),
      Question(name: "as estimated, the transition age is at most a year off", aim: .none),
    ], cohorts: 2000
  ) { generator in
    let age = try cohort.analysis(["adult"], &generator, knownAges: knownAges).ages?.first
    func isNear(_ age: BoundedAge?) -> Bool? {
      age?.ageInYears.map { abs($0 - planted.midpoint) <= 1 }
    }
    return [
      age?.imputed?.interval.contains(planted.midpoint),
      age?.imputed.map { $0.interval.width != nil },
      isNear(age?.imputed), age?.asEstimated?.interval.contains(planted.midpoint),
      isNear(age?.asEstimated),
    ]
  }
}

/// The correlations of the latent numbers that decide whether predictions are correct.
private struct Answers: Sendable {
  /// Of two faces of one subject.
  var withinSubject = 0.0
  /// Of two models on one face.
  var betweenModels = 0.0

  var isIndependent: Bool { withinSubject == 0 && betweenModels == 0 }

  var inWords: String {
    isIndependent
      ? ""
      : String(format: ", predictions correlated %g within subjects", withinSubject)
        + (betweenModels > 0 ? String(format: " and %g between models", betweenModels) : "")
  }

  /// What all faces of one subject share, model by model; nothing where faces are independent.
  func ofSubject(models: Int, _ generator: inout SeededGenerator) -> [Double] {
    isIndependent ? [] : ofModels(models, &generator)
  }

  /// Whether each model is right about a face.
  /// - Parameters:
  ///   - chances: Model by model.
  ///   - subject: What faces of its subject share.
  func areCorrect(
    _ chances: [Double], subject: [Double], _ generator: inout SeededGenerator
  ) throws -> [Bool] {
    guard !isIndependent else { return chances.map { generator.uniform() < $0 } }
    return try zip(zip(chances, subject), ofModels(chances.count, &generator)).map {
      try NormalDistribution.cumulative(Self.mixed($0.1, $1, share: withinSubject)) < $0.0
    }
  }

  /// Normal numbers of the models that correlate.
  private func ofModels(_ count: Int, _ generator: inout SeededGenerator) -> [Double] {
    let common = generator.normal()
    return (0..<count).map { _ in
      Self.mixed(common, generator.normal(), share: betweenModels)
    }
  }

  private static func mixed(_ common: Double, _ own: Double, share: Double) -> Double {
    share.squareRoot() * common + (1 - share).squareRoot() * own
  }
}

/// Subjects whose faces have estimated ages around which the true ones lie.
private struct UncertainCohort: Sendable {
  var subjects: Int
  var facesPerSubject: Int
  /// Standard deviation of the true age around the estimate; less near birth, so that true ages are
  /// not cut off at 0.
  let standardDeviationInYears: Double
  /// Whether the error is the same for all faces of a subject.
  let sharesError: Bool
  /// Each model's chance to be right at a true age.
  let models: [@Sendable (Double) -> Double]
  var answers = Answers()
  /// By how many years children of 4 to 12 are taken for too old, and how many times the stated spread the true one is.
  var bias = 0.0
  var stretch = 1.0

  /// Draws a cohort and follows its results through the treatments of the ages.
  func analysis(
    _ names: [String], _ generator: inout SeededGenerator, knownAges: Int? = nil
  ) throws -> AgeErrorAnalysis {
    let faces = try draw(&generator).map(\.face)
    let known = try knownAges.map { count in
      var others = self
      others.subjects = count
      others.facesPerSubject = 1
      return try others.draw(&generator).map { face, age in
        KnownAge(
          estimate: AgeEstimate(ageInYears: face.ageInYears, distribution: face.likelyAges),
          ageInYears: age)
      }
    }
    return try AgeErrorAnalysis(
      faces: faces, models: names, groups: .study, settings: settings(seed: generator.next()),
      correctedBy: known, workers: 1)
  }

  private func draw(
    _ generator: inout SeededGenerator
  ) throws -> [(face: UncertainFace, trueAge: Double)] {
    try (0..<subjects).flatMap { subject in
      let span = SimulatedFaces.spans[subject % SimulatedFaces.spans.count]
      let estimate = generator.uniform(span.lowerBound, span.upperBound)
      let shared = generator.normal()
      let spread = min(standardDeviationInYears, 0.4 * estimate)
      let likelyAges = try AgeDistribution(
        ageInYears: estimate, standardDeviationInYears: spread)
      let off = (4...12).contains(estimate) ? bias : 0
      let ofSubject = answers.ofSubject(models: models.count, &generator)
      return try (0..<facesPerSubject).map { _ in
        let age = max(
          0, estimate - off + stretch * spread * (sharesError ? shared : generator.normal()))
        let face = UncertainFace(
          subject: subject, emotion: LabelScheme.emotions7.emotions[generator.integer(below: 7)],
          ageInYears: estimate, likelyAges: likelyAges,
          isCorrect: try answers.areCorrect(
            models.map { $0(age) }, subject: ofSubject, &generator
          ).map { $0 })
        return (face, age)
      }
    }
  }

  /// The midpoints of both models' logistic curves and their crossing, at true ages in a cohort
  /// that is large enough to be taken for all.
  func trueAges() throws -> [Double] {
    var generator = SeededGenerator(seed: 1, stream: "age-error/true-ages")
    let cohort = UncertainCohort(
      subjects: 100_000, facesPerSubject: facesPerSubject,
      standardDeviationInYears: standardDeviationInYears,
      sharesError: sharesError, models: models)
    let faces = try cohort.draw(&generator)
    let samples = try models.indices.compactMap { model in
      try TransitionSample(
        faces.compactMap { face, age in
          face.isCorrect[model].map {
            AgedPrediction(
              subject: face.subject, ageInYears: age, emotion: face.emotion, isCorrect: $0)
          }
        }, ages: .study, settings: TransitionSettings())
    }
    let fits = samples.compactMap { $0.fit() }
    guard fits.count == 2,
      let crossing = try CurveCrossing(
        infant: (samples[0], fits[0]), adult: (samples[1], fits[1]), resamples: [])?.age
    else { return [] }
    return fits.map(\.curve.midpoint) + [crossing]
  }

  /// The least-squares slope of accuracy on the rank of the true age's group, in a cohort that is
  /// large enough to be taken for all.
  func trueTrend(of planted: TransitionCurve) -> Double {
    var generator = SeededGenerator(seed: 1, stream: "age-error/truth")
    var (count, score, square, outcome, product) = (0.0, 0.0, 0.0, 0.0, 0.0)
    for subject in 0..<1_000_000 {
      let span = SimulatedFaces.spans[subject % SimulatedFaces.spans.count]
      let estimate = generator.uniform(span.lowerBound, span.upperBound)
      let age = max(
        0, estimate + min(standardDeviationInYears, 0.4 * estimate) * generator.normal())
      let rank = Double(AgeGrouping.study.index(ofAgeInYears: age))
      count += 1
      score += rank
      square += rank * rank
      outcome += planted.accuracy(at: age)
      product += rank * planted.accuracy(at: age)
    }
    return (product - score * outcome / count) / (square - score * score / count)
  }
}
