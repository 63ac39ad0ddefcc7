import Faces
import Foundation
import Models
import Presentation
import Support
import Torch
import Training

/// Trains one expression model.
public struct ExpressionTraining {
  let device: Device
  let observer: any ProgressObserver
  /// Time between two checkpoints of a training.
  let checkpointSeconds: Double
  /// The processes that train together, of which the first writes; nil for this one alone.
  let processes: ProcessGroup?

  public init(
    device: Device, observer: any ProgressObserver, checkpointSeconds: Double = 60,
    processes: ProcessGroup? = nil
  ) {
    self.device = device
    self.observer = observer
    self.checkpointSeconds = checkpointSeconds
    self.processes = processes
  }

  /// Trains on the training faces of an age group, chooses the epoch on its validation faces that
  /// are not set apart for calibration, and writes the model and its history.
  /// - Parameters:
  ///   - name: "infant", "adult", or a name of the user's.
  ///   - group: the age group whose faces are used; nil for all.
  /// - Throws: `SmilestoneError.badInput` when the group has too few labelled faces.
  public func train(
    _ name: String, on group: AgeGroup?, of faces: LoadedFaces, settings: TrainingSettings,
    into folder: ModelFolder
  ) throws {
    try TrainingNeed(name, label: .emotion, group: group, of: faces.manifest.vocabulary.ages)
      .require(in: faces.manifest.records)
    func isIncluded(_ face: FaceRecord) -> Bool { group == nil || face.ageGroup == group }
    let calibrating = try faces.calibrationRows(
      share: settings.calibrationShare, seed: settings.seed, where: { $0.emotion != nil },
      validatingOn: { $0.emotion != nil && isIncluded($0) })
    let labels = faces.manifest.vocabulary.labels
    func set(_ split: Split) -> FaceSet<ExpressionTarget> {
      faces.faceSet(where: { $0.split == split && isIncluded($0) }, besides: calibrating) { face in
        face.emotion.flatMap { ExpressionTarget($0, votes: face.votes, labels: labels) }
      }
    }
    let (training, validation) = (set(.train), set(.validation))
    try Runtime.seed(SeededGenerator.first(seed: settings.seed, stream: "\(name) weights"))
    let model = try FaceModel(
      architecture: settings.architecture,
      head: settings.expressionHead(labels: labels.count))
    try InitialWeights.load(
      into: model, settings: settings, labels: labels, observer: observer)
    let counts = labels.emotions.indices.map { label in
      training.targets.count { $0.label == label }
    }
    let objective = try ExpressionObjective(
      labelSmoothing: settings.labelSmoothing,
      distanceLoss: DistanceLoss(settings: settings.distanceLoss, labelCount: labels.count),
      classWeights: settings.classWeights.weights(counts: counts),
      learnsFromVotes: settings.learnsFromVotes,
      logitShifts: settings.logitShifts(counts: counts), device: device)
    let checkpoint = CheckpointPlan(url: folder.checkpoint, seconds: checkpointSeconds)
    let history = try Trainer(
      model: model, objective: objective, settings: settings, device: device,
      title: "\(name.sentenceCased) model", observer: observer, checkpoint: checkpoint,
      eventFolder: folder.url, group: processes
    ).train(on: training, validatingOn: validation)
    guard processes?.isFirst ?? true else { return }
    let description = ModelDescription(
      kind: .expression, name: name, trainedOn: group,
      learntFrom: faces.trainingOrigin(where: isIncluded), colour: faces.store.colour,
      vocabulary: faces.manifest.vocabulary, settings: settings,
      selectionFaces: faces.selectionFaces(besides: calibrating) { $0.emotion != nil })
    try ModelFile.write(model, description, to: folder.model)
    try history.write(to: folder.history)
    checkpoint.remove()
  }
}
