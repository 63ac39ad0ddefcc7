import Cohort
import Foundation
import Statistics
import Support

extension AgeErrorAnalysis {
  /// Follows each model's trend, toddler-adult difference and transition age through four
  /// treatments of the ages.
  ///
  /// The same table, spreads and settings give the same result on any number of cores.
  /// - Parameter spreadInYears: By image, the standard deviation of the true age around the
  ///   estimated one (the manifest's `age_sd`). It has to be calibrated: that of the predictive
  ///   distribution, not of the estimator's noise.
  /// - Throws: `SmilestoneError` for settings that cannot be, or a spread that is negative or no
  ///   number.
  public init(
    predictions: PredictionTable, spreadInYears: [String: Double],
    settings: AgeErrorSettings = AgeErrorSettings(),
    observer: any ProgressObserver = SilentObserver()
  ) throws {
    try settings.check()
    if let wrong = spreadInYears.first(where: { !($0.value >= 0 && $0.value.isFinite) }) {
      throw SmilestoneError.badInput(
        "The age of \(wrong.key) has the spread \(wrong.value).",
        remedy: "Give age_sd in years, 0 or more.")
    }
    let table = UncertainFaces(predictions, spreadInYears: spreadInYears)
    try self.init(
      faces: table.faces, models: table.models, settings: settings, observer: observer)
    facesWithoutSpread = table.withoutSpread
  }

  /// The same for faces that are at hand; every face's spread counts as given.
  package init(
    faces: [UncertainFace], models: [String], settings: AgeErrorSettings, workers: Int? = nil,
    observer: any ProgressObserver = SilentObserver()
  ) throws {
    let estimator = AgeErrorEstimator(faces, models: models.count, settings: settings)
    let progress = ProgressCounter(
      task: "Imputing ages", total: 2 * settings.imputations, unit: "data sets",
      observer: observer)
    // Informed data sets first, then as many naive ones.
    let imputed = try parallelMap(count: 2 * settings.imputations, workers: workers) { number in
      defer { progress.advance() }
      let ages = try estimator.imputation.ages(
        number % settings.imputations, usingAnswers: number < settings.imputations)
      return try estimator.estimates(ages: ages)
    }
    let plain = try estimator.estimates(ages: faces.map(\.ageInYears))
    let isNear = faces.map { $0.isNearBoundary(within: settings.boundaryDeviations) }
    let distant = try estimator.estimates(
      ages: faces.map(\.ageInYears), leavingOut: isNear)
    var results: [AgeErrorResult] = []
    for (model, name) in models.enumerated() {
      for (quantity, kind) in AgeErrorQuantity.allCases.enumerated() {
        let place = model * AgeErrorQuantity.allCases.count + quantity
        let informed = pool(imputed[..<settings.imputations].map { $0[place] })
        let naive = pool(imputed[settings.imputations...].map { $0[place] })
        guard let first = plain[place] else { continue }
        results.append(
          AgeErrorResult(
            model: name, quantity: kind,
            asEstimated: try first.tested(kind, "ages as estimated", settings),
            withoutBoundaryFaces: try distant[place]?.tested(
              kind, "ages as estimated, faces near a bound left out", settings),
            imputed: try informed?.pooled.tested(
              kind, "multiple imputation given the answers, Rubin's rules", settings),
            missingShare: informed?.missingShare,
            naive: try naive?.pooled.tested(
              kind, "multiple imputation without the answers, Rubin's rules", settings)))
      }
    }
    self.init(
      settings: settings, n: faces.count, facesWithoutSpread: 0,
      facesNearBoundary: isNear.count { $0 }, results: results)
  }

  private init(
    settings: AgeErrorSettings, n: Int, facesWithoutSpread: Int, facesNearBoundary: Int,
    results: [AgeErrorResult]
  ) {
    self.settings = settings
    self.n = n
    self.facesWithoutSpread = facesWithoutSpread
    self.facesNearBoundary = facesNearBoundary
    self.results = results
    turningResults = results.filter(\.turns).map(\.name)
    let largest = results.filter { $0.shift != nil }
      .max { abs($0.shift ?? 0) < abs($1.shift ?? 0) }
    largestShift = largest?.shift
    largestShiftOf = largest?.name
    let verdicts = results.count { $0.quantity.hasVerdict }
    let near = n > 0 ? 100 * Double(facesNearBoundary) / Double(n) : 0
    summary =
      String(
        format: "%d of %d faces (%.0f %%) may stand in the wrong age group", facesNearBoundary, n,
        near)
      + "; \(turningResults.count) of \(verdicts) verdicts turn with the treatment of age error"
      + (turningResults.isEmpty ? "" : " (\(turningResults.joined(separator: ", ")))")
      + (largest.flatMap { largest in
        largest.shift.map {
          String(
            format: "; the largest shift is %.1f standard errors (%@)", abs($0), largest.name)
        }
      } ?? "") + "."
  }
}

/// Pools estimates that every data set has; nil where one of them is undefined.
private func pool(_ estimates: [ErrorEstimate?]) -> PooledEstimate? {
  let defined = estimates.compactMap(\.self)
  return defined.count == estimates.count ? pooledByRubinsRules(defined) : nil
}

extension ErrorEstimate {
  fileprivate func tested(
    _ quantity: AgeErrorQuantity, _ method: String, _ settings: AgeErrorSettings
  ) throws -> TestedEstimate? {
    guard standardError > 0 else { return nil }
    return try tested(named: "Wald test", method: method, level: settings.level)
  }
}
