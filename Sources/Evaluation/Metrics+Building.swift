import Cohort
import Support

extension Metrics {
  /// Makes all metrics and findings from what the models answered.
  ///
  /// Each model's metrics come from its test rows, `validation` from its validation rows; rows
  /// without a label are counted and left out. The same input and settings give the same result
  /// on any number of cores.
  /// - Parameters:
  ///   - agePredictions: The age estimator's answers on faces that it was not trained on.
  ///   - baselineAgeInYears: The constant answer to compare it with, usually the median age of
  ///     its training faces.
  /// - Throws: `SmilestoneError` where there is no labelled test face, or for settings that cannot
  ///   be.
  public init(
    predictions: PredictionTable, agePredictions: [AgePrediction] = [],
    baselineAgeInYears: Double? = nil, settings: EvaluationSettings = EvaluationSettings()
  ) throws {
    try settings.check()
    guard predictions.rows.contains(where: { $0.split == "test" && $0.emotion != nil }) else {
      throw SmilestoneError.badInput(
        "The predictions hold no labelled test face.",
        remedy: "Give the manifest test faces with an emotion, then evaluate again.")
    }
    let answers = Dictionary(grouping: predictions.rows, by: \.model)
      .map { ModelAnswers(model: $0, rows: $1) }
      .sorted { $0.rank < $1.rank }
    let models = try answers.map { try ModelMetrics($0, settings: settings) }
    let ageEstimator = try AgeMetrics(
      agePredictions, baselineAgeInYears: baselineAgeInYears, settings: settings)
    let evidence = zip(answers, models).map { answers, metrics in
      ModelEvidence(
        metrics: metrics, counts: CrossAgeCounts(answers.test),
        trainedOn: settings.trainedOn[metrics.model])
    }
    self.init(
      settings: settings, ageEstimator: ageEstimator, models: models,
      findings: try makeFindings(evidence, ageEstimator: ageEstimator, settings: settings))
  }
}

/// One model's rows, sorted out.
private struct ModelAnswers: Sendable {
  let model: String
  let test: [LabelledFace]
  let testRows: Int
  let validation: [LabelledFace]
  let validationRows: Int

  init(model: String, rows: [PredictionRow]) {
    self.model = model
    let testRows = rows.filter { $0.split == "test" }
    let validationRows = rows.filter { $0.split == "validation" }
    test = testRows.compactMap(LabelledFace.init)
    validation = validationRows.compactMap(LabelledFace.init)
    self.testRows = testRows.count
    self.validationRows = validationRows.count
  }

  /// The infant model comes first, then the adult model, then others by name.
  var rank: String {
    switch model {
    case "infant": "0"
    case "adult": "1"
    default: "2\(model)"
    }
  }
}

extension ModelMetrics {
  fileprivate init(_ answers: ModelAnswers, settings: EvaluationSettings) throws {
    let groups = AgeGroup.allCases
    let samples =
      groups.map { group in answers.test.filter { $0.ageGroup == group } }
      + [answers.test, answers.validation]
    let names = groups.map(\.rawValue) + ["test", "validation"]
    let performances = try parallelMap(count: samples.count) { index in
      try Performance(
        of: samples[index], settings: settings,
        stream: "evaluation/\(answers.model)/\(names[index])")
    }
    self.init(
      model: answers.model,
      groups: zip(groups, performances).map { GroupMetrics(ageGroup: $0, $1) },
      overall: OverallMetrics(
        performances[groups.count], answers.test, rows: answers.testRows),
      validation: answers.validationRows == 0
        ? nil
        : OverallMetrics(
          performances[groups.count + 1], answers.validation, rows: answers.validationRows))
  }
}

extension GroupMetrics {
  fileprivate init(ageGroup: AgeGroup, _ performance: Performance) {
    self.init(
      ageGroup: ageGroup, n: performance.n, subjects: performance.subjects,
      correct: performance.correct, accuracy: performance.accuracy,
      macroRecall: performance.macroRecall,
      macroRecallEstimate: performance.macroRecallEstimate,
      recall: performance.recall.map { $0?.value }, recallEstimates: performance.recall,
      confusion: performance.confusion, majorityEmotion: performance.majorityEmotion,
      majorityBaseline: performance.majorityBaseline)
  }
}

extension OverallMetrics {
  fileprivate init(_ performance: Performance, _ faces: [LabelledFace], rows: Int) {
    self.init(
      n: performance.n, subjects: performance.subjects, correct: performance.correct,
      accuracy: performance.accuracy, macroRecall: performance.macroRecall,
      macroRecallEstimate: performance.macroRecallEstimate, logLoss: performance.logLoss,
      majorityEmotion: performance.majorityEmotion,
      majorityBaseline: performance.majorityBaseline, facesWithoutEmotion: rows - faces.count,
      facesWithoutAgeGroup: faces.count { $0.ageGroup == nil })
  }
}
