import Cohort
import Foundation
import Statistics
import Support

extension AgeErrorAnalysis {
  /// Follows each model's trend, toddler-adult difference and transition age, and the crossing of
  /// the two curves, through four treatments of the ages.
  ///
  /// The same table, ages and settings give the same result on any number of cores.
  /// - Parameter ages: By image, where the true age may lie. It has to be calibrated: the
  ///   predictive distribution, not the estimator's noise.
  /// - Throws: `SmilestoneError` for settings that cannot be.
  public init(
    predictions: PredictionTable, ages: [String: PredictedAge],
    settings: AgeErrorSettings = AgeErrorSettings(),
    observer: any ProgressObserver = SilentObserver()
  ) throws {
    try settings.check()
    let table = UncertainFaces(predictions, ages: ages)
    try self.init(
      faces: table.faces, models: table.models, settings: settings, observer: observer)
    facesWithoutSpread = table.withoutSpread
  }

  /// The same for faces that are at hand; a face without a distribution counts as exact.
  package init(
    faces: [UncertainFace], models: [String], settings: AgeErrorSettings, workers: Int? = nil,
    observer: any ProgressObserver = SilentObserver()
  ) throws {
    let estimator = AgeErrorEstimator(faces, models: models, settings: settings)
    let imputation = AgeImputation(faces: faces, models: models.count, settings: settings)
    let progress = ProgressCounter(
      task: "Imputing ages", total: 2 * settings.imputations, unit: "data sets",
      observer: observer)
    let replicates = settings.transition.replicates
    let share = (replicates + settings.imputations - 1) / settings.imputations
    // Informed data sets first, then as many naive ones.
    let drawn = try parallelMap(count: 2 * settings.imputations, workers: workers) { number in
      defer { progress.advance() }
      let set = number % settings.imputations
      let ages = try imputation.ages(set, usingAnswers: number < settings.imputations)
      return try estimator.estimates(
        ages: ages, resamples: set * share..<(set + 1) * share)
    }
    let ages = faces.map(\.ageInYears)
    let isNear = faces.map { $0.isNearBoundary(within: settings.boundaryDeviations) }
    let given = try parallelMap(count: 2, workers: workers) { number in
      try estimator.estimates(
        ages: ages, leavingOut: number == 0 ? nil : isNear, resamples: 0..<replicates)
    }
    let treatments = AgeTreatments(
      asEstimated: [given[0]], withoutBoundaryFaces: [given[1]],
      imputed: Array(drawn[..<settings.imputations]),
      naive: Array(drawn[settings.imputations...]))
    self.init(
      settings: settings, n: faces.count, facesWithoutSpread: 0,
      facesNearBoundary: isNear.count { $0 },
      results: try treatments.changes(models, settings),
      ages: try treatments.ages(models, settings, workers: workers))
  }

  private init(
    settings: AgeErrorSettings, n: Int, facesWithoutSpread: Int, facesNearBoundary: Int,
    results: [AgeErrorResult], ages: [AgeErrorAge]
  ) {
    self.settings = settings
    self.n = n
    self.facesWithoutSpread = facesWithoutSpread
    self.facesNearBoundary = facesNearBoundary
    self.results = results
    self.ages = ages
    turningResults = results.filter(\.turns).map(\.name)
    let largest = results.filter { $0.shift != nil }
      .max { abs($0.shift ?? 0) < abs($1.shift ?? 0) }
    largestShift = largest?.shift
    largestShiftOf = largest?.name
    let moved = ages.compactMap(\.sentence)
    let near = n > 0 ? 100 * Double(facesNearBoundary) / Double(n) : 0
    var parts = [
      String(
        format: "%d of %d faces (%.0f %%) may stand in the wrong age group", facesNearBoundary, n,
        near),
      "\(turningResults.count) of \(results.count) verdicts turn with the treatment of age error"
        + (turningResults.isEmpty ? "" : " (\(turningResults.joined(separator: ", ")))"),
    ]
    if let largest, let shift = largest.shift {
      parts.append(
        String(format: "the largest shift is %.1f standard errors (", abs(shift)) + largest.name
          + ")")
    }
    summary = (parts + moved).joined(separator: "; ") + "."
  }
}
