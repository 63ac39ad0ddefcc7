import Analysis
import Datasets
import Faces
import Foundation
import Imaging
import Support
import Torch
import Training

/// What decides the models of a train-test matrix, beside how many there are: `matrix/settings.json`.
struct MatrixSettings: Codable, Equatable {
  /// Youngest first.
  var groups: [AgeGroup]
  /// The study's seed; each training draws its own from it.
  var seed: UInt64
  var training: TrainingSettings
}

/// Trains models alike on several age groups of a study and tests each on every group.
///
/// A training that is there is not repeated, so that a matrix that was stopped continues, and more
/// trainings can be added later.
public struct MatrixTraining {
  /// Trainings on each age group where nothing else is asked for: the fewest that show how much
  /// they vary.
  public static let defaultTrainings = 3
  /// A group with fewer training faces is not trained on unless it is asked for.
  public static let minimumTrainingFaces = 30

  private let context: StudyContext
  private let configuration: StudyConfiguration

  private var run: RunFolder { context.run }
  private var device: Device { context.device }
  private var observer: any ProgressObserver { context.observer }

  /// - Throws: `SmilestoneError.badInput` when the folder holds no study that has sorted its faces
  ///   into age groups.
  public init(_ context: StudyContext) throws {
    let run = context.run
    guard run.configuration.exists, run.manifest.exists else {
      throw SmilestoneError.badInput(
        "\(run.url.path) is not the folder of a study that has sorted its faces into age groups.",
        remedy: "Name the folder that `smilestone study --out` wrote, or let the study continue.")
    }
    configuration = try StudyConfiguration(contentsOf: run.configuration)
    self.context = context
  }

  /// The age groups of the study.
  public var ages: AgeGrouping { configuration.vocabulary.ages }

  /// The settings that all models are trained with unless told otherwise: the infant model's, which
  /// are made for few faces, since the group with the fewest decides how many each model gets.
  public var defaultSettings: TrainingSettings { configuration.infant }

  /// Trains what is missing, tests all models and writes `matrix/predictions.csv` and, last,
  /// `matrix/matrix.json`.
  /// - Parameters:
  ///   - groups: at least two; nil for all with at least 30 training faces.
  ///   - trainings: of each group, at least 1; more where more are there already.
  ///   - settings: of every training; its seed is replaced.
  /// - Throws: `SmilestoneError` where groups have too few faces, or the run holds a matrix made
  ///   with other settings.
  @discardableResult
  public func perform(
    groups: [AgeGroup]? = nil, trainings: Int = MatrixTraining.defaultTrainings,
    settings: TrainingSettings
  ) throws -> TrainTestMatrix {
    try InitialWeights.requireFit(
      settings, kind: .expression, labels: configuration.vocabulary.labels)
    let faces = try context.settledFaces(
      Manifest(contentsOf: run.manifest).describing(configuration.vocabulary.labels),
      form: FaceForm(size: settings.imageSize, colour: configuration.colour))
    try StudyNeeds.requireTestFaces(in: faces.manifest.records)
    let ages = faces.manifest.vocabulary.ages
    let matched = try MatchedFaces(
      faces.manifest.records, groups: groups ?? enoughFaces(faces.manifest),
      labels: faces.manifest.vocabulary.labels, of: ages)
    try writeSettings(
      MatrixSettings(groups: matched.groups, seed: configuration.seed, training: settings))
    let trainings = max(trainings, finishedTrainings(of: matched.groups))
    observer.message(
      "Training \(trainings) model\(trainings == 1 ? "" : "s") on "
        + "\(matched.trainingFaces.reduce(0, +)) faces of each of \(matched.groups.count) age groups"
    )
    if !matched.emotionsLeftOut.isEmpty {
      observer.message(
        "Not learnt, for some group has fewer than \(MatchedFaces.minimumFaces) training faces: "
          + matched.emotionsLeftOut.map(\.rawValue).joined(separator: ", "))
    }
    var predictions: [MatrixPredictions] = []
    for training in 1...trainings {
      for group in matched.groups {
        let folder = try model(
          group, number: training, of: faces, matched: matched, settings: settings)
        let file = try ModelFile(contentsOf: folder.model, kind: .expression, device: device)
        predictions.append(
          MatrixPredictions(
            trainedOn: group,
            rows: try ExpressionPrediction(observer: observer).predictionRows(file, for: faces)
              .filter { $0.split == Split.test.rawValue }))
      }
    }
    try PredictionTable(
      rows: predictions.flatMap(\.rows), vocabulary: faces.manifest.vocabulary
    ).write(to: run.matrixPredictions)
    let matrix = try TrainTestMatrix(
      matched, predictions: predictions, settings: MatrixAnalysisSettings(seed: configuration.seed))
    try matrix.write(to: run.matrix)
    return matrix
  }

  /// How many trainings of all groups are there already: they are kept in the matrix.
  private func finishedTrainings(of groups: [AgeGroup]) -> Int {
    var number = 0
    while groups.allSatisfy({
      run.matrixModel(MatrixTraining.name($0, number + 1)).isComplete
    }) { number += 1 }
    return number
  }

  private static func name(_ group: AgeGroup, _ number: Int) -> String {
    "\(group.rawValue)-\(number)"
  }

  private func enoughFaces(_ manifest: Manifest) throws -> [AgeGroup] {
    let ages = manifest.vocabulary.ages
    let groups = MatchedFaces.groups(
      of: ages, in: manifest.records, withAtLeast: MatrixTraining.minimumTrainingFaces)
    let others = ages.groups.filter { !groups.contains($0) }
    guard groups.count > 1 else {
      throw SmilestoneError.badInput(
        "Fewer than two age groups of \(run.manifest.path) have "
          + "\(MatrixTraining.minimumTrainingFaces) training faces and a validation face.",
        remedy: "Name groups with fewer by --groups, or start a study of more faces.")
    }
    if !others.isEmpty {
      observer.message(
        "Not trained on for having fewer than \(MatrixTraining.minimumTrainingFaces) training faces: "
          + others.map(\.displayName).joined(separator: ", "))
    }
    return groups
  }

  /// A matrix belongs to one group of settings.
  private func writeSettings(_ settings: MatrixSettings) throws {
    let data = try SettingsFile.encode(settings)
    guard let earlier = try? Data(contentsOf: run.matrixSettings) else {
      return try AtomicFile.write(data, to: run.matrixSettings)
    }
    guard earlier != data else { return }
    let folder = run.matrixSettings.deletingLastPathComponent().path
    throw SmilestoneError.usage(
      "\(folder) holds a matrix with other settings "
        + "(\(SettingsFile.differences(earlier, data).joined(separator: "; "))).",
      remedy: "Remove that folder, or repeat the command with the settings in its settings.json.")
  }

  /// One group's model of one number, trained if it is not there.
  private func model(
    _ group: AgeGroup, number: Int, of faces: LoadedFaces, matched: MatchedFaces,
    settings: TrainingSettings
  ) throws -> ModelFolder {
    let name = MatrixTraining.name(group, number)
    let folder = run.matrixModel(name)
    guard !folder.isComplete else { return folder }
    var settings = settings
    settings.seed = SeededGenerator.first(seed: configuration.seed, stream: "matrix/\(number)")
    // Nothing is calibrated here, and matched validation faces are few.
    settings.calibrationShare = 0
    var chosen = faces
    for row in chosen.manifest.records.indices { chosen.manifest.records[row].split = nil }
    for split in [Split.train, .validation] {
      for row in matched.rows(of: group, split, seed: settings.seed) {
        chosen.manifest.records[row].split = split
      }
    }
    try ExpressionTraining(
      device: device, observer: observer, checkpointSeconds: context.checkpointSeconds
    ).train(name, on: group, of: chosen, settings: settings, into: folder)
    return folder
  }
}
