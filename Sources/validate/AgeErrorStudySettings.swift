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
  ]
}

/// How cohorts of `ageErrorSettings` are drawn and analysed, for the page.
let ageErrorMethod: String = {
  let (study, program) = (settings(seed: 1), AgeErrorSettings())
  let (curves, defaults) = (curveSettings(seed: 1), TransitionSettings())
  return """
    Here predictions are **independent**: given the true age nothing correlates the faces of one subject, \
    or the models on one face, and all emotions are equally hard. Estimated ages are unbiased and \
    their stated spread is right: the true age is normal around the estimate (standard deviation as \
    named, at most 0.4 of the estimate). All faces of a subject have one estimated age. The study \
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
  sharesError: Bool = false
) -> Setting {
  let planted = planted(at: midpoint)
  let cohort = UncertainCohort(
    subjects: subjects, facesPerSubject: facesPerSubject,
    standardDeviationInYears: standardDeviationInYears,
    sharesError: sharesError, models: [planted.accuracy(at:)])
  let truth = cohort.trueTrend(of: planted)
  let place = midpoint == 9 ? "" : String(format: "transition at %g years, ", midpoint)
  let sharing = facesPerSubject == 1 ? "" : sharesError ? ", error shared" : ", errors independent"
  let aim: Aim = sharesError ? .none : .coverage
  return Setting(
    part: "age-error",
    name: "\(subjects) subjects with \(facesPerSubject) face\(facesPerSubject == 1 ? "" : "s"), "
      + place + String(format: "ages ± %g year", standardDeviationInYears)
      + (standardDeviationInYears == 1 ? "" : "s") + sharing,
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
private func twoModels(subjects: Int) -> Setting {
  let (heads, expressions) = (
    TransitionCurve(infantAsymptote: 0, adultAsymptote: 1, midpoint: 2, scale: 0.6), planted(at: 9)
  )
  let cohort = UncertainCohort(
    subjects: subjects, facesPerSubject: 4, standardDeviationInYears: 2, sharesError: false,
    models: [
      { 0.65 - 0.1 * heads.accuracy(at: $0) - 0.6 * (expressions.accuracy(at: $0) - 0.35) },
      { 0.05 + 0.2 * heads.accuracy(at: $0) + expressions.accuracy(at: $0) - 0.2 },
    ])
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
    name: "\(subjects) subjects with 4 faces, two models, one with two steps, ages ± 2 years",
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

/// Subjects whose faces have estimated ages around which the true ones lie.
private struct UncertainCohort: Sendable {
  let subjects: Int
  let facesPerSubject: Int
  /// Standard deviation of the true age around the estimate; less near birth, so that true ages are
  /// not cut off at 0.
  let standardDeviationInYears: Double
  /// Whether the error is the same for all faces of a subject.
  let sharesError: Bool
  /// Each model's chance to be right at a true age.
  let models: [@Sendable (Double) -> Double]

  /// Draws a cohort and follows its results through the treatments of the ages.
  func analysis(
    _ names: [String], _ generator: inout SeededGenerator
  ) throws -> AgeErrorAnalysis {
    let faces = try draw(&generator).map(\.face)
    return try AgeErrorAnalysis(
      faces: faces, models: names, groups: .study, settings: settings(seed: generator.next()),
      workers: 1)
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
      return (0..<facesPerSubject).map { _ in
        let age = max(0, estimate + spread * (sharesError ? shared : generator.normal()))
        let face = UncertainFace(
          subject: subject, emotion: LabelScheme.emotions7.emotions[generator.integer(below: 7)],
          ageInYears: estimate, likelyAges: likelyAges,
          isCorrect: models.map { generator.uniform() < $0(age) })
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
