import Cohort
import Evaluation
import Foundation
import Statistics
import Support

/// Ages known up to an error: multiple imputation with and without the answers.
func ageErrorSettings() -> [Setting] {
  [
    ageError(subjects: 800, facesPerSubject: 1, sharesError: false),
    ageError(subjects: 250, facesPerSubject: 4, sharesError: false),
    ageError(subjects: 250, facesPerSubject: 4, sharesError: true),
  ]
}

/// The transition at 9 years in answers that follow the true age.
private let planted = TransitionCurve(
  infantAsymptote: 0.35, adultAsymptote: 0.75, midpoint: 9, scale: 1)

private func ageError(subjects: Int, facesPerSubject: Int, sharesError: Bool) -> Setting {
  let cohort = UncertainCohort(
    subjects: subjects, facesPerSubject: facesPerSubject, sharesError: sharesError)
  let truth = cohort.trueTrend
  let settings = AgeErrorSettings(imputations: 10, cycles: 4)
  let sharing = facesPerSubject == 1 ? "" : sharesError ? ", error shared" : ", errors independent"
  let aim: Aim = sharesError ? .none : .coverage
  return Setting(
    part: "age-error",
    name: "\(subjects) subjects with \(facesPerSubject) face\(facesPerSubject == 1 ? "" : "s"), "
      + "ages ± 2 years\(sharing)",
    questions: [
      Question(name: "imputation given the answers holds the trend", aim: aim),
      Question(name: "imputation given the answers holds the transition age", aim: aim),
      Question(name: "ages as estimated hold the trend", aim: .none),
      Question(name: "ages as estimated hold the transition age", aim: .none),
      Question(name: "naive imputation holds the trend", aim: .none),
      Question(name: "naive imputation holds the transition age", aim: .none),
    ], cohorts: 2000
  ) { generator in
    let faces = cohort.draw(&generator)
    let analysis = try AgeErrorAnalysis(
      faces: faces, models: ["adult"],
      settings: AgeErrorSettings(
        seed: generator.next(), imputations: settings.imputations, cycles: settings.cycles),
      workers: 1)
    let trend = analysis.results.first { $0.quantity == .trend }
    let age = analysis.results.first { $0.quantity == .transitionAge }
    return [
      trend?.imputed?.estimate.holds(truth), age?.imputed?.estimate.holds(planted.midpoint),
      trend?.asEstimated?.estimate.holds(truth),
      age?.asEstimated?.estimate.holds(planted.midpoint),
      trend?.naive?.estimate.holds(truth), age?.naive?.estimate.holds(planted.midpoint),
    ]
  }
}

/// Subjects whose faces have estimated ages around which the true ones lie.
private struct UncertainCohort {
  let subjects: Int
  let facesPerSubject: Int
  /// Whether the error is the same for all faces of a subject.
  let sharesError: Bool

  func draw(_ generator: inout SeededGenerator) -> [UncertainFace] {
    (0..<subjects).flatMap { subject in
      let span = SimulatedFaces.spans[subject % SimulatedFaces.spans.count]
      let estimate = generator.uniform(span.lowerBound, span.upperBound)
      let shared = generator.normal()
      return (0..<facesPerSubject).map { _ in
        // Near birth the error is smaller, so that true ages are not cut off at 0.
        let spread = min(2, 0.4 * estimate)
        let age = max(0, estimate + spread * (sharesError ? shared : generator.normal()))
        return UncertainFace(
          subject: subject, emotion: Emotion.allCases[generator.integer(below: 7)],
          ageInYears: estimate, spread: spread,
          isCorrect: [generator.uniform() < planted.accuracy(at: age)])
      }
    }
  }

  /// The least-squares slope of accuracy on the rank of the true age's group, in a cohort that is
  /// large enough to be taken for all.
  var trueTrend: Double {
    var generator = SeededGenerator(seed: 1, stream: "age-error/truth")
    var (count, score, square, outcome, product) = (0.0, 0.0, 0.0, 0.0, 0.0)
    for subject in 0..<1_000_000 {
      let span = SimulatedFaces.spans[subject % SimulatedFaces.spans.count]
      let estimate = generator.uniform(span.lowerBound, span.upperBound)
      let age = max(0, estimate + min(2, 0.4 * estimate) * generator.normal())
      let rank = Double(AgeGroup(ageInYears: age).index)
      count += 1
      score += rank
      square += rank * rank
      outcome += planted.accuracy(at: age)
      product += rank * planted.accuracy(at: age)
    }
    return (product - score * outcome / count) / (square - score * score / count)
  }
}
