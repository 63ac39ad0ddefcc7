import Faces
import Statistics
import Support

extension AgeCalibration {
  /// - Returns: nil where some face has no predicted distribution.
  init?(_ predictions: [AgePrediction], settings: EvaluationSettings) throws {
    guard !predictions.isEmpty,
      predictions.allSatisfy({ $0.estimate.distribution != nil })
    else { return nil }
    let ages = settings.ages
    func faces(_ group: KeyPath<AgePrediction, AgeGroup?>) -> [(AgeGroup, [AgePrediction])] {
      ages.groups.map { known in (known, predictions.filter { $0[keyPath: group] == known }) }
        .filter { !$0.1.isEmpty }
    }
    let estimated = faces(\.estimatedAgeGroup)
    byEstimatedGroup = try parallelMap(count: estimated.count) { index in
      try EstimatedGroup(estimated[index].0, estimated[index].1, settings: settings)
    }
    let promises =
      estimated.flatMap { group, faces in
        Promise.memberships(of: faces, among: group, ages: ages)
          + [Promise.coverage(of: faces, among: group, kind: .coverageByEstimatedAge)]
      }
      + faces(\.ageGroup).map { group, faces in
        Promise.coverage(of: faces, among: group, kind: .coverageByKnownAge)
      }
    let checked = promises.filter(\.canBeChecked)
    self.checked = checked.count
    broken = try checked.compactMap {
      try $0.broken(level: 1 - (1 - settings.level) / Double(checked.count))
    }
    withinSubjectCorrelation = try AgeCalibration.withinSubjectCorrelation(
      predictions, settings: settings)
  }

  /// The intraclass correlation of the standardised errors, by the variances between and within
  /// subjects (Fisher 1925; ICC(1) of Shrout & Fleiss 1979, for subjects of unequal size).
  private static func withinSubjectCorrelation(
    _ predictions: [AgePrediction], settings: EvaluationSettings
  ) throws -> Estimate? {
    let index = SubjectIndex(predictions.map(\.unit))
    var faces = [[Double]](repeating: [], count: index.count)
    for (prediction, subject) in zip(predictions, index.subjectOfFace) {
      if let distribution = prediction.estimate.distribution {
        faces[subject].append(try distribution.standardScore(ofAge: prediction.ageInYears))
      }
    }
    guard faces.count(where: { $0.count > 1 }) >= SubgroupMetrics.minimumSubjects else {
      return nil
    }
    // Per subject: 1, n, n², Σz, Σz², (Σz)²/n.
    var sums = ClusterSums(count: index.count, width: 6)
    for (subject, scores) in faces.enumerated() {
      let (n, sum) = (Double(scores.count), scores.reduce(0, +))
      let row = [1, n, n * n, sum, scores.reduce(0) { $0 + $1 * $1 }, sum * sum / n]
      for (column, value) in row.enumerated() { sums[subject, column] = value }
    }
    var generator = SeededGenerator(seed: settings.seed, stream: "evaluation/age/correlation")
    return try ClusterBootstrap(
      resampling: sums, replicates: settings.replicates, generator: &generator
    ).estimate(level: settings.level, label: "subject-cluster bootstrap") { sums in
      let (subjects, faces) = (sums[0], sums[1])
      guard faces > subjects, subjects > 1 else { return nil }
      let between = (sums[5] - sums[3] * sums[3] / faces) / (subjects - 1)
      let within = (sums[4] - sums[5]) / (faces - subjects)
      let size = (faces - sums[2] / faces) / (subjects - 1)
      let total = between + (size - 1) * within
      return total > 0 ? (between - within) / total : nil
    }
  }
}

extension AgeCalibration.EstimatedGroup {
  fileprivate init(
    _ group: AgeGroup, _ faces: [AgePrediction], settings: EvaluationSettings
  ) throws {
    ageGroup = group
    n = faces.count
    let index = SubjectIndex(faces.map(\.unit))
    subjects = index.knownCount
    coverage = try AgeErrors(
      faces, settings: settings, stream: "evaluation/age/estimated/\(group.rawValue)")?.coverage
    let ages = settings.ages
    // Per subject the faces, then for each group the probabilities and the faces that are in it.
    var sums = ClusterSums(count: index.count, width: 1 + 2 * ages.count)
    for (face, subject) in zip(faces, index.subjectOfFace) {
      sums[subject, 0] += 1
      for (column, probability) in face.groupProbabilities.enumerated() {
        sums[subject, 1 + column] += probability
      }
      if let known = face.ageGroup { sums[subject, 1 + ages.count + ages.index(of: known)] += 1 }
    }
    let intervals = ProportionIntervals(
      sums, repeats: index.repeats, settings: settings,
      stream: "evaluation/age/membership/\(group.rawValue)")
    memberships = try ages.groups.enumerated().compactMap { place, known in
      guard let probability = try intervals.bootstrapped({ $0[1 + place] / $0[0] }),
        let share = try intervals.estimate(successes: [1 + ages.count + place], trials: [0])
      else { return nil }
      return AgeCalibration.Membership(
        ageGroup: known, probability: probability, share: share)
    }
  }
}

/// Something that an estimator says of a group of faces, before it is checked.
private struct Promise {
  let kind: AgeCalibration.BrokenPromise.Kind
  let among: AgeGroup
  var of: AgeGroup?
  let faces: Int
  let subjects: Int
  let promised: Double
  let found: Double

  static func memberships(
    of faces: [AgePrediction], among group: AgeGroup, ages: AgeGrouping
  ) -> [Promise] {
    let (count, subjects) = (Double(faces.count), SubjectIndex(faces.map(\.unit)).count)
    let said = faces.map(\.groupProbabilities)
    return ages.groups.enumerated().map { place, known in
      Promise(
        kind: .membership, among: group, of: known, faces: faces.count, subjects: subjects,
        promised: said.reduce(0) { $0 + $1[place] } / count,
        found: Double(faces.count { $0.ageGroup == known }) / count)
    }
  }

  static func coverage(
    of faces: [AgePrediction], among group: AgeGroup, kind: AgeCalibration.BrokenPromise.Kind
  ) -> Promise {
    let held = faces.count { $0.holdsAge(level: AgeCoverage.checkedLevel) }
    return Promise(
      kind: kind, among: group, faces: faces.count,
      subjects: SubjectIndex(faces.map(\.unit)).count, promised: AgeCoverage.checkedLevel,
      found: Double(held) / Double(faces.count))
  }

  /// As few faces as no subgroup is told of say nothing.
  var canBeChecked: Bool {
    faces >= SubgroupMetrics.minimumFaces && subjects >= SubgroupMetrics.minimumSubjects
  }

  /// A subject's faces are of one age and nearly all stand in one group: they count as one.
  /// - Returns: nil where the promise is kept.
  func broken(level: Double) throws -> AgeCalibration.BrokenPromise? {
    var interval = try wilsonInterval(
      proportion: found, effectiveSize: Double(subjects), level: level)
    // Exactly 0 and 1 at the ends, where rounding would leave a trace.
    if found == 0 { interval.lower = 0 }
    if found == 1 { interval.upper = 1 }
    guard !(interval.lower...interval.upper).contains(promised) else { return nil }
    return AgeCalibration.BrokenPromise(
      kind: kind, among: among, of: of, n: faces, promised: promised, found: interval)
  }
}
