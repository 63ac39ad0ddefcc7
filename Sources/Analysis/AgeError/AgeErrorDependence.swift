import Faces
import Support

/// What wrong ages do to the results: `ageError` in metrics.json.
package enum AgeErrorDependence: Analysis {
  package static let id = "age-error"
  package static let key: String? = "ageError"
  package static let option: AnalysisOption? = AnalysisOption(
    summary: "Repeat the results under the error of the ages; the manifest needs age_sd.",
    manifestNeed: "whose column age_sd says how sure each age is")

  package static func canBeMade(of manifest: Manifest) -> Bool {
    manifest.records.contains { $0.ageInYears != nil && $0.ageStandardDeviationInYears != nil }
  }

  package static func result(of evidence: Evidence) throws -> AgeErrorAnalysis? {
    try analysis(of: evidence.predictions, evidence)
  }

  /// - Parameter predictions: Of the evidence, or of the same models, trained again.
  static func analysis(
    of predictions: PredictionTable, _ evidence: Evidence
  ) throws -> AgeErrorAnalysis {
    let ages = try evidence.manifest.map(estimates) ?? [:]
    guard !ages.isEmpty else {
      throw SmilestoneError.badInput(
        "The manifest has no age_sd.",
        remedy: "Fill it with `smilestone age predict`, or leave out --age-error.")
    }
    return try AgeErrorAnalysis(
      predictions: predictions, ages: ages,
      knownAgesInYears: evidence.manifest.map(knownAges) ?? [:],
      correctedBy: evidence.manifest.flatMap { manifest in
        try evidence.knownAges?.faces(in: manifest)
      },
      settings: AgeErrorSettings(
        seed: evidence.settings.seed, vocabulary: evidence.vocabulary), observer: evidence.observer)
  }

  /// By image, the ages with an `age_sd`.
  private static func estimates(_ manifest: Manifest) throws -> [PathKey: AgeEstimate] {
    let estimates = zip(manifest.records, try manifest.ageEstimates()).compactMap { record, age in
      age.map { (PathKey(record.image), $0) }
    }
    return Dictionary(estimates) { first, _ in first }
  }

  /// By image, the true ages of faces whose age was estimated all the same.
  private static func knownAges(_ manifest: Manifest) throws -> [PathKey: Double] {
    let known = zip(manifest.records, try manifest.knownAgesInYears()).compactMap { record, age in
      age.map { (PathKey(record.image), $0) }
    }
    return Dictionary(known) { first, _ in first }
  }
}

extension Metrics {
  /// How the results depend on the error of the ages; nil where that was not asked for.
  public var ageError: AgeErrorAnalysis? {
    get { results[AgeErrorDependence.self] }
    set { results[AgeErrorDependence.self] = newValue }
  }
}
