import Foundation
import Models
import Support
import Torch

/// Trains one model and keeps the weights of the epoch that its objective's criterion chooses.
public struct Trainer<Goal: Objective> {
  let model: FaceModel
  let objective: Goal
  let settings: TrainingSettings
  let device: Device
  /// What progress lines call this training: "Adult model".
  let title: String
  let observer: any ProgressObserver
  let checkpoint: CheckpointPlan?
  let eventFolder: URL?
  /// The processes that share every batch; nil where this one trains alone.
  let group: ProcessGroup?

  /// - Parameters:
  ///   - checkpoint: where the training saves itself, and continues from if a file is there; nil for
  ///     a training that is not saved.
  ///   - eventFolder: where TensorBoard's event file goes; nil for none.
  ///   - group: the processes that share every batch: each has the same faces and settings, the first
  ///     one's weights, and the same result, which one process would have too; the first writes the
  ///     checkpoint and the events. nil where this process trains alone.
  public init(
    model: FaceModel, objective: Goal, settings: TrainingSettings, device: Device, title: String,
    observer: any ProgressObserver, checkpoint: CheckpointPlan? = nil, eventFolder: URL? = nil,
    group: ProcessGroup? = nil
  ) {
    self.model = model
    self.objective = objective
    self.settings = settings
    self.device = device
    self.title = title
    self.observer = observer
    self.checkpoint = checkpoint
    self.eventFolder = eventFolder
    self.group = group
  }

  /// Trains until the last epoch, or until `patience` epochs have not been better on the validation
  /// faces; the model then holds the best epoch's weights.
  ///
  /// Every random choice is drawn from the seed, the epoch and the batch, so the same seed on the
  /// same machine with the same number of threads gives the same bytes, also when the training was
  /// interrupted and went on from its checkpoint. The caller removes the checkpoint when it has
  /// stored the model.
  /// - Throws: `SmilestoneError` when there are too few faces, the training diverges, a checkpoint
  ///   belongs to another training, or the user stopped it (a checkpoint is then there).
  public func train(
    on training: FaceSet<Goal.Target>, validatingOn validation: FaceSet<Goal.Target>
  ) throws -> TrainingHistory {
    try settings.validate()
    guard training.count >= 2, validation.count >= 1 else {
      throw SmilestoneError.badInput(
        "\(title): \(training.count) training and \(validation.count) validation faces are too few.",
        remedy: "Give it a larger cohort; at least 2 and 1 are needed.")
    }
    let run = try TrainingRun(self, training: training, validation: validation)
    return try checkpoint == nil ? run.perform() : Interruption.watching { try run.perform() }
  }
}

extension Trainer {
  /// What of a batch of so many faces this process computes; nil for all of it, as where there are
  /// fewer faces than processes.
  func shard(of count: Int) -> BatchShard? {
    group.flatMap { count < $0.size ? nil : BatchShard(of: count, in: $0) }
  }

  /// What the model makes of a batch.
  /// - Parameters:
  ///   - images: the whole batch, or this process's shard of it.
  ///   - shard: nil for a whole batch.
  /// - Returns: the whole batch's features and outputs.
  func output(of images: Tensor, shard: BatchShard?, training: Bool) throws -> FaceModel.Output {
    guard let shard else { return try output(of: images, training: training) }
    let own = try shard.computing { try output(of: images, training: training) }
    return FaceModel.Output(
      features: try shard.gathered(own.features), outputs: try shard.gathered(own.outputs))
  }

  /// Computed as the setting `precision` says; in the weights' own type.
  private func output(of images: Tensor, training: Bool) throws -> FaceModel.Output {
    if settings.precision == .float64 { return try model(images.to(.float64), training: training) }
    guard settings.precision == .bfloat16 || (settings.precision == .automatic && device == .cuda)
    else { return try model(images, training: training) }
    let output = try withBFloat16(on: device) { try model(images, training: training) }
    return FaceModel.Output(
      features: try output.features.to(.float32), outputs: try output.outputs.to(.float32))
  }

  /// The model's loss and score on faces as it is now.
  public func score(on faces: FaceSet<Goal.Target>) throws -> EpochScore {
    try model.store.move(to: device)
    return try Validator(self, faces: faces).score()
  }
}

extension Duration {
  /// The duration in seconds, with fractions.
  public var inSeconds: Double {
    Double(components.seconds) + Double(components.attoseconds) * 1e-18
  }
}
