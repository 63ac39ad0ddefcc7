import Foundation
import Models
import Support
import Torch

/// One training from its start, or its checkpoint, to its end.
final class TrainingRun<Goal: Objective> {
  private let trainer: Trainer<Goal>
  private let training: FaceSet<Goal.Target>
  private let strata: [Int]
  private let optimiser: any Optimiser
  private let gradients: GradientBuckets?
  private let average: WeightAverage?
  private let trainingLoader: ImageLoader
  private let validator: Validator<Goal>
  private let batches: [Range<Int>]
  private let identity: JSONTree
  private var state = TrainingState(
    history: TrainingHistory(
      scoreName: Goal.scoreName, criterion: Goal.criterion, epochs: []))
  private var lastCheckpoint = ContinuousClock.now

  private var model: FaceModel { trainer.model }
  private var objective: Goal { trainer.objective }
  private var settings: TrainingSettings { trainer.settings }

  init(
    _ trainer: Trainer<Goal>, training: FaceSet<Goal.Target>, validation: FaceSet<Goal.Target>
  ) throws {
    self.trainer = trainer
    self.training = training
    let (model, settings) = (trainer.model, trainer.settings)
    for layer in settings.frozenLayers { try model.store.freeze(layer: layer) }
    try model.store.move(to: trainer.device)
    if settings.precision == .float64 { try model.store.convert(to: .float64) }
    try model.store.layOut(.channelsLast)
    trainingLoader = try ImageLoader(
      source: training.source, centralCrop: CentralCrop(settings.centralCrop),
      device: trainer.device)
    try model.measureNormalisations(of: Self.sample(of: training, loader: trainingLoader, settings))
    try trainer.group?.broadcast(model.store)
    gradients = try trainer.group.map { try GradientBuckets(model.store.trainable, in: $0) }
    strata = training.targets.map(trainer.objective.stratum)
    optimiser = try settings.makeOptimiser(for: model.store.trainable)
    average =
      settings.emaDecay > 0
      ? try WeightAverage(of: model.store, decay: settings.emaDecay) : nil
    validator = try Validator(trainer, faces: validation)
    batches = evenBatches(count: training.count, batchSize: settings.batchSize)
    try trainer.group?.requireDivisible(batches, title: trainer.title)
    identity = try .object([
      "settings": JSONTree(encoding: settings),
      "training faces": training.identity(),
      "validation faces": validation.identity(),
    ])
  }

  /// Some training faces from beginning to end, unvaried: enough for the statistics of normalisations.
  private static func sample(
    of training: FaceSet<Goal.Target>, loader: ImageLoader, _ settings: TrainingSettings
  ) throws -> Tensor {
    let chosen = stride(
      from: 0, to: training.count, by: max(1, training.count / measuredFaces)
    ).prefix(measuredFaces)
    let images = try loader.asked(at: chosen.map { training.indices[$0] })
    return try settings.precision == .float64 ? images.to(.float64) : images
  }

  private static var measuredFaces: Int { 256 }

  func perform() throws -> TrainingHistory {
    try resume()
    let log =
      try isWriting
      ? trainer.eventFolder.map {
        try TensorBoardLog(folder: $0, history: state.history)
      } : nil
    while state.history.epochs.count < settings.epochs, !isPatienceOver {
      try trainEpoch()
      try endEpoch()
      try log?.append(state.history)
      report()
      try checkDivergence()
    }
    try model.store.restore(state.best)
    try objective.finish(model)
    return state.history
  }

  /// Of several processes the first one writes.
  private var isWriting: Bool { trainer.group?.isFirst ?? true }

  private var isPatienceOver: Bool {
    guard settings.patience > 0, let best = state.history.bestEpoch,
      let last = state.history.epochs.last
    else { return false }
    return last.epoch - best.epoch >= settings.patience
  }

  // MARK: One epoch

  private func trainEpoch() throws {
    let epoch = state.history.epochs.count + 1
    var shuffling = SeededGenerator(seed: settings.seed, stream: "order of epoch \(epoch)")
    let order = settings.sampling.order(of: strata, using: &shuffling)
    for index in state.batchesDone..<batches.count {
      let start = ContinuousClock.now
      let (loss, score) = try takeStep(index, epoch: epoch, faces: Array(order[batches[index]]))
      guard loss.isFinite else { throw divergence("is no longer a number", batch: index + 1) }
      state.sum.add(loss: loss, score: score, count: batches[index].count)
      state.batchesDone = index + 1
      state.seconds += (ContinuousClock.now - start).inSeconds
      trainer.observer.update(
        ProgressUpdate(
          task: "\(trainer.title), epoch \(epoch) of \(settings.epochs)",
          completed: batches[index].upperBound, total: training.count, unit: "images",
          detail: state.sum.mean.description(scoreName: Goal.scoreName)))
      try saveOrStop()
    }
  }

  /// One step of the optimiser; returns the batch's mean loss, without what is minimised besides,
  /// and the sum of its scores.
  private func takeStep(
    _ index: Int, epoch: Int, faces: [Int]
  ) throws -> (loss: Double, score: Double) {
    let step = (epoch - 1) * batches.count + index
    optimiser.learningRate = settings.learningRate(
      step: step, stepsPerEpoch: batches.count,
      validationErrors: state.history.epochs.map { Goal.criterion.error($0.validation) })
    var generator = SeededGenerator(seed: settings.seed, stream: "batch \(step)")
    try Runtime.seed(generator.next())
    let variation = BatchAugmentation(
      count: faces.count, size: training.source.imageSize, settings: settings.augmentation,
      using: &generator)
    func varied(_ places: [Int]) throws -> Tensor {
      try trainingLoader.normalised(
        variation.selected(places)(
          trainingLoader.images(at: places.map { training.indices[faces[$0]] })))
    }
    let shard = trainer.shard(of: faces.count)
    let own = Array(shard?.rows ?? faces.indices)
    var images = try varied(own)
    var target = try objective.tensor(of: faces.map { training.targets[$0] }).to(trainer.device)
    if settings.mixup > 0 {
      let mixup = Mixup(alpha: settings.mixup, count: faces.count, using: &generator)
      // A partner may be another process's face.
      images = try
        (shard == nil ? mixup(images) : mixup.mixed(images, varied(own.map { mixup.partners[$0] })))
        .contiguous(.channelsLast)
      target = try mixup(objective.mixable(target))
    }

    let output = try trainer.output(of: images, shard: shard, training: true)
    let loss = try objective.loss(output, target)
    let penalty = try objective.penalty(
      output, target, epochs: Double(step) / Double(batches.count))
    let minimised = try penalty.map { try loss + $0 } ?? loss
    if let gradients { try gradients.backward(minimised) } else { try minimised.backward() }
    if settings.maxGradientNorm > 0 {
      try clipGradients(of: model.store.trainable, toNorm: settings.maxGradientNorm)
    }
    try optimiser.step()
    try average?.stepTaken()
    try objective.stepTaken(output, target)
    return (try loss.item(), try objective.scoreSum(output, target))
  }

  private func endEpoch() throws {
    try objective.epochEnded()
    let judge = { [self] in
      let validated = try validator.score()
      let best = state.history.bestEpoch.map { Goal.criterion.error($0.validation) }
      if Goal.criterion.error(validated) < best ?? .infinity {
        // The former best goes first, so that there are never two copies.
        state.best = [:]
        state.best = try model.store.snapshot()
      }
      return validated
    }
    let validated = try average?.applied(judge) ?? judge()
    guard validated.loss.isFinite else {
      throw divergence("on the validation faces is no longer a number", batch: batches.count)
    }
    state.history.epochs.append(
      EpochRecord(
        epoch: state.history.epochs.count + 1, learningRate: optimiser.learningRate,
        training: state.sum.mean, validation: validated, seconds: state.seconds))
    (state.batchesDone, state.sum, state.seconds) = (0, EpochScore.Sum(), 0)
  }

  // MARK: Interruptions

  private func saveOrStop() throws {
    guard let plan = trainer.checkpoint else { return }
    let stops = try trainer.group?.interruptsAll() ?? Interruption.isRequested
    guard stops || (ContinuousClock.now - lastCheckpoint).inSeconds >= plan.seconds else { return }
    if isWriting {
      try Checkpoint(
        identity: identity, state: state,
        parts: [
          .model: model.store.values(), .best: state.best, .optimiser: optimiser.state(),
          .average: average?.state() ?? [:], .objective: objective.state(),
        ]
      ).write(to: plan.url)
    }
    lastCheckpoint = .now
    if stops {
      throw SmilestoneError.stopped(
        "\(trainer.title): stopped in epoch \(state.history.epochs.count + 1), as asked.",
        remedy: "The same command continues from \(plan.url.path).")
    }
  }

  private func resume() throws {
    try requireAgreement()
    guard let plan = trainer.checkpoint,
      FileManager.default.fileExists(atPath: plan.url.path)
    else { return }
    let checkpoint = try Checkpoint(contentsOf: plan.url, identity: identity)
    let part = { checkpoint.parts[$0] ?? [:] }
    try model.store.restore(part(.model))
    try optimiser.restore(part(.optimiser))
    try average?.restore(part(.average))
    try objective.restore(part(.objective))
    state = checkpoint.state
    trainer.observer.message(
      "\(trainer.title): continuing in epoch \(state.history.epochs.count + 1) after "
        + "\(state.batchesDone) of \(batches.count) batches")
  }

  /// Refuses processes that have other settings, faces or checkpoints than the first.
  private func requireAgreement() throws {
    guard let group = trainer.group else { return }
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    try group.requireAgreement(
      String(decoding: encoder.encode(identity), as: UTF8.self),
      on: "\(trainer.title): the settings or faces")
    let checkpoint = try trainer.checkpoint.map { plan in
      FileManager.default.fileExists(atPath: plan.url.path)
        ? try ContentHash.sha256(ofFile: plan.url) : "none"
    }
    try group.requireAgreement(
      checkpoint ?? "", on: "\(trainer.title): the checkpoints")
  }

  // MARK: Watching

  private func report() {
    guard let last = state.history.epochs.last else { return }
    let name = Goal.scoreName
    trainer.observer.message(
      "\(trainer.title): epoch \(last.epoch) of \(settings.epochs): "
        + "training \(last.training.description(scoreName: name)); "
        + "validation \(last.validation.description(scoreName: name))"
        + (last.epoch == state.history.bestEpoch?.epoch ? " (best so far)" : ""))
  }

  /// A loss ten times that of the first epoch does not come back.
  private func checkDivergence() throws {
    guard let first = state.history.epochs.first, let last = state.history.epochs.last,
      last.training.loss > 10 * max(first.training.loss, 1e-3)
    else { return }
    throw divergence("has grown tenfold since the first epoch", batch: batches.count)
  }

  private func divergence(_ what: String, batch: Int) -> SmilestoneError {
    .failed(
      "\(trainer.title): the loss \(what) (epoch \(state.history.epochs.count + 1), "
        + "batch \(batch)).",
      remedy: "Training has diverged: lower the learning rate or the weight of the distance "
        + "loss, or limit the gradients (maxGradientNorm).")
  }
}

extension TrainingSettings {
  fileprivate func makeOptimiser(for parameters: [Parameter]) throws -> any Optimiser {
    switch optimiser {
    case .adam, .adamW:
      var adam = Adam.Settings()
      adam.learningRate = learningRate
      adam.weightDecay = weightDecay
      adam.decoupledWeightDecay = optimiser == .adamW
      return try Adam(parameters, settings: adam)
    case .sgd:
      var sgd = StochasticGradientDescent.Settings()
      sgd.learningRate = learningRate
      sgd.weightDecay = weightDecay
      sgd.momentum = momentum
      return try StochasticGradientDescent(parameters, settings: sgd)
    }
  }
}

extension FaceSet {
  /// What tells this set from another: how many faces, and a hash over images and targets.
  fileprivate func identity() throws -> JSONTree {
    .object([
      "count": .integer(Int64(count)),
      "hash": .string(
        try ContentHash.sha256(
          ofStrings: [source.contentKey] + indices.map(String.init) + targets.map { "\($0)" })),
    ])
  }
}
