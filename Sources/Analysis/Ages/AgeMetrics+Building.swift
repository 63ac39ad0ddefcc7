import Faces
import Statistics
import Support

extension AgeMetrics {
  /// Measures estimated against known ages; groups are by known age.
  /// - Parameter baselineAgeInYears: A constant prediction to compare with.
  /// - Returns: nil for fewer than two subjects: no interval can be given.
  /// - Throws: `SmilestoneError` for an age that is not a finite number, or for settings that
  ///   cannot be.
  public init?(
    _ predictions: [AgePrediction], baselineAgeInYears: Double? = nil,
    settings: EvaluationSettings = EvaluationSettings()
  ) throws {
    try settings.check()
    for prediction in predictions
    where !prediction.ageInYears.isFinite || !prediction.estimate.ageInYears.isFinite {
      throw SmilestoneError.badInput(
        "The age estimator predicted \(prediction.estimate.ageInYears) for a face of "
          + "\(prediction.ageInYears) years.",
        remedy: "Check the ages in the manifest and that training did not diverge.")
    }
    let groups = settings.ages.groups
    let samples =
      [predictions] + groups.map { group in predictions.filter { $0.ageGroup == group } }
    let errors = try parallelMap(count: samples.count) { index in
      try AgeErrors(samples[index], settings: settings, stream: "evaluation/age/\(index)")
    }
    guard let all = errors[0] else { return nil }
    func baseline(_ faces: [AgePrediction]) -> Double? {
      guard let baselineAgeInYears, !faces.isEmpty else { return nil }
      return faces.reduce(0) { $0 + abs($1.ageInYears - baselineAgeInYears) } / Double(faces.count)
    }
    self.init(
      n: predictions.count, subjects: SubjectIndex(predictions.map(\.unit)).knownCount,
      errors: all, baselineMeanAbsoluteError: baseline(predictions),
      groupConfusion: groups.map { known in
        groups.map { estimated in
          predictions.count { $0.ageGroup == known && $0.estimatedAgeGroup == estimated }
        }
      },
      byGroup: groups.indices.map { index in
        let faces = samples[index + 1]
        return AgeGroupMetrics(
          ageGroup: groups[index], n: faces.count,
          subjects: SubjectIndex(faces.map(\.unit)).knownCount, errors: errors[index + 1],
          baselineMeanAbsoluteError: baseline(faces))
      })
    let cells = SubgroupCell.all(predictions, ages: settings.ages)
    subgroups = try parallelMap(count: cells.count) { index in
      try AgeSubgroupMetrics(cells[index], settings: settings)
    }
    expression = try AgeByExpression(
      errorsOf: predictions, labels: settings.vocabulary.labels, level: settings.level)
    calibration = try AgeCalibration(predictions, settings: settings)
  }
}

extension AgeSubgroupMetrics {
  init(_ cell: SubgroupCell<AgePrediction>, settings: EvaluationSettings) throws {
    variable = cell.variable
    value = cell.value
    ageGroup = cell.ageGroup
    isSuppressed = cell.isTooSmall
    guard !isSuppressed else { return }
    n = cell.faces.count
    subjects = SubjectIndex(cell.faces.map(\.unit)).knownCount
    errors = try AgeErrors(
      cell.faces, settings: settings, stream: "evaluation/age/\(cell.stream)")
  }
}
