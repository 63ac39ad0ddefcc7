import Analysis
import Datasets
import Faces
import Foundation
import Imaging
import SharedWork
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
/// trainings can be added later. Several processes may divide the trainings (`SharedWork`).
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
  ///   - isShared: whether other processes may make the same matrix meanwhile; a study has its folder to itself.
  /// - Throws: `SmilestoneError` where groups have too few faces, or the run holds a matrix made
  ///   with other settings.
  @discardableResult
  public func perform(
    groups: [AgeGroup]? = nil, trainings: Int = MatrixTraining.defaultTrainings,
    settings: TrainingSettings, isShared: Bool = false
  ) throws -> TrainTestMatrix {
    func alone<Result>(_ body: () throws -> Result) throws -> Result {
      guard isShared else { return try body() }
      return try SharedWork.alone(
        in: run.url, command: "smilestone matrix", observer: observer, body)
    }
    let prepared = try alone {
      try prepare(groups: groups, trainings: trainings, settings: settings)
    }
    try SharedWork.untilDone(
      prepared.pieces, unit: "training", in: run.url, observer: observer
    ) { try $0.map { try attempt($0, of: prepared) } }
    return try alone { try test(prepared) }
  }

  /// One training.
  private struct Piece {
    let group: AgeGroup
    /// From 1.
    let number: Int

    /// Its folder's and the model's name.
    var name: String { "\(group.rawValue)-\(number)" }
  }

  private struct Prepared {
    let faces: LoadedFaces
    let matched: MatchedFaces
    let settings: TrainingSettings
    let pieces: [Piece]
  }

  private func prepare(
    groups: [AgeGroup]?, trainings: Int, settings: TrainingSettings
  ) throws -> Prepared {
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
    let pieces = (1...trainings).flatMap { number in
      matched.groups.map { Piece(group: $0, number: number) }
    }
    try WorkList(
      pieces.map {
        .init(path: $0.name, title: "\($0.group.displayName), training \($0.number)")
      }, result: ModelFolder(run.matrixFolder).history.lastPathComponent
    ).write(to: run.matrixFolder)
    return Prepared(faces: faces, matched: matched, settings: settings, pieces: pieces)
  }

  private func test(_ prepared: Prepared) throws -> TrainTestMatrix {
    let (faces, matched) = (prepared.faces, prepared.matched)
    let predictions = try prepared.pieces.map { piece in
      let file = try ModelFile(
        contentsOf: run.matrixModel(piece.name).model, kind: .expression, device: device)
      return MatrixPredictions(
        trainedOn: piece.group,
        rows: try ExpressionPrediction(observer: observer).predictionRows(file, for: faces)
          .filter { $0.split == Split.test.rawValue })
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
      run.matrixModel(Piece(group: $0, number: number + 1).name).isComplete
    }) { number += 1 }
    return number
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

  /// Trains a piece that is not there yet.
  /// - Returns: false where another process does.
  private func attempt(_ piece: Piece, of prepared: Prepared) throws -> Bool {
    let folder = run.matrixModel(piece.name)
    return try SharedWork.attempt(folder.url, isDone: { folder.isComplete }) {
      var settings = prepared.settings
      settings.seed = SeededGenerator.first(
        seed: configuration.seed, stream: "matrix/\(piece.number)")
      // Nothing is calibrated here, and matched validation faces are few.
      settings.calibrationShare = 0
      var chosen = prepared.faces
      for row in chosen.manifest.records.indices { chosen.manifest.records[row].split = nil }
      for split in [Split.train, .validation] {
        for row in prepared.matched.rows(of: piece.group, split, seed: settings.seed) {
          chosen.manifest.records[row].split = split
        }
      }
      try ExpressionTraining(
        device: device, observer: observer, checkpointSeconds: context.checkpointSeconds
      ).train(piece.name, on: piece.group, of: chosen, settings: settings, into: folder)
    }
  }
}
