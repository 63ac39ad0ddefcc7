import Faces
import Statistics

/// Estimates every model's quantities at given ages.
struct AgeErrorEstimator: Sendable {
  let faces: [UncertainFace]
  let models: Int
  let subjects: Int
  let ages: AgeGrouping
  let settings: AgeErrorSettings
  /// Whether the first two models are the infant and the adult one.
  let comparesInfantAndAdult: Bool
  /// The classes that count stay those of the estimated ages, so that all treatments compare.
  private let distribution: [StandardDistribution]

  init(
    _ faces: [UncertainFace], models names: [String], ages: AgeGrouping, settings: AgeErrorSettings
  ) {
    self.faces = faces
    models = names.count
    comparesInfantAndAdult = names.prefix(2) == ["infant", "adult"]
    self.ages = ages
    self.settings = settings
    subjects = faces.subjectCount
    distribution = names.indices.map { model in
      StandardDistribution(
        AgeErrorEstimator.predictions(of: model, faces: faces, ages: faces.map(\.ageInYears)),
        ages: ages, settings: settings.transition)
    }
  }

  /// What is estimated where the faces have given ages.
  ///
  /// Drawn ages are asked nothing of: whether a group has enough faces is decided by the estimated ones.
  /// - Parameter leavingOut: Faces that do not count.
  func estimates(agesInYears: [Double], leavingOut: [Bool]? = nil) throws -> DataSetEstimates {
    let kept = faces.indices.filter { leavingOut?[$0] != true }
    let counted = kept.map { faces[$0] }
    let keptAges = kept.map { agesInYears[$0] }
    let groups = ages.count
    var ends = [Double?](repeating: nil, count: groups)
    ends[ages.index(of: ages.infant)] = 0
    ends[ages.index(of: ages.adult)] = 1
    let predictions = (0..<models).map {
      AgeErrorEstimator.predictions(of: $0, faces: counted, ages: keptAges)
    }
    return DataSetEstimates(
      changes: try predictions.map {
        let counts = counts($0)
        return [
          .trend: try clusterRobustError(of: counts, scores: (0..<groups).map(Double.init)),
          .toddlerAdult: try clusterRobustError(of: counts, scores: ends),
        ].compactMapValues(\.self)
      },
      samples: try zip(predictions, distribution).map {
        try TransitionSample($0, distribution: $1, settings: settings.transition)
      })
  }

  /// The same where the faces have their estimated ages, without what too few faces remain for.
  /// - Parameter leavingOut: Faces that do not count.
  func knownEstimates(leavingOut: [Bool]? = nil) throws -> KnownAges {
    let own = faces.map(\.ageInYears)
    var estimates = try estimates(agesInYears: own, leavingOut: leavingOut)
    var shortfalls: [[AgeErrorQuantity: String]] = []
    for model in 0..<models {
      let all = AgeErrorEstimator.predictions(of: model, faces: faces, ages: own)
      let kept = faces.indices.filter { leavingOut?[$0] != true }
      let left = AgeErrorEstimator.predictions(
        of: model, faces: kept.map { faces[$0] }, ages: kept.map { own[$0] })
      var shortfall: [AgeErrorQuantity: String] = [:]
      shortfall[.toddlerAdult] = shortfallOfGroups(of: left, in: [ages.infant, ages.adult])
      // A trend over other groups would be another one.
      shortfall[.trend] = shortfallOfGroups(
        of: left, in: large(ages.groups, of: all))
      if leavingOut != nil, distribution[model].groups.count > 1 {
        shortfall[.transitionAge] =
          distribution[model].shortfall(of: left, settings: settings.transition)
          ?? (estimates.samples[model] == nil
            ? "too few subjects are left on either side of any age" : nil)
      }
      for quantity in AgeErrorQuantity.changes where shortfall[quantity] != nil {
        estimates.changes[model][quantity] = nil
      }
      if shortfall[.transitionAge] != nil { estimates.samples[model] = nil }
      shortfalls.append(shortfall)
    }
    return KnownAges(
      estimates: estimates, crossing: try crossing(estimates.samples), shortfalls: shortfalls)
  }

  /// The groups with enough faces and subjects for a statement about them.
  private func large(_ groups: [AgeGroup], of predictions: [AgedPrediction]) -> [AgeGroup] {
    groups.filter { group in
      let own = predictions.filter { ages.group(ofAgeInYears: $0.ageInYears) == group }
      return own.count >= CrossAgeCounts.minimumFaces
        && Set(own.map(\.subject)).count >= CrossAgeCounts.minimumSubjects
    }
  }

  /// Why predictions are too few for a comparison of groups; nil where they are enough.
  private func shortfallOfGroups(of predictions: [AgedPrediction], in groups: [AgeGroup]) -> String?
  {
    let large = large(groups, of: predictions)
    let small = groups.filter { !large.contains($0) }.map { group in
      let own = predictions.filter { ages.group(ofAgeInYears: $0.ageInYears) == group }
      return "\(own.count) \(ages.faces(of: group)) of \(Set(own.map(\.subject)).count) subjects"
    }
    guard !small.isEmpty else { return nil }
    return "there are \(Wording.list(small)), and every age group needs "
      + "\(CrossAgeCounts.minimumFaces) faces of \(CrossAgeCounts.minimumSubjects) subjects"
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

  /// The model's predictions at given ages.
  static func predictions(
    of model: Int, faces: [UncertainFace], ages: [Double]
  ) -> [AgedPrediction] {
    zip(faces, ages).compactMap { face, age in
      face.isCorrect[model].map {
        AgedPrediction(
          subject: face.subject, ageInYears: age, emotion: face.emotion, isCorrect: $0)
      }
    }
  }

  /// Per subject the faces of each age group, then the correct predictions.
  private func counts(_ predictions: [AgedPrediction]) -> ClusterSums {
    let groups = ages.count
    var sums = ClusterSums(count: subjects, width: 2 * groups)
    for prediction in predictions {
      let group = ages.index(ofAgeInYears: prediction.ageInYears)
      sums[prediction.subject, group] += 1
      if prediction.isCorrect { sums[prediction.subject, groups + group] += 1 }
    }
    return sums
  }
}

/// What is estimated from one data set.
struct DataSetEstimates: Sendable {
  /// Model by model, what can be estimated of the change of accuracy between age groups.
  var changes: [[AgeErrorQuantity: ErrorEstimate]]
  /// Model by model the predictions of the curve; nil where none can be fitted.
  var samples: [TransitionSample?]
}
