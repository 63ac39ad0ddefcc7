import Analysis
import Faces
import Foundation
import Imaging
import Models
import Support
import Torch

/// Makes ready models of a user's faces: a study, whose age estimator, infant and adult model they are,
/// and a model of all ages beside them.
public struct ReadyModelTraining {
  /// What the model of all ages is called.
  static let allAges = "all"

  private let name: String
  private let configuration: StudyConfiguration
  private let context: StudyContext
  private let library: ModelLibrary

  private var run: RunFolder { context.run }

  /// - Parameter name: what the models will be found by.
  public init(
    name: String, configuration: StudyConfiguration, context: StudyContext, library: ModelLibrary
  ) {
    self.name = name
    self.configuration = configuration
    self.context = context
    self.library = library
  }

  /// Does what has not been done yet in the run folder, then puts the models into the library.
  /// - Throws: `SmilestoneError`; what is finished then stays and is not done again.
  public func perform() throws -> ReadyModels {
    guard configuration.data.faces != nil else {
      throw SmilestoneError.usage(
        "Ready models are made of photographs, and there are none.",
        remedy: "Give --faces FACES and --age-faces FACES.")
    }
    try library.requireFree(name, for: run)
    try StudyPipeline(configuration: configuration, context: context).perform()
    try trainAllAges()
    let files = [
      "age": run.age.model, ReadyModelTraining.allAges: run.all.model, "infant": run.infant.model,
      "adult": run.adult.model,
    ]
    let models = ReadyModels(
      name: name, expressionModels: [ReadyModelTraining.allAges, "infant", "adult"],
      ageModel: "age", preset: configuration.preset, run: run.url.path,
      smilestoneVersion: Smilestone.version, made: ISO8601DateFormatter().string(from: Date()),
      hashes: try files.mapValues { try ContentHash.sha256(ofFile: $0) })
    let card = try ModelCard(
      models: models, configuration: configuration, metrics: Metrics(contentsOf: run.metrics),
      allAges: Metrics(contentsOf: run.allMetrics))
    try library.store(models, card: card.text, from: files)
    return models
  }

  /// Trains the model of all ages on the study's own splits, and tests it as the others are.
  private func trainAllAges() throws {
    var settings = configuration.adult
    settings.seed = configuration.seed
    let manifest = try Manifest(contentsOf: run.manifest)
      .describing(configuration.vocabulary.labels)
    if !run.all.isComplete || !run.allMetrics.exists {
      let faces = try context.settledFaces(
        manifest, form: FaceForm(size: settings.imageSize, colour: configuration.colour))
      if !run.all.isComplete {
        context.observer.message("Training the model of all ages")
        try ExpressionTraining(
          device: context.device, observer: context.observer,
          checkpointSeconds: context.checkpointSeconds
        ).train(
          ReadyModelTraining.allAges, on: nil, of: faces, settings: settings, into: run.all)
      }
      let file = try ModelFile(contentsOf: run.all.model, kind: .expression, device: context.device)
      try ModelEvaluation.write(
        ExpressionPrediction(observer: context.observer).predictionRows(file, for: faces),
        manifest: manifest, agePredictions: [], baselineAgeInYears: nil,
        settings: EvaluationSettings(seed: configuration.seed), predictions: run.all.predictions,
        metrics: run.allMetrics, observer: context.observer)
    }
  }
}
