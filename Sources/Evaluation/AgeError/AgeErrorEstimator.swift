import Cohort
import Statistics

/// Estimates every model's quantities at given ages.
struct AgeErrorEstimator: Sendable {
  let faces: [UncertainFace]
  let models: Int
  let subjects: Int
  let settings: AgeErrorSettings
  private let comparesInfantAndAdult: Bool
  /// The classes that count stay those of the estimated ages, so that all treatments compare.
  private let mix: [StandardMix]

  init(_ faces: [UncertainFace], models names: [String], settings: AgeErrorSettings) {
    self.faces = faces
    models = names.count
    comparesInfantAndAdult = names.prefix(2) == ["infant", "adult"]
    self.settings = settings
    subjects = (faces.map(\.subject).max() ?? -1) + 1
    mix = names.indices.map { model in
      StandardMix(
        AgeErrorEstimator.answers(of: model, faces: faces, ages: faces.map(\.ageInYears)),
        settings: settings.transition)
    }
  }

  /// What is estimated where the faces have given ages.
  /// - Parameters:
  ///   - leavingOut: Faces that do not count.
  ///   - resamples: The numbers of the resamples of subjects for the error of a crossing.
  func estimates(
    ages: [Double], leavingOut: [Bool]? = nil, resamples: Range<Int>
  ) throws -> DataSetEstimates {
    let kept = faces.indices.filter { leavingOut?[$0] != true }
    let answers = (0..<models).map { model in
      AgeErrorEstimator.answers(
        of: model, faces: kept.map { faces[$0] }, ages: kept.map { ages[$0] })
    }
    let groups = AgeGroup.allCases.count
    var ends = [Double?](repeating: nil, count: groups)
    ends[AgeGroup.toddler.index] = 0
    ends[AgeGroup.adult.index] = 1
    let samples = try zip(answers, mix).map {
      try TransitionSample($0, mix: $1, settings: settings.transition)
    }
    return DataSetEstimates(
      changes: try answers.map {
        let counts = AgeErrorEstimator.counts($0, subjects: subjects)
        return [
          .trend: try clusterRobustError(of: counts, scores: (0..<groups).map(Double.init)),
          .toddlerAdult: try clusterRobustError(of: counts, scores: ends),
        ].compactMapValues(\.self)
      },
      samples: samples, curves: curves(samples, resamples: resamples))
  }

  /// The curves of the infant and the adult model, which are the first two where there are both.
  private func curves(_ samples: [TransitionSample?], resamples: Range<Int>) -> CurvePair? {
    guard comparesInfantAndAdult, let infant = samples[0], let adult = samples[1],
      let infantFit = infant.fit(), let adultFit = adult.fit()
    else { return nil }
    return CurvePair(
      infant: infantFit.curve, adult: adultFit.curve,
      resamples: resamples.compactMap { replicate in
        let counts = SubjectResamples.multiplicity(
          subjects: subjects, seed: settings.transition.seed, replicate: replicate)
        guard let infant = infant.refitted(multiplicity: counts),
          let adult = adult.refitted(multiplicity: counts)
        else { return nil }
        return (infant, adult)
      })
  }

  /// The model's answers at given ages.
  private static func answers(
    of model: Int, faces: [UncertainFace], ages: [Double]
  ) -> [AgedAnswer] {
    zip(faces, ages).compactMap { face, age in
      face.isCorrect[model].map {
        AgedAnswer(
          subject: face.subject, ageInYears: age, emotion: face.emotion, isCorrect: $0)
      }
    }
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

/// What is estimated from one data set.
struct DataSetEstimates: Sendable {
  /// Model by model, what can be estimated of the change of accuracy between age groups.
  var changes: [[AgeErrorQuantity: ErrorEstimate]]
  /// Model by model the answers of the curve; nil where none can be fitted.
  var samples: [TransitionSample?]
  /// The two curves whose crossing is looked for.
  var curves: CurvePair?
}
