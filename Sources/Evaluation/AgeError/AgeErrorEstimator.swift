import Cohort
import Statistics

/// Estimates every model's quantities at given ages.
struct AgeErrorEstimator: Sendable {
  let imputation: AgeImputation

  init(_ faces: [UncertainFace], models: Int, settings: AgeErrorSettings) {
    // The classes that count stay those of the estimated ages, so that all treatments compare.
    let mix = (0..<models).map { model in
      StandardMix(
        faces.compactMap { face in
          face.isCorrect[model].map {
            AgedAnswer(
              subject: face.subject, ageInYears: face.ageInYears, emotion: face.emotion,
              isCorrect: $0)
          }
        }, settings: settings.transition)
    }
    imputation = AgeImputation(
      faces: faces, models: models, subjects: (faces.map(\.subject).max() ?? -1) + 1, mix: mix,
      settings: settings)
  }

  /// Model by model the trend, the toddler-adult difference and the transition age.
  func estimates(ages: [Double], leavingOut: [Bool]? = nil) throws -> [ErrorEstimate?] {
    try (0..<imputation.models).flatMap { model -> [ErrorEstimate?] in
      var kept = imputation
      var ages = ages
      if let leavingOut {
        let places = ages.indices.filter { !leavingOut[$0] }
        ages = places.map { ages[$0] }
        kept = imputation.keeping(places)
      }
      let answers = kept.answers(model, ages: ages)
      let counts = AgeErrorEstimator.counts(answers, subjects: imputation.subjects)
      let groups = AgeGroup.allCases.count
      var ends = [Double?](repeating: nil, count: groups)
      ends[AgeGroup.toddler.index] = 0
      ends[AgeGroup.adult.index] = 1
      return [
        try clusterRobustError(of: counts, scores: (0..<groups).map(Double.init)),
        try clusterRobustError(of: counts, scores: ends),
        try transitionAge(answers, mix: imputation.mix[model]),
      ]
    }
  }

  private func transitionAge(
    _ answers: [AgedAnswer], mix: StandardMix
  ) throws -> ErrorEstimate? {
    guard
      let sample = try TransitionSample(
        answers, mix: mix, settings: imputation.settings.transition),
      let fit = sample.fit(),
      let error = sample.fitter.midpointError(of: fit.curve, in: sample.outcomes).standardError
    else { return nil }
    return ErrorEstimate(
      value: fit.curve.midpoint, standardError: error,
      degreesOfFreedom: Double(max(1, sample.subjects - 1)))
  }

  /// Per subject the faces of each age group, then the right answers.
  private static func counts(_ answers: [AgedAnswer], subjects: Int) -> ClusterSums {
    let groups = AgeGroup.allCases.count
    var sums = ClusterSums(count: subjects, width: 2 * groups)
    for answer in answers {
      let group = AgeGroup(ageInYears: answer.ageInYears).index
      sums[answer.subject, group] += 1
      if answer.isCorrect { sums[answer.subject, groups + group] += 1 }
    }
    return sums
  }
}

extension AgeImputation {
  /// The same for some of the faces.
  func keeping(_ places: [Int]) -> AgeImputation {
    AgeImputation(
      faces: places.map { faces[$0] }, models: models, subjects: subjects, mix: mix,
      settings: settings)
  }
}
