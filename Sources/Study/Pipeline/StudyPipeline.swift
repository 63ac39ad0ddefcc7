import Analysis
import Exploration
import Faces
import Foundation
import Imaging
import Planning
import Report
import Support
import Torch
import Training

/// The whole study as stages over a run folder.
///
/// A stage's last file appears when all of it is done, so a study that was killed continues with the
/// first stage whose last file is missing, and ends with the same results.
public struct StudyPipeline {
  private let configuration: StudyConfiguration
  private let context: StudyContext
  private let plan: PlanFile?

  private var run: RunFolder { context.run }
  private var device: Device { context.device }
  private var observer: any ProgressObserver { context.observer }

  /// - Parameter plan: what the study holds to; the configuration has its hash.
  /// - Throws: `SmilestoneError.usage` when the configuration does not hold together.
  public init(
    configuration: StudyConfiguration, context: StudyContext, plan: PlanFile? = nil
  ) throws {
    try configuration.validate()
    self.plan = plan
    self.configuration = configuration
    self.context = context
  }

  private struct Stage {
    let name: StudyStage
    /// The file that the stage writes last.
    let result: URL
    let perform: () throws -> Void
  }

  private var ages: AgeGrouping { configuration.vocabulary.ages }

  private var stages: [Stage] {
    let gathering = Stage(name: .faces, result: run.cohortSkipped) {
      try CohortStage(configuration: configuration, context: context).perform()
    }
    let grouping =
      configuration.trainsAgeEstimator
      ? [
        Stage(name: .age, result: run.age.history, perform: trainAge),
        Stage(name: .estimation, result: run.manifest, perform: estimateAges),
      ] : [Stage(name: .sorting, result: run.manifest, perform: sortByKnownAges)]
    return [gathering] + grouping + [
      Stage(name: .audit, result: run.audit, perform: audit),
      Stage(name: .expression, result: run.expression.analysis, perform: dateExpression),
      Stage(name: .infant, result: run.infant.history) {
        try trainExpression(
          "infant", on: ages.infant, settings: configuration.infant, into: run.infant)
      },
      Stage(name: .adult, result: run.adult.history) {
        try trainExpression(
          "adult", on: ages.adult, settings: configuration.adult, into: run.adult)
      },
    ] + repetition + [
      Stage(name: .testing, result: run.metrics, perform: evaluate),
      Stage(name: .inspection, result: run.representation, perform: lookInside),
    ]
  }

  /// None for models that are trained once.
  private var repetition: [Stage] {
    let last = configuration.trainingCount
    return last < 2
      ? []
      : [Stage(name: .repetition, result: run.training(last).adult.history, perform: trainAgain)]
  }

  /// Runs what has not been done yet and writes the report, whose page is made again after each
  /// stage.
  /// - Throws: `SmilestoneError`; what is finished then stays and is not done again.
  public func perform() throws {
    // Runs that cannot be read had better be known before the training than after it.
    if !run.metrics.exists {
      _ = try configuration.appearanceReference()
      _ = try configuration.knownAgeSample()
    }
    if !run.adult.isComplete { try configuration.requireModelsThatFit() }
    try claimRun()
    let stages = stages
    do {
      try perform(stages)
    } catch {
      // What ends before anything is done binds the folder to no settings.
      if !stages.contains(where: { $0.result.exists }) {
        try? FileManager.default.removeItem(at: run.configuration)
      }
      throw error
    }
  }

  private func perform(_ stages: [Stage]) throws {
    var timing = try StageTimes(run.url)
    var saidOfPage: String?
    var groupsAreChecked = (repetition.last?.result ?? run.adult.history).exists
    for (index, stage) in stages.enumerated() {
      let label = "[\(index + 1)/\(stages.count + 1)] \(stage.name.rawValue)"
      // The groups are known from the manifest on: what they lack had better be known before the
      // audit and the trainings.
      if !groupsAreChecked, run.manifest.exists {
        groupsAreChecked = true
        let records = try Manifest(contentsOf: run.manifest).records
        try StudyNeeds.require(in: records, ages: ages)
        let learnt = records.filter { $0.emotion != nil }
        try timing.count(
          [
            .infant: learnt.count { $0.ageGroup == ages.infant },
            .adult: learnt.count { $0.ageGroup == ages.adult },
          ], trainings: configuration.trainingCount)
      }
      guard !stage.result.exists else {
        observer.message("\(label): done before")
        continue
      }
      let ahead = stages[index...].filter { !$0.result.exists }.map(\.name)
      observer.message(label + Self.inBrackets(timing.outlook(ahead: ahead)))
      let start = ContinuousClock.now
      try stage.perform()
      try timing.record(stage.name, seconds: (ContinuousClock.now - start).inSeconds)
      if let news = showProgress(stages), news != saidOfPage {
        saidOfPage = news
        observer.message(news)
      }
    }
    observer.message(
      "[\(stages.count + 1)/\(stages.count + 1)] Writing the report"
        + Self.inBrackets(timing.outlook(ahead: [])))
    try Provenance.write(run, configuration: configuration, secondsByStage: timing.seconds)
    try context.report.perform()
  }

  private static func inBrackets(_ text: String?) -> String { text.map { " (\($0))" } ?? "" }

  /// Makes the page of an unfinished run. A page that cannot be made stops no study.
  /// - Returns: what there is to say of it; nil at the end, when the report follows.
  private func showProgress(_ stages: [Stage]) -> String? {
    guard let next = stages.firstIndex(where: { !$0.result.exists }) else { return nil }
    let progress = stages.enumerated().map { index, stage in
      StageProgress(
        title: stage.name.rawValue, state: index < next ? .done : index == next ? .now : .ahead)
    }
    do {
      try context.report.writePage(progress: progress)
      return "The page \(run.report.path) shows what is done, after each stage again."
    } catch {
      return "The page cannot be made yet, and the study continues: \(error)"
    }
  }

  /// A run folder belongs to one configuration from its first moment on, but that models may be trained more often.
  private func claimRun() throws {
    let data = try SettingsFile.encode(configuration)
    guard let earlier = try? Data(contentsOf: run.configuration) else {
      if let plan { try AtomicFile.write(plan.bytes, to: run.plan) }
      return try AtomicFile.write(data, to: run.configuration)
    }
    let former = try? StudyConfiguration(contentsOf: run.configuration)
    guard earlier != data, former != configuration else { return }
    if let former, configuration.onlyTrainsMoreOften(than: former) {
      observer.message(
        "The models were trained \(former.trainingCount == 1 ? "once" : "\(former.trainingCount) times"); the "
          + "trainings that are missing follow, then all is tested again.")
      // What was tested goes first: a study that is stopped here makes it again.
      if run.metrics.exists { try FileManager.default.removeItem(at: run.metrics) }
      return try AtomicFile.write(data, to: run.configuration)
    }
    let differences = SettingsFile.differences(earlier, data)
    throw SmilestoneError.usage(
      "\(run.url.path) holds a study with other settings (\(differences.joined(separator: "; "))).",
      remedy: "Choose another --out, repeat the command with the settings in its study.json, or "
        + "remove the folder.")
  }

  // MARK: Stages

  private func read(_ manifest: URL) throws -> Manifest {
    try Manifest(contentsOf: manifest).describing(configuration.vocabulary.labels)
  }

  private func load(_ manifest: URL, size: Int) throws -> LoadedFaces {
    try context.settledFaces(
      read(manifest), form: FaceForm(size: size, colour: configuration.colour))
  }

  private func trainAge() throws {
    var settings = configuration.age
    settings.seed = configuration.seed
    try AgeEstimation(
      device: device, observer: observer, checkpointSeconds: context.checkpointSeconds
    ).train(
      on: load(run.ageFaces, size: settings.imageSize), settings: settings, into: run.age)
  }

  private func estimateAges() throws {
    let file = try ModelFile(contentsOf: run.age.model, kind: .age, device: device)
    let faces = try load(run.faces, size: file.description.settings.imageSize)
    if let warning = OriginWarning([file.description], about: faces.manifest) {
      observer.message(warning.message)
    }
    try sort(
      faces,
      aged: AgeEstimation(device: device, observer: observer).estimateAges(
        file, of: faces, reweighting: configuration.data.reweightsAges == true))
  }

  private func sortByKnownAges() throws {
    let faces = try load(run.faces, size: configuration.adult.imageSize)
    try sort(faces, aged: faces.manifest)
  }

  /// Writes the manifest of the study: faces in age groups, divided.
  private func sort(_ faces: LoadedFaces, aged: Manifest) throws {
    var sorted = faces
    sorted.manifest = try Stratification.assignGroups(aged)
    try sorted.splitIfNeeded(configuration.split, seed: configuration.seed, observer: observer)
    try SkippedImage.write(
      SkippedImage.read(run.cohortSkipped) + faces.skipped, to: run.skipped)
    try sorted.manifest.write(to: run.manifest)
    let summary = try StratificationSummary(sorted.manifest)
    observer.message(
      "Faces by age group: "
        + summary.groups.map { "\($0.ageGroup.displayName) \($0.faces)" }.joined(separator: ", "))
  }

  private func audit() throws {
    // Images that are gone stop the study here too.
    let faces = try load(run.manifest, size: configuration.infant.imageSize)
    let explored = try ExploredFaces(faces.manifest, in: context.cache, observer: observer)
    let audit = try ShortcutAudit(explored, seed: configuration.seed)
    try AtomicFile.write(SettingsFile.encode(audit), to: run.audit)
    for finding in audit.findings where finding.isFlagged { observer.message(finding.text) }
  }

  private func dateExpression() throws {
    var settings = ExpressionSettings()
    settings.take(ages)
    settings.seed = configuration.seed
    try run.expression.write(
      ExpressionDating(observer: observer).outcome(
        of: read(run.manifest), path: run.manifest.path, cache: context.cache,
        settings: settings))
  }

  /// - Parameter number: of the training; those after the first have seeds of their own.
  private func trainExpression(
    _ name: String, on group: AgeGroup, settings: TrainingSettings, into folder: ModelFolder,
    training number: Int = 1
  ) throws {
    var settings = settings
    settings.seed = configuration.seed
    var faces = try load(run.manifest, size: settings.imageSize)
    if number > 1 {
      settings.seed = SeededGenerator.first(
        seed: configuration.seed, stream: "training/\(number)")
      if configuration.resamplesTrainingSubjects == true {
        faces = faces.resamplingTrainingSubjects(of: group, seed: settings.seed)
      }
    }
    try ExpressionTraining(
      device: device, observer: observer, checkpointSeconds: context.checkpointSeconds
    ).train(name, on: group, of: faces, settings: settings, into: folder)
  }

  private func trainAgain() throws {
    for number in 2...configuration.trainingCount {
      let folder = run.training(number)
      for (name, group, settings, model) in [
        ("infant", ages.infant, configuration.infant, folder.infant),
        ("adult", ages.adult, configuration.adult, folder.adult),
      ] where !model.isComplete {
        observer.message("Training \(number) of \(configuration.trainingCount): the \(name) model")
        try trainExpression(name, on: group, settings: settings, into: model, training: number)
      }
    }
  }

  /// What trained models say of all validation and test faces.
  private func predictions(of folders: [ModelFolder]) throws -> [PredictionRow] {
    let prediction = ExpressionPrediction(observer: observer)
    return try folders.flatMap { folder in
      let file = try ModelFile(contentsOf: folder.model, kind: .expression, device: device)
      return try prediction.predictionRows(
        file, for: load(run.manifest, size: file.description.settings.imageSize))
    }
  }

  /// The predictions of each training after the first, which stay in its folder.
  private func furtherPredictions(_ vocabulary: Vocabulary) throws -> [PredictionTable] {
    try (1...configuration.trainingCount).dropFirst().map { number in
      let folder = run.training(number)
      let table = PredictionTable(
        rows: try predictions(of: [folder.infant, folder.adult]), vocabulary: vocabulary)
      try table.write(to: folder.predictions)
      return table
    }
  }

  private func evaluate() throws {
    let rows = try predictions(of: [run.infant, run.adult])
    let ageModel = try run.ageModel.map {
      try ModelFile(contentsOf: $0, kind: .age, device: device).description
    }
    let manifest = try read(run.manifest)
    if let prediction = plan?.prediction {
      let comparison = PlanComparison(prediction, manifest.records, ages: ages)
      try comparison.write(to: run.planDifferences)
      if let message = comparison.message { observer.message(message) }
    }
    try ModelEvaluation.write(
      rows, furtherTrainings: furtherPredictions(manifest.vocabulary), manifest: manifest,
      knownAges: configuration.knownAgeSample(),
      agePredictions: ageModel == nil
        ? []
        : AgePrediction.read(run.age.predictions, ages: manifest.vocabulary.ages)
          .filter { $0.split == .test },
      baselineAgeInYears: ageModel?.trainingMedianAgeInYears,
      ageUncertainty: ageModel?.ageUncertainty,
      settings: EvaluationSettings(seed: configuration.seed),
      appearance: configuration.appearanceReference(),
      choice: AnalysisChoice(
        wanted: Set(Analyses.optional.filter { $0.canBeMade(of: manifest) }.map { $0.id }),
        plan: plan?.stated ?? StatedPlan()),
      predictions: run.predictions, metrics: run.metrics, observer: observer)
  }

  private func lookInside() throws {
    try RepresentationAnalysis(device: device, observer: observer).representation(
      of: [run.infant.model, run.adult.model], seed: configuration.seed
    ) { description in
      try load(run.manifest, size: description.settings.imageSize)
    }.write(to: run.representation)
  }
}
