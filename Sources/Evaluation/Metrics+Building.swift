import Faces
import Statistics
import Support

extension Metrics {
  /// Makes all metrics and findings from what the models answered.
  ///
  /// Each model's metrics come from its test rows, `validation` from its validation and calibration
  /// rows, the temperature from its calibration rows of the age group that it was trained on; rows
  /// without a label are counted and left out. The same input and settings give the same result on any
  /// number of cores.
  /// - Parameters:
  ///   - manifest: What is known of the faces beyond the table: sex, ethnicity, votes, picture
  ///     quality. Its images are spelled as in the table.
  ///   - agePredictions: The age estimator's answers on faces that it was not trained on.
  ///   - baselineAgeInYears: The constant answer to compare it with, usually the median age of
  ///     its training faces.
  ///   - reference: What appearance alone does to accuracy, noted beside the findings unless all
  ///     test faces are drawn.
  ///   - transition: The transition ages, which then are among the findings.
  ///   - ageError: The dependence on the error of the ages; imputed transition ages then are those
  ///     that the findings quote.
  ///   - plan: What was stated before the test faces were read; its tests are corrected as a family of
  ///     their own.
  /// - Throws: `SmilestoneError` where there is no labelled test face, where the manifest lists
  ///   none of them, for a picture quality that is no number, or for settings that cannot be.
  public init(
    predictions: PredictionTable, manifest: Manifest? = nil,
    agePredictions: [AgePrediction] = [], baselineAgeInYears: Double? = nil,
    settings: EvaluationSettings = EvaluationSettings(),
    appearance reference: AppearanceReference = .shipped,
    transition: TransitionAnalysis? = nil, ageError: AgeErrorAnalysis? = nil,
    plan: StatedPlan? = nil
  ) throws {
    try settings.check()
    var settings = settings
    if let bounds = try manifest?.ageBounds(), bounds != .study {
      settings.ageBoundsInYears = bounds.inYears
    }
    guard predictions.rows.contains(where: { $0.split == "test" && $0.emotion != nil }) else {
      throw SmilestoneError.badInput(
        "The predictions hold no labelled test face.",
        remedy: "Give the manifest test faces with an emotion, then evaluate again.")
    }
    let manifestFaces = try ManifestFaces(manifest)
    let answers = Dictionary(grouping: predictions.rows, by: \.model)
      .map { ModelAnswers(model: $0, rows: $1, manifest: manifestFaces) }
      .sorted { $0.rank < $1.rank }
    let unlisted = answers.flatMap(\.test).count { $0.attributes == nil }
    guard manifest == nil || unlisted < answers.reduce(0, { $0 + $1.test.count }) else {
      throw SmilestoneError.badInput(
        "The manifest lists none of the images of the predictions.",
        remedy: "Give the manifest that the models were evaluated on.")
    }
    let counts = answers.map { CrossAgeCounts($0.test) }
    let models = try zip(answers, counts).map {
      try ModelMetrics($0, counts: $1, qualities: manifestFaces.qualities, settings: settings)
    }
    let comparisons = try answers.indices.flatMap { first in
      try answers.dropFirst(first + 1).compactMap { second in
        try ModelComparison(
          (answers[first].model, answers[first].test), (second.model, second.test),
          settings: settings)
      }
    }
    let ageEstimator = try AgeMetrics(
      agePredictions, baselineAgeInYears: baselineAgeInYears, settings: settings)
    let evidence = zip(models, counts).map { metrics, counts in
      ModelEvidence(
        metrics: metrics, counts: counts, trainedOn: settings.trainedOn[metrics.model])
    }
    let judged = Set(answers.flatMap { $0.test.map { PathKey($0.image) } })
    let ages = QuotedAges(
      transition, ageError: ageError,
      planted: try manifest.flatMap { try PlantedTransition($0, images: judged) })
    let drafts = try draftFindings(
      evidence, comparisons: comparisons, ageEstimator: ageEstimator, ages: ages,
      unlistedFaces: manifest == nil ? 0 : unlisted, settings: settings)
    self.init(
      settings: settings, ageEstimator: ageEstimator, models: models, comparisons: comparisons,
      findings: FindingDraft.findings(drafts, plan: plan?.plan))
    self.transition = ages.transition
    self.ageError = ageError
    self.plan = plan.map { PlannedAnalysis($0, of: self) }
    correct(drafts, plan: plan?.plan)
    let hasPhotographs = predictions.rows.contains {
      $0.split == "test" && $0.emotion != nil && $0.source != SyntheticFaces.source
    }
    if hasPhotographs { note(reference) }
  }
}

/// One model's rows, sorted out.
private struct ModelAnswers: Sendable {
  let model: String
  let test: [LabelledFace]
  let testRows: Int
  let validation: [LabelledFace]
  let validationRows: Int
  /// The labelled validation faces that did not choose the epoch, or all where none is known not to
  /// have.
  let calibration: [LabelledFace]
  let isCalibrationHeldOut: Bool

  init(model: String, rows: [PredictionRow], manifest: ManifestFaces) {
    self.model = model
    let testRows = rows.filter { $0.split == "test" }
    let calibrationRows = rows.filter { $0.split == "calibration" }
    let validationRows = rows.filter { $0.split == "validation" } + calibrationRows
    test = testRows.compactMap { LabelledFace($0, attributes: manifest[$0.image]) }
    validation = validationRows.compactMap { LabelledFace($0, attributes: manifest[$0.image]) }
    isCalibrationHeldOut = !calibrationRows.isEmpty
    calibration =
      isCalibrationHeldOut
      ? calibrationRows.compactMap { LabelledFace($0, attributes: manifest[$0.image]) } : validation
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
  fileprivate init(
    _ answers: ModelAnswers, counts: CrossAgeCounts, qualities: [ImageQuality],
    settings: EvaluationSettings
  ) throws {
    let groups = AgeGroup.allCases
    let samples =
      groups.map { group in answers.test.filter { $0.ageGroup == group } }
      + [answers.test, answers.validation]
    let names = groups.map(\.rawValue) + ["test", "validation"]
    let cells = SubgroupCell.all(answers.test)
    // Faces of other ages would measure how strange they are to the model, not how sure it is of its
    // own: their temperature spoils the group that it knows.
    let trainedOn = settings.trainedOn[answers.model]
    let calibrating = answers.calibration.filter { trainedOn == nil || $0.ageGroup == trainedOn }
    let scaling =
      calibrating.count < TemperatureFaces.fewest
      ? nil
      : TemperatureScaling(
        fitting: calibrating.map(\.logProbabilities), labels: calibrating.map(\.emotion.index))
    let performances = try parallelMap(count: samples.count) { index in
      try Performance(
        of: samples[index], settings: settings,
        stream: "evaluation/\(answers.model)/\(names[index])", scaling: scaling)
    }
    let groupMetrics = zip(groups, performances).map { GroupMetrics(ageGroup: $0, $1) }
    let overall = OverallMetrics(
      performances[groups.count], answers.test, rows: answers.testRows)
    let accuracies = GroupAccuracies(groups: groupMetrics, overall: overall)
    self.init(
      model: answers.model, groups: groupMetrics,
      overall: try overall.withReliability(
        of: answers.test, scaling: scaling, settings: settings,
        stream: "evaluation/\(answers.model)/reliability"),
      validation: answers.validationRows == 0
        ? nil
        : OverallMetrics(
          performances[groups.count + 1], answers.validation, rows: answers.validationRows),
      temperature: scaling?.temperature,
      temperatureFaces: scaling.map { _ in
        TemperatureFaces(
          n: calibrating.count,
          subjects: SubjectIndex(calibrating.map(\.unit)).knownCount, ageGroup: trainedOn,
          isHeldOut: answers.isCalibrationHeldOut)
      },
      subgroups: try parallelMap(count: cells.count) { index in
        try SubgroupMetrics(
          cells[index], settings: settings, model: answers.model, scaling: scaling)
      },
      crossAge: try CrossAgeAnalysis(
        answers.test, counts: counts, qualities: qualities, model: answers.model,
        accuracies: accuracies, settings: settings),
      humanReference: try HumanReference.all(
        answers.test, accuracies: accuracies, settings: settings))
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
      majorityBaseline: performance.majorityBaseline, scores: performance.scores)
  }
}

extension OverallMetrics {
  fileprivate init(_ performance: Performance, _ faces: [LabelledFace], rows: Int) {
    self.init(
      n: performance.n, subjects: performance.subjects, correct: performance.correct,
      accuracy: performance.accuracy, macroRecall: performance.macroRecall,
      macroRecallEstimate: performance.macroRecallEstimate, logLoss: performance.logLoss,
      majorityEmotion: performance.majorityEmotion,
      majorityBaseline: performance.majorityBaseline, scores: performance.scores,
      facesWithoutEmotion: rows - faces.count,
      facesWithoutAgeGroup: faces.count { $0.ageGroup == nil })
  }

  /// The same with the bins of a reliability diagram.
  fileprivate func withReliability(
    of faces: [LabelledFace], scaling: TemperatureScaling?, settings: EvaluationSettings,
    stream: String
  ) throws -> OverallMetrics {
    func bins(_ probabilities: (LabelledFace) -> [Double]) throws -> [ReliabilityBin] {
      try ReliabilityBin.all(
        faces, confidences: faces.map { probabilities($0)[$0.predicted.index] },
        settings: settings, stream: stream)
    }
    var result = self
    result.reliability = try bins { $0.probabilities.map(Double.init) }
    result.scaledReliability = try scaling.map { scaling in
      try bins { scaling.probabilities($0.logProbabilities) }
    }
    return result
  }
}
