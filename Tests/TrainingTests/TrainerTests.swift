import Faces
import Foundation
import Models
import Support
import TestSupport
import Testing
import Torch
import Training

@Suite struct TrainerTests {
  private let faces = FaceSet<ExpressionTarget>.easyFaces { colour in
    ExpressionTarget([.anger, .happy, .sad][colour])
  }
  private let settings = TrainingSettings.forEasyFaces

  private func train(
    _ settings: TrainingSettings, on others: FaceSet<ExpressionTarget>? = nil,
    checkpoint: CheckpointPlan? = nil,
    observer: any ProgressObserver = SilentObserver()
  ) throws -> (model: FaceModel, history: TrainingHistory) {
    try Runtime.seed(settings.seed)
    let faces = others ?? faces
    let model = try FaceModel(
      architecture: settings.architecture, head: settings.expressionHead(labels: 7))
    let objective = try ExpressionObjective(
      labelSmoothing: settings.labelSmoothing,
      distanceLoss: DistanceLoss(settings: settings.distanceLoss, labelCount: 7))
    let history = try Trainer(
      model: model, objective: objective, settings: settings, device: .cpu, title: "Test model",
      observer: observer, checkpoint: checkpoint
    ).train(on: faces, validatingOn: faces)
    return (model, history)
  }

  private func expectEqual(_ first: FaceModel, _ second: FaceModel) throws {
    for (a, b) in zip(first.store.parameters, second.store.parameters) {
      #expect(try a.value.doubles() == b.value.doubles(), "\(a.name)")
    }
  }

  @Test func learnsAnEasySet() throws {
    let result = try train(settings)
    #expect(result.history.bestEpoch?.validation.score == 1)
    let probabilities = try Inference(
      model: result.model, settings: settings, device: .cpu
    ).emotionProbabilities(
      of: faces.source, at: [0, 1, 2], task: "test", observer: SilentObserver())
    for (row, emotion) in zip(probabilities, [Emotion.anger, .happy, .sad]) {
      #expect(abs(row.reduce(0, +) - 1) < 1e-9)
      #expect(row[LabelScheme.emotions7.position(of: emotion)] == row.max())
    }
  }

  /// A face and its mirror image then get one prediction: the mean of theirs.
  @Test func answersAreAveragedOverTheMirrorImage() throws {
    var settings = settings
    let model = try train(settings).model
    func predictions() throws -> [[Double]] {
      try Inference(model: model, settings: settings, device: .cpu).emotionProbabilities(
        of: MirroredImages(), at: [0, 1], task: "test", observer: SilentObserver())
    }
    let plain = try predictions()
    #expect(zip(plain[0], plain[1]).contains { abs($0 - $1) > 1e-3 })
    settings.averagesMirrorImage = true
    let averaged = try predictions()
    for (label, (one, other)) in zip(averaged[0], averaged[1]).enumerated() {
      #expect(abs(one - other) < 1e-6)
      #expect(abs(one - (plain[0][label] + plain[1][label]) / 2) < 1e-6)
    }
  }

  /// The adjusted model's odds are the other's times those of the labels' frequencies, to the power of −τ.
  @Test func frequentLabelsLoseTheirAdvantage() throws {
    var settings = settings
    settings.epochs = 1
    settings.logitAdjustment = 0.5
    let counts = [8, 0, 0, 2, 0, 0, 0]
    func odds(_ shifts: [Double]?) throws -> Double {
      try Runtime.seed(settings.seed)
      let model = try FaceModel(
        architecture: settings.architecture, head: settings.expressionHead(labels: 7))
      let objective = try ExpressionObjective(
        labelSmoothing: 0,
        distanceLoss: DistanceLoss(settings: settings.distanceLoss, labelCount: 7),
        logitShifts: shifts)
      _ = try Trainer(
        model: model, objective: objective, settings: settings, device: .cpu, title: "Test model",
        observer: SilentObserver()
      ).train(on: faces, validatingOn: faces)
      let row = try Inference(model: model, settings: settings, device: .cpu).emotionProbabilities(
        of: faces.source, at: [0], task: "test", observer: SilentObserver())[0]
      return row[3] / row[0]
    }
    let ratio = try odds(settings.logitShifts(counts: counts)) / odds(nil)
    #expect(abs(ratio - 2) < 1e-4)
    settings.logitAdjustment = 0
    #expect(settings.logitShifts(counts: counts) == nil)
  }

  @Test func sameSeedGivesTheSameBytes() throws {
    var settings = settings
    settings.epochs = 3
    let (first, second) = (try train(settings), try train(settings))
    #expect(first.history.epochs.map(\.validation) == second.history.epochs.map(\.validation))
    try expectEqual(first.model, second.model)
    settings.seed = 2
    let other = try train(settings)
    #expect(first.history.epochs.map(\.training) != other.history.epochs.map(\.training))
  }

  /// Training in bfloat16 starts as training in float32 does, to eight bits, learns the set too,
  /// and keeps its weights in float32.
  @Test func bfloat16LearnsAsFloat32Does() throws {
    var settings = settings
    settings.epochs = 1
    settings.dropout = 0
    let full = try #require(try train(settings).history.epochs.first).training.loss
    settings.precision = .bfloat16
    let half = try #require(try train(settings).history.epochs.first).training.loss
    #expect(full != half)
    #expect(abs(full - half) < 0.05 * full)
    settings.epochs = 8
    let result = try train(settings)
    #expect(result.history.bestEpoch?.validation.score == 1)
    let weights = result.model.store.parameters.filter { $0.kind == .weight }
    #expect(weights.allSatisfy { $0.value.elementType == .float32 })
  }

  /// Stochastic depth, attention and the interpolated positions are drawn and computed again from
  /// the seed like everything else.
  @Test(arguments: [Architecture.efficientNetB0, .visionTransformerSmall14])
  func otherNetworksLearnAndRepeatTheirBytes(architecture: Architecture) throws {
    var settings = settings
    settings.architecture = architecture
    settings.imageSize = 28
    settings.epochs = 2
    let images = SolidImages(
      imageSize: settings.imageSize,
      colours: (0..<12).map { index in [[250, 10, 10], [10, 250, 10]][index % 2] })
    let faces = FaceSet(
      source: images, indices: Array(0..<12),
      targets: (0..<12).map { ExpressionTarget([.anger, .happy][$0 % 2]) })
    let (first, second) = (try train(settings, on: faces), try train(settings, on: faces))
    try expectEqual(first.model, second.model)
    let probabilities = try Inference(
      model: first.model, settings: settings, device: .cpu
    ).emotionProbabilities(
      of: images, at: faces.indices, task: "test", observer: SilentObserver())
    let expected = try withoutGradients {
      let loader = try ImageLoader(source: images, device: .cpu)
      let output = try first.model(
        loader.normalised(loader.images(at: faces.indices)), training: false)
      return try Functions.softmax(output.outputs.to(.float64)).doubles()
    }
    #expect(largestDifference(probabilities.flatMap(\.self), expected) < 1e-5)
  }

  @Test func keepsTheWeightsOfTheBestEpoch() throws {
    var settings = settings
    settings.epochs = 4
    let result = try train(settings)
    let best = try #require(result.history.bestEpoch)
    let objective = try ExpressionObjective(
      labelSmoothing: settings.labelSmoothing,
      distanceLoss: DistanceLoss(settings: settings.distanceLoss, labelCount: 7))
    let loader = try ImageLoader(source: faces.source, device: .cpu)
    let loss = try withoutGradients {
      let output = try result.model(
        loader.normalised(loader.images(at: faces.indices)), training: false)
      return try objective.loss(output, objective.tensor(of: faces.targets)).item()
    }
    #expect(abs(loss - best.validation.loss) < 1e-6)
  }

  @Test func stopsWhenPatienceIsOver() throws {
    var settings = settings
    settings.epochs = 60
    settings.patience = 2
    settings.learningRate = 0.02
    let history = try train(settings).history
    let best = try #require(history.bestEpoch)
    #expect(history.epochs.count == best.epoch + 2)
  }

  // MARK: Checkpoints

  /// With everything that has a state: stopped in the middle of an epoch and gone on, the training
  /// ends with the bytes of an undisturbed one.
  @Test(arguments: [OptimiserKind.adam, .adamW, .sgd])
  func aStoppedTrainingEndsWithTheSameBytes(_ optimiser: OptimiserKind) throws {
    var settings = settings
    settings.optimiser = optimiser
    settings.epochs = 5
    settings.emaDecay = 0.9
    settings.mixup = 0.4
    settings.sampling = .balanced
    settings.maxGradientNorm = 1
    settings.augmentation.smallestCrop = 0.7
    settings.augmentation.erasingProbability = 0.5
    let folder = try TemporaryFolder()
    let whole = try train(settings)
    let plan = CheckpointPlan(url: folder.file("checkpoint.safetensors"), seconds: 1e9)
    // Once in the first epoch, while the centres are being gathered, and once in the third.
    for stop in ["epoch 1 of 5", "epoch 3 of 5"] {
      let error = #expect(throws: SmilestoneError.self) {
        try train(settings, checkpoint: plan, observer: StoppingObserver(at: stop))
      }
      #expect(error?.message.contains("stopped in epoch") == true)
    }
    let resumed = try train(settings, checkpoint: plan)
    try expectEqual(whole.model, resumed.model)
    #expect(whole.history.epochs.map(\.training) == resumed.history.epochs.map(\.training))
    #expect(whole.history.epochs.map(\.validation) == resumed.history.epochs.map(\.validation))
  }

  @Test func aCheckpointOfAnotherTrainingIsRefused() throws {
    let folder = try TemporaryFolder()
    let plan = CheckpointPlan(url: folder.file("checkpoint.safetensors"))
    let stop = StoppingObserver(at: "epoch 2")
    #expect(throws: SmilestoneError.self) {
      try train(settings, checkpoint: plan, observer: stop)
    }
    var other = settings
    other.learningRate = 0.01
    let error = #expect(throws: SmilestoneError.self) { try train(other, checkpoint: plan) }
    #expect(error?.message.contains("learningRate: 0.001, now 0.01") == true, "\(error as Any)")

    try Data("nonsense".utf8).write(to: plan.url)
    #expect(throws: SmilestoneError.self) { try train(settings, checkpoint: plan) }
  }

  // MARK: Settings

  /// Two sad faces among forty are taken for sad with far more certainty where classes are drawn alike
  /// than where each face is seen once. Probabilities are compared, not names, as the most probable
  /// emotion may turn with the last digit of a sum.
  @Test func balancedSamplingLearnsRareClasses() throws {
    let emotions = (0..<40).map { $0 < 2 ? Emotion.sad : [.anger, .happy][$0 % 2] }
    let colours: [Emotion: [UInt8]] = [
      .anger: [250, 10, 10], .happy: [10, 250, 10], .sad: [130, 130, 10],
    ]
    let faces = FaceSet(
      source: SolidImages(colours: emotions.compactMap { colours[$0] }),
      indices: Array(emotions.indices), targets: emotions.map { ExpressionTarget($0) })
    func probabilityOfSad(_ sampling: Sampling) throws -> Double {
      var settings = settings
      settings.sampling = sampling
      settings.batchSize = 8
      settings.epochs = 4
      let model = try train(settings, on: faces).model
      let probabilities = try Inference(
        model: model, settings: settings, device: .cpu
      ).emotionProbabilities(
        of: faces.source, at: [0, 1], task: "test", observer: SilentObserver())
      return probabilities.map { $0[LabelScheme.emotions7.position(of: .sad)] }.reduce(0, +)
        / Double(probabilities.count)
    }
    let balanced = try probabilityOfSad(.balanced)
    let everyFaceOnce = try probabilityOfSad(.everyFaceOnce)
    #expect(balanced > everyFaceOnce + 0.3)
  }

  /// What helps against imbalance and noise does not keep a network from learning.
  @Test func learnsWithWeightsOfClassesAndAveragedWeights() throws {
    var settings = settings
    settings.classWeights = .effectiveNumber
    settings.emaDecay = 0.8
    settings.optimiser = .adamW
    settings.epochs = 20
    #expect(try train(settings).history.bestEpoch?.validation.score == 1)
  }

  /// The averaged weights are what is validated and kept.
  @Test func keepsTheAveragedWeights() throws {
    var settings = settings
    settings.epochs = 3
    let plain = try train(settings)
    settings.emaDecay = 0.9
    let averaged = try train(settings)
    // Averaging does not touch the training itself.
    #expect(plain.history.epochs.map(\.training) == averaged.history.epochs.map(\.training))
    #expect(plain.history.epochs.map(\.validation) != averaged.history.epochs.map(\.validation))
  }

  /// Pairs of an odd number of faces: batch normalisation has no variance in a batch of one.
  @Test func noBatchHasASingleFace() throws {
    var settings = settings
    settings.batchSize = 2
    settings.epochs = 1
    let three = FaceSet(
      source: faces.source, indices: [0, 1, 2], targets: Array(faces.targets.prefix(3)))
    #expect(try train(settings, on: three).history.epochs.count == 1)
  }

  /// Validation faces of an emotion that no training face shows have a loss.
  @Test(arguments: [ClassWeights.inverse, .effectiveNumber])
  func emotionsThatOnlyValidationFacesShowDivergeNothing(weights: ClassWeights) throws {
    var settings = settings
    settings.epochs = 1
    let objective = try ExpressionObjective(
      labelSmoothing: 0, distanceLoss: DistanceLoss(settings: settings.distanceLoss, labelCount: 7),
      classWeights: weights.weights(counts: [4, 0, 0, 4, 0, 4, 0]))
    let others = FaceSet(
      source: faces.source, indices: [0, 1], targets: [ExpressionTarget(.disgust), .init(.fear)])
    let history = try Trainer(
      model: FaceModel(
        architecture: settings.architecture, head: settings.expressionHead(labels: 7)),
      objective: objective, settings: settings, device: .cpu, title: "Test model",
      observer: SilentObserver()
    ).train(on: faces, validatingOn: others)
    #expect(try #require(history.epochs.first).validation.loss.isFinite)
  }

  /// Also where a single step ruins the weights, which only the validation faces tell.
  @Test(arguments: [6, 12]) func divergenceStopsWithAnExplanation(batchSize: Int) throws {
    var settings = settings
    settings.learningRate = 1e30
    settings.epochs = 1
    settings.batchSize = batchSize
    settings.optimiser = .sgd
    let error = #expect(throws: SmilestoneError.self) { try train(settings) }
    #expect(error?.message.contains("no longer a number") == true)
  }

  @Test func settingsOutOfRangeAreNamed() throws {
    for (change, name) in [
      ({ $0.dropout = 1 }, "dropout"), ({ $0.batchSize = 1 }, "batchSize"),
      ({ $0.learningRate = -1 }, "learningRate"), ({ $0.distanceLoss.weight = .nan }, "distance"),
    ] as [((inout TrainingSettings) -> Void, String)] {
      var settings = settings
      change(&settings)
      let error = #expect(throws: SmilestoneError.self) { try settings.validate() }
      #expect(error?.code == .usage)
      #expect(error?.message.contains(name) == true)
    }
  }

  // MARK: Losses

  /// The distance term is minimised and is no part of the loss, which is the same for both sets: on
  /// the same faces, without what changes them in training, it is the same number.
  @Test func bothSetsHaveTheSameLoss() throws {
    var settings = settings
    settings.epochs = 4
    settings.dropout = 0
    settings.augmentation = .none
    // Weights stand still, so that only the losses' definitions can differ.
    settings.learningRate = 1e-12
    settings.weightDecay = 0
    settings.batchSize = 12
    settings.distanceLoss.weight = 1000
    settings.distanceLoss.warmUpEpochs = 0
    try Runtime.seed(1)
    let model = try FaceModel(architecture: .resNet18, head: settings.expressionHead(labels: 7))
    // Batch normalisation by running statistics in both.
    for layer in ["conv1", "bn1", "layer1", "layer2", "layer3", "layer4"] {
      settings.frozenLayers.append(layer)
    }
    let trainer = Trainer(
      model: model,
      objective: try ExpressionObjective(
        labelSmoothing: settings.labelSmoothing,
        distanceLoss: DistanceLoss(settings: settings.distanceLoss, labelCount: 7)),
      settings: settings, device: .cpu, title: "Test", observer: SilentObserver())
    let history = try trainer.train(on: faces, validatingOn: faces)
    for epoch in history.epochs {
      #expect(abs(epoch.training.loss - epoch.validation.loss) < 1e-4)
    }
    #expect(try abs(trainer.score(on: faces).loss - history.epochs[0].validation.loss) < 1e-4)
  }
}

/// Asks the training to stop, as Ctrl-C does, at the first update of a task.
private struct StoppingObserver: ProgressObserver {
  let task: String

  init(at task: String) { self.task = task }

  func update(_ progress: ProgressUpdate) {
    if progress.task.contains(task) { Interruption.request() }
  }

  func message(_ line: String) {}
}
