import Cohort
import Statistics

/// Estimates every model's quantities at given ages.
struct AgeErrorEstimator: Sendable {
  let faces: [UncertainFace]
  let models: Int
  let subjects: Int
  let settings: AgeErrorSettings
  /// Whether the first two models are the infant and the adult one.
  let comparesInfantAndAdult: Bool
  /// The classes that count stay those of the estimated ages, so that all treatments compare.
  private let mix: [StandardMix]

  init(_ faces: [UncertainFace], models names: [String], settings: AgeErrorSettings) {
    self.faces = faces
    models = names.count
    comparesInfantAndAdult = names.prefix(2) == ["infant", "adult"]
    self.settings = settings
    subjects = faces.subjectCount
    mix = names.indices.map { model in
      StandardMix(
        AgeErrorEstimator.answers(of: model, faces: faces, ages: faces.map(\.ageInYears)),
        settings: settings.transition)
    }
  }

  /// What is estimated where the faces have given ages.
  /// - Parameter leavingOut: Faces that do not count.
  func estimates(ages: [Double], leavingOut: [Bool]? = nil) throws -> DataSetEstimates {
    let kept = faces.indices.filter { leavingOut?[$0] != true }
    let counted = kept.map { faces[$0] }
    let ages = kept.map { ages[$0] }
    let groups = AgeGroup.allCases.count
    var ends = [Double?](repeating: nil, count: groups)
    ends[AgeGroup.toddler.index] = 0
    ends[AgeGroup.adult.index] = 1
    let answers = (0..<models).map {
      AgeErrorEstimator.answers(of: $0, faces: counted, ages: ages)
    }
    return DataSetEstimates(
      changes: try answers.map {
        let counts = AgeErrorEstimator.counts($0, subjects: subjects)
        return [
          .trend: try clusterRobustError(of: counts, scores: (0..<groups).map(Double.init)),
          .toddlerAdult: try clusterRobustError(of: counts, scores: ends),
        ].compactMapValues(\.self)
      },
      samples: try zip(answers, mix).map {
        try TransitionSample($0, mix: $1, settings: settings.transition)
      })
  }

  /// Where the adult model's curve overtakes the infant model's at known ages.
  func crossing(_ samples: [TransitionSample?]) throws -> BoundedAge? {
    guard comparesInfantAndAdult, let infant = samples[0], let adult = samples[1],
      let infantFit = infant.fit(), let adultFit = adult.fit()
    else { return nil }
    let resamples = (0..<settings.transition.replicates).map { replicate in
      let counts = SubjectResamples.multiplicity(
        subjects: subjects, seed: settings.transition.seed, replicate: replicate)
      return (infant.refitted(multiplicity: counts), adult.refitted(multiplicity: counts))
    }
    guard
      let crossing = try CurveCrossing(
        infant: (infant, infantFit), adult: (adult, adultFit), resamples: resamples)
    else { return nil }
    return BoundedAge(crossing, searched: infant.fitter.midpoints, adult.fitter.midpoints)
  }

  /// The model's answers at given ages.
  static func answers(
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
}
