import Faces
import Presentation
import Statistics
import Support

extension AgeErrorAnalysis {
  /// Follows each model's trend, difference between the two models' groups and transition age, and the crossing of
  /// the two curves, through four treatments of the ages.
  ///
  /// The same table, ages and settings give the same result on any number of cores.
  /// - Parameters:
  ///   - ages: By image, where the true age may lie. It has to be calibrated: the predictive
  ///     distribution, not the estimator's noise.
  ///   - knownAgesInYears: By image, true ages that are known and that the analysis does not use.
  ///   - sample: By image, faces of known age that imputed ages are corrected by; nil for none.
  /// - Throws: `SmilestoneError` for settings that cannot be.
  package init(
    predictions: PredictionTable, ages: [PathKey: AgeEstimate],
    knownAgesInYears: [PathKey: Double] = [:],
    correctedBy sample: [PathKey: KnownAge]? = nil,
    settings: AgeErrorSettings = AgeErrorSettings(),
    observer: any ProgressObserver = SilentObserver()
  ) throws {
    try settings.check()
    let groups = predictions.vocabulary.ages
    var table = try UncertainFaces(predictions, ages: ages)
    for (place, image) in table.images.enumerated() {
      // What is known need not be drawn.
      if let known = sample?[image] {
        table.faces[place].likelyAges = AgeDistribution(knownAgeInYears: known.ageInYears)
      }
    }
    let checked = sample?.sorted { $0.key < $1.key }.map(\.value)
    try self.init(
      faces: table.faces, models: table.models, groups: groups, settings: settings,
      correctedBy: checked, observer: observer)
    if let checked {
      knownAges = try AgeCheck(
        checked,
        settings: EvaluationSettings(
          seed: settings.seed, level: settings.level, vocabulary: predictions.vocabulary))
    }
    facesWithoutStandardDeviation = table.withoutStandardDeviation
    let known = table.images.map { knownAgesInYears[$0] }
    if !known.contains(nil) {
      inWrongGroup = zip(table.faces, known).count { face, age in
        age.map(groups.group(ofAgeInYears:)) != groups.group(ofAgeInYears: face.ageInYears)
      }
    }
    summarise(groups)
  }

  /// The same for faces that are at hand; a face without a distribution counts as exact.
  package init(
    faces: [UncertainFace], models: [String], groups: AgeGrouping,
    settings: AgeErrorSettings, correctedBy sample: [KnownAge]? = nil, workers: Int? = nil,
    observer: any ProgressObserver = SilentObserver()
  ) throws {
    let estimator = AgeErrorEstimator(faces, models: models, ages: groups, settings: settings)
    let imputation = AgeImputation(
      faces: faces, models: models.count, settings: settings,
      correction: try sample.map { try AgeCorrection($0, ages: groups) })
    let progress = ProgressCounter(
      task: "Imputing ages", total: 2 * settings.imputations * (1 + (settings.resamples ?? 0)),
      unit: "data sets", observer: observer)
    func imputed(usingPredictions: Bool) throws -> ImputedAges {
      let dataSets = try parallelMap(count: settings.imputations, workers: workers) { number in
        defer { progress.advance() }
        return try estimator.estimates(
          agesInYears: imputation.ages(stream: "\(number)", usingPredictions: usingPredictions))
      }
      return ImputedAges(
        dataSets: dataSets,
        curves: try ImputedCurves(
          dataSets, imputation: imputation, estimator: estimator,
          usingPredictions: usingPredictions,
          workers: workers, progress: progress))
    }
    let isNear = faces.map { $0.isNearBoundary(of: groups, within: settings.boundaryDeviations) }
    let known = try parallelMap(count: 2, workers: workers) { number in
      try estimator.knownEstimates(leavingOut: number == 0 ? nil : isNear)
    }
    let treatments = AgeTreatments(
      asEstimated: known[0], withoutBoundaryFaces: known[1],
      imputed: try imputed(usingPredictions: true), naive: try imputed(usingPredictions: false))
    self.init(
      settings: settings, groups: groups, n: faces.count, facesWithoutStandardDeviation: 0,
      facesNearBoundary: isNear.count { $0 },
      expectedInWrongGroup: faces.reduce(0) { sum, face in
        let own = groups.index(ofAgeInYears: face.ageInYears)
        return sum + (face.likelyAges.map { 1 - $0.probabilities(of: groups)[own] } ?? 0)
      },
      results: try treatments.changes(models, settings),
      ages: try treatments.ages(models, workers: workers))
  }

  private init(
    settings: AgeErrorSettings, groups: AgeGrouping, n: Int, facesWithoutStandardDeviation: Int,
    facesNearBoundary: Int,
    expectedInWrongGroup: Double, results: [AgeErrorResult], ages: [AgeErrorAge]
  ) {
    self.settings = settings
    self.n = n
    self.facesWithoutStandardDeviation = facesWithoutStandardDeviation
    self.facesNearBoundary = facesNearBoundary
    self.expectedInWrongGroup = expectedInWrongGroup
    self.results = results
    self.ages = ages
    turningResults =
      results.filter(\.turns).map { $0.name(groups) } + ages.filter(\.turns).map(\.name)
    let largest = results.filter { $0.shift != nil }
      .max { abs($0.shift ?? 0) < abs($1.shift ?? 0) }
    largestShift = largest?.shift
    largestShiftOf = largest?.name(groups)
    summary = ""
    summarise(groups)
  }

  private mutating func summarise(_ groups: AgeGrouping) {
    let ages = self.ages ?? []
    let near = n > 0 ? Double(facesNearBoundary) / Double(n) : 0
    func share(_ count: Double) -> String {
      "\(Format.count(Int(count.rounded()))) "
        + "(\(Format.wholePercent(n > 0 ? count / Double(n) : 0)))"
    }
    var parts = [
      "of \(Format.count(n)) faces \(share(Double(facesNearBoundary))) lie near a bound between age groups, and "
        + "\(share(expectedInWrongGroup ?? 0)) are expected to stand in the wrong one"
        + (inWrongGroup.map { "; by their true ages \(share(Double($0))) do" } ?? "")
    ]
    if let knownAges { parts.append(knownAges.inWords) }
    parts += [
      Self.sentence(
        "changes of accuracy", results.filter(\.isCompared).map { ($0.name(groups), $0.turns) }),
      Self.sentence("ages", ages.map { ($0.name, $0.turns) }),
    ].compactMap(\.self)
    parts += ages.compactMap { age in
      age.unlocated(sharesOfFacesNear: near).map { "\(age.inWords): \($0)" }
    }
    if let largestShift, let largestShiftOf {
      parts.append(
        "the largest shift of a change is \(Format.number(abs(largestShift), decimals: 1)) standard "
          + "errors (\(largestShiftOf))")
    }
    summary = (parts + ages.compactMap(\.sentence)).joined(separator: "; ") + "."
  }

  /// "1 of 3 ages depend on the treatment of age error (crossing)"; nil where there are none.
  private static func sentence(_ kind: String, _ verdicts: [(name: String, turns: Bool)]) -> String?
  {
    let turning = verdicts.filter(\.turns).map(\.name)
    return verdicts.isEmpty
      ? nil
      : turning.isEmpty
        ? "none of \(verdicts.count) \(kind) depends on the treatment of age error"
        : "\(turning.count) of \(verdicts.count) \(kind) depend on the treatment of age error "
          + "(\(turning.joined(separator: ", ")))"
  }
}
