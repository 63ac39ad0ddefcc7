import Foundation
import Models
import Support
import Torch

/// Trains one model and keeps the weights with the lowest validation loss.
public struct Trainer<Goal: Objective> {
  let model: FaceModel
  let objective: Goal
  let settings: TrainingSettings
  let device: Device
  /// What progress lines call this training: "Adult model".
  let title: String
  let observer: any ProgressObserver

  public init(
    model: FaceModel, objective: Goal, settings: TrainingSettings, device: Device, title: String,
    observer: any ProgressObserver
  ) {
    self.model = model
    self.objective = objective
    self.settings = settings
    self.device = device
    self.title = title
    self.observer = observer
  }

  /// Trains until the last epoch, or until `patience` epochs have brought no better validation
  /// loss; the model then holds the best epoch's weights.
  ///
  /// Every random choice is drawn from the seed, the epoch and the batch, so the same seed on the
  /// same machine with the same number of threads gives the same bytes.
  /// - Throws: `SmilestoneError` when there are too few faces or the loss is no longer a number.
  public func train(
    on training: FaceSet<Goal.Target>, validatingOn validation: FaceSet<Goal.Target>
  ) throws -> TrainingHistory {
    try settings.validate()
    guard training.count >= 2, validation.count >= 1 else {
      throw SmilestoneError.badInput(
        "\(title): \(training.count) training and \(validation.count) validation faces are too few.",
        remedy: "Give it a larger cohort; at least 2 and 1 are needed.")
    }
    Runtime.keepFreedPages()
    try prepareModel()
    let optimiser = try makeOptimiser()
    let trainingLoader = try PictureLoader(source: training.source, device: device)
    let validationLoader = try PictureLoader(source: validation.source, device: device)
    var history = TrainingHistory(scoreName: Goal.scoreName, epochs: [])
    var best: [String: Tensor] = [:]
    for epoch in 1...settings.epochs {
      let start = ContinuousClock.now
      let trained = try runEpoch(epoch, on: training, loader: trainingLoader, optimiser: optimiser)
      let seconds = (ContinuousClock.now - start).inSeconds
      let validated = try validate(on: validation, loader: validationLoader)
      let isBest = validated.loss < (history.bestEpoch?.validation.loss ?? .infinity)
      if isBest { best = try model.store.snapshot() }
      history.epochs.append(
        EpochRecord(
          epoch: epoch, learningRate: optimiser.learningRate, training: trained,
          validation: validated, seconds: seconds))
      report(history)
      if shouldStop(history) { break }
    }
    try model.store.restore(best)
    try objective.finish(model)
    return history
  }

  private func prepareModel() throws {
    for layer in settings.frozenLayers { try model.store.freeze(layer: layer) }
    try model.store.move(to: device)
    try model.store.layOut(.channelsLast)
  }

  private func makeOptimiser() throws -> Adam {
    var adam = Adam.Settings()
    adam.learningRate = settings.learningRate
    adam.weightDecay = settings.weightDecay
    return try Adam(model.store.trainable, settings: adam)
  }

  // MARK: One epoch

  private func runEpoch(
    _ epoch: Int, on faces: FaceSet<Goal.Target>, loader: PictureLoader, optimiser: Adam
  ) throws -> EpochScore {
    var shuffling = SeededGenerator(seed: settings.seed, stream: "order of epoch \(epoch)")
    let order = Array(0..<faces.count).shuffled(using: &shuffling)
    let batches = evenBatches(count: faces.count, batchSize: settings.batchSize)
    var total = EpochScore.Sum()
    for (index, batch) in batches.enumerated() {
      let step = (epoch - 1) * batches.count + index
      optimiser.learningRate =
        settings.learningRate
        * settings.schedule.factor(step: step, total: settings.epochs * batches.count)
      let chosen = order[batch]
      var generator = SeededGenerator(seed: settings.seed, stream: "batch \(step)")
      try Runtime.seed(generator.next())
      let variation = BatchAugmentation(
        count: chosen.count, settings: settings.augmentation, using: &generator)
      let pictures = try loader.normalised(
        variation(loader.pictures(at: chosen.map { faces.indices[$0] })))
      let target = try objective.tensor(of: chosen.map { faces.targets[$0] }).to(device)

      let output = try model(pictures, training: true)
      let loss = try objective.trainingLoss(
        output, target, epochs: Double(step) / Double(batches.count))
      try loss.backward()
      try optimiser.step()
      try objective.stepTaken(output, target)

      let value = try loss.item()
      guard value.isFinite else { throw divergence(epoch: epoch, batch: index + 1) }
      total.add(loss: value, score: try objective.scoreSum(output, target), count: chosen.count)
      observer.update(
        ProgressUpdate(
          task: "\(title), epoch \(epoch) of \(settings.epochs)",
          completed: batch.upperBound, total: faces.count, unit: "images",
          detail: total.mean.description(scoreName: Goal.scoreName)))
    }
    try objective.epochEnded()
    return total.mean
  }

  private func validate(
    on faces: FaceSet<Goal.Target>, loader: PictureLoader
  ) throws -> EpochScore {
    try withoutGradients {
      var total = EpochScore.Sum()
      for batch in evenBatches(count: faces.count, batchSize: validationBatchSize) {
        let pictures = try loader.normalised(loader.pictures(at: Array(faces.indices[batch])))
        let target = try objective.tensor(of: Array(faces.targets[batch])).to(device)
        let output = try model(pictures, training: false)
        total.add(
          loss: try objective.validationLoss(output, target).item(),
          score: try objective.scoreSum(output, target), count: batch.count)
      }
      return total.mean
    }
  }

  // MARK: Watching

  private func shouldStop(_ history: TrainingHistory) -> Bool {
    guard settings.patience > 0, let best = history.bestEpoch, let last = history.epochs.last else {
      return false
    }
    return last.epoch - best.epoch >= settings.patience
  }

  private func report(_ history: TrainingHistory) {
    guard let last = history.epochs.last else { return }
    let name = Goal.scoreName
    observer.message(
      "\(title): epoch \(last.epoch) of \(settings.epochs): "
        + "training \(last.training.description(scoreName: name)); "
        + "validation \(last.validation.description(scoreName: name))"
        + (last.epoch == history.bestEpoch?.epoch ? " (best so far)" : ""))
  }

  private func divergence(epoch: Int, batch: Int) -> SmilestoneError {
    .failed(
      "\(title): the loss is no longer a number in epoch \(epoch), batch \(batch).",
      remedy: "Training has diverged: lower the learning rate or the weight of the distance loss.")
  }
}

/// Faces per step of validation: enough to fill the cores, small enough for the caches.
private let validationBatchSize = 128

extension Duration {
  /// The duration in seconds, with fractions.
  public var inSeconds: Double {
    Double(components.seconds) + Double(components.attoseconds) * 1e-18
  }
}
