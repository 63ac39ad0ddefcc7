import Analysis
import Exploration
import Faces
import Foundation
import Report
import Support
import Training

/// Writes the page and the figures of a run folder from what is in it.
public struct ReportStage {
  let run: RunFolder
  let faces: FaceChoice
  let observer: any ProgressObserver
  private let thumbnails: Thumbnails

  public init(
    run: RunFolder, faces: FaceChoice = FaceChoice(), observer: any ProgressObserver
  ) {
    self.init(run: run, faces: faces, thumbnails: Thumbnails(), observer: observer)
  }

  init(
    run: RunFolder, faces: FaceChoice, thumbnails: Thumbnails, observer: any ProgressObserver
  ) {
    self.run = run
    self.faces = faces
    self.thumbnails = thumbnails
    self.observer = observer
  }

  /// - Throws: `SmilestoneError.badInput` when the folder holds no study.
  public func perform() throws {
    let input = try reportInput()
    try write(input)
    let outcome = try FigureExporter().export(input, to: run.figures)
    if let note = outcome.note { observer.message(note) }
    if faces.visibility != .nothing { try reportMissingImages() }
    observer.message("Report: \(run.report.path)")
  }

  /// Says how many of the run's images are gone: the page cannot show them.
  private func reportMissingImages() throws {
    let manifest = try Manifest(contentsOf: run.manifest.exists ? run.manifest : run.faces)
    let missing = manifest.imagePaths.filter { access($0, R_OK) != 0 }
    guard let first = missing.first else { return }
    observer.message(
      "\(missing.count) of \(manifest.records.count) images of the run cannot be read any more, so "
        + "the page does not show them; the first: \(first). The results are those of before.")
  }

  /// Writes the page of an unfinished run.
  func writePage(progress: [StageProgress]) throws {
    var input = try reportInput()
    input.progress = progress
    try write(input)
  }

  private func write(_ input: ReportInput) throws {
    try AtomicFile.write(
      try ReportPage.html(input, bundle: VegaBundle.locate()), to: run.report)
  }

  /// Everything that the page shows: what is in the folder by now.
  package func reportInput() throws -> ReportInput {
    guard run.configuration.exists, run.manifest.exists || run.faces.exists else {
      throw SmilestoneError.badInput(
        "\(run.url.path) is not the folder of a study that has gathered its faces.",
        remedy: "Name the folder that `smilestone study --out` wrote, or let the study continue.")
    }
    let configuration = try StudyConfiguration(contentsOf: run.configuration)
    let ages = configuration.vocabulary.ages
    let manifest = try Manifest(contentsOf: run.manifest.exists ? run.manifest : run.faces)
    let skippedFile = run.skipped.exists ? run.skipped : run.cohortSkipped
    let skipped =
      skippedFile.exists ? try SkippedImage.read(skippedFile).count(where: \.isImage) : 0
    let estimator: [(StudyModel, ModelFolder, TrainingSettings)] =
      configuration.trainsAgeEstimator ? [(.age, run.age, configuration.age)] : []
    let models =
      estimator + [
        (.infant, run.infant, configuration.infant), (.adult, run.adult, configuration.adult),
      ]
    var input = ReportInput(
      runName: run.url.lastPathComponent,
      cohort: CohortDescription(
        text: ReportTexts.cohort(configuration, manifest),
        isSynthetic: ReportTexts.isSynthetic(manifest)),
      counts: HeadlineCounts(
        faces: manifest.records.count,
        emotions: Set(manifest.records.compactMap(\.emotion)).count,
        ageGroups: Set(manifest.records.compactMap(\.ageGroup)).count,
        models: [run.infant, run.adult].filter(\.isComplete).count, skipped: skipped))
    if run.byline.exists { input.byline = try Byline(contentsOf: run.byline) }
    let shown = ShownFaces(
      manifest: manifest, choice: faces, seed: configuration.seed, thumbnails: thumbnails)
    input.faceVisibility = faces.visibility
    input.emotionCounts = ReportStage.emotionCounts(manifest, ages: ages)
    input.sources = ReportStage.sources(manifest)
    input.results.agesAreKnown = !configuration.estimatesAges
    input.sampleFaces = shown.samples()
    input.results.metrics = run.metrics.exists ? try Metrics(contentsOf: run.metrics) : nil
    if let metrics = input.results.metrics {
      try ages.require(
        metrics.vocabulary.ages, in: run.configuration.path, as: run.metrics.path,
        remedy: "Evaluate the study’s models again: `smilestone evaluate \(run.manifest.path)`.")
    }
    if let metrics = input.results.metrics, run.predictions.exists {
      let predictions = try PredictionTable(contentsOf: run.predictions)
      try metrics.require(predictionsIn: run.predictions, table: predictions)
      input.judgedFaces = try shown.judged(predictions)
      if run.representation.exists { input.results.meanFaces = shown.meanFaces(predictions) }
    }
    input.results.vocabulary = configuration.vocabulary
    input.methodNotes = ReportTexts.methods(configuration)
    input.architectures = try models.map {
      try architecture($0.0, $0.2, labels: configuration.vocabulary.labels)
    }
    input.settings = ReportTexts.settings(configuration)
    input.studySettings = ReportTexts.studySettings(configuration)
    input.histories = try models.filter { $0.1.isComplete }.map(history)
    if input.results.metrics != nil, run.age.predictions.exists {
      input.results.agePredictions = try AgePrediction.read(run.age.predictions, ages: ages)
        .filter { $0.split == .test }
      if run.ageFaces.exists {
        input.missedAges = ShownFaces(
          manifest: try Manifest(contentsOf: run.ageFaces), choice: faces,
          seed: configuration.seed, thumbnails: thumbnails
        ).missedAges(input.results.agePredictions)
      }
    }
    try input.results.readFiles(in: run.url)
    input.results.expressionModels = configuration.expressionModelsInWords
    input.results.resamplesTrainingSubjects = configuration.resamplesTrainingSubjects == true
    input.limitations = ReportTexts.limitations(configuration, manifest, input.results)
    input.warnings = ReportTexts.warnings(configuration, manifest)
    input.methodsText = ReportTexts.methodsText(configuration, manifest)
    input.dataSheet = ReportTexts.dataSheet(configuration, manifest)
    input.references = try references(configuration, manifest)
    input.programVersion = Smilestone.version
    input.provenance = try provenance()
    return input
  }
}
