import Cohort
import Foundation
import Models
import Support
import TestSupport
import Testing
import Torch
import Training

@Suite struct TrainerTests {
  /// Twelve pictures of three colours, each colour an emotion.
  private let faces = FaceSet<Emotion>(
    source: SolidPictures(
      colours: (0..<12).map { index in
        [[250, 10, 10], [10, 250, 10], [10, 10, 250]][index % 3].map { $0 + UInt8(index / 3) }
      }),
    indices: Array(0..<12), targets: (0..<12).map { [.anger, .happy, .sad][$0 % 3] })

  private var settings: TrainingSettings {
    var settings = TrainingSettings()
    settings.pictureSize = 16
    settings.epochs = 8
    settings.batchSize = 6
    settings.dropout = 0.2
    settings.learningRate = 1e-3
    settings.patience = 0
    settings.augmentation.hue = 0
    return settings
  }

  private func train(
    _ settings: TrainingSettings
  ) throws -> (model: FaceModel, history: TrainingHistory) {
    try Runtime.seed(settings.seed)
    let model = try FaceModel(depth: .resNet18, head: .expression(dropout: settings.dropout))
    let objective = ExpressionObjective(
      labelSmoothing: settings.labelSmoothing,
      distanceLoss: DistanceLoss(settings: settings.distanceLoss))
    let history = try Trainer(
      model: model, objective: objective, settings: settings, device: .cpu, title: "Test model",
      observer: SilentObserver()
    ).train(on: faces, validatingOn: faces)
    return (model, history)
  }

  @Test func learnsAnEasySet() throws {
    let result = try train(settings)
    #expect(result.history.bestEpoch?.validation.score == 1)
    let probabilities = try Inference(model: result.model, device: .cpu).emotionProbabilities(
      of: faces.source, at: [0, 1, 2], task: "test", observer: SilentObserver())
    for (row, emotion) in zip(probabilities, [Emotion.anger, .happy, .sad]) {
      #expect(abs(row.reduce(0, +) - 1) < 1e-9)
      #expect(row[emotion.index] == row.max())
    }
  }

  @Test func sameSeedGivesTheSameBytes() throws {
    var settings = settings
    settings.epochs = 3
    let (first, second) = (try train(settings), try train(settings))
    #expect(first.history.epochs.map(\.validation) == second.history.epochs.map(\.validation))
    for (a, b) in zip(first.model.store.parameters, second.model.store.parameters) {
      #expect(try a.value.doubles() == b.value.doubles(), "\(a.name)")
    }
    settings.seed = 2
    let other = try train(settings)
    #expect(first.history.epochs.map(\.training) != other.history.epochs.map(\.training))
  }

  @Test func keepsTheWeightsOfTheBestEpoch() throws {
    var settings = settings
    settings.epochs = 4
    let result = try train(settings)
    let best = try #require(result.history.bestEpoch)
    let objective = ExpressionObjective(
      labelSmoothing: settings.labelSmoothing,
      distanceLoss: DistanceLoss(settings: settings.distanceLoss))
    let loader = try PictureLoader(source: faces.source, device: .cpu)
    let loss = try withoutGradients {
      let output = try result.model(
        loader.normalised(loader.pictures(at: faces.indices)), training: false)
      return try objective.validationLoss(output, objective.tensor(of: faces.targets)).item()
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

  @Test func divergenceStopsWithAnExplanation() throws {
    var settings = settings
    settings.learningRate = 1e30
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

  /// Ages are learnt in standard units, and the finished model answers in years.
  @Test func theAgeModelAnswersInYears() throws {
    let ages = faces.indices.map { [20.0, 40, 60][$0 % 3] }
    let set = FaceSet(source: faces.source, indices: faces.indices, targets: ages)
    var settings = settings
    settings.epochs = 12
    settings.dropout = 0
    try Runtime.seed(1)
    let model = try FaceModel(depth: .resNet18, head: .age(dropout: 0))
    let history = try Trainer(
      model: model, objective: AgeObjective(centreInYears: 40, spreadInYears: 16),
      settings: settings, device: .cpu, title: "Age", observer: SilentObserver()
    ).train(on: set, validatingOn: set)
    let estimates = try Inference(model: model, device: .cpu).ages(
      of: faces.source, at: faces.indices, task: "test", observer: SilentObserver())
    let error =
      zip(estimates, ages).map { abs($0.ageInYears - $1) }.reduce(0, +) / Double(ages.count)
    let best = try #require(history.bestEpoch)
    // The estimate averages over the mirror image, the training's score does not.
    #expect(abs(error - best.validation.score) < 2)
    #expect(estimates.allSatisfy { (1...100).contains($0.ageInYears) && $0.distribution == nil })
  }

  /// A distribution over years: it sums to 1, and its mean approaches the known age.
  @Test func theAgeModelLearnsADistribution() throws {
    let ages = faces.indices.map { [20.0, 40, 60][$0 % 3] }
    let set = FaceSet(source: faces.source, indices: faces.indices, targets: ages)
    var settings = settings
    settings.epochs = 12
    settings.dropout = 0
    settings.ageLoss = .distribution
    try Runtime.seed(1)
    let model = try FaceModel(depth: .resNet18, head: settings.ageHead)
    let history = try Trainer(
      model: model, objective: AgeDistributionObjective(), settings: settings, device: .cpu,
      title: "Age", observer: SilentObserver()
    ).train(on: set, validatingOn: set)
    let estimates = try Inference(model: model, device: .cpu).ages(
      of: faces.source, at: faces.indices, task: "test", observer: SilentObserver())
    let first = try #require(history.epochs.first)
    let best = try #require(history.bestEpoch)
    #expect(best.validation.score < first.validation.score / 2)
    for (estimate, age) in zip(estimates, ages) {
      let distribution = try #require(estimate.distribution)
      #expect(distribution.count == AgeDistribution.agesInYears.count)
      #expect(abs(distribution.reduce(0, +) - 1) < 1e-9)
      #expect(abs(estimate.ageInYears - age) < 10)
    }
  }

  @Test func historyRoundTrips() throws {
    let folder = try TemporaryFolder()
    let history = TrainingHistory(
      scoreName: "mae",
      epochs: (1...3).map {
        EpochRecord(
          epoch: $0, learningRate: 1e-3 / Double($0),
          training: EpochScore(loss: 1.25, score: 7), validation: EpochScore(loss: 2, score: 8),
          seconds: 1.5)
      })
    try history.write(to: folder.file("history.csv"))
    #expect(try TrainingHistory(contentsOf: folder.file("history.csv")) == history)
    #expect(history.bestEpoch?.epoch == 1)
  }
}

@Suite struct ScheduleTests {
  /// PyTorch's `OneCycleLR(max_lr=1, total_steps=20)`, lr before each step.
  @Test func oneCycleEqualsPyTorchs() {
    let expected = [
      0.040000000000000036, 0.1316718427000253, 0.3716718427000253, 0.6683281572999747,
      0.9083281572999747, 1.0, 0.9874640062350873, 0.9504846320134737, 0.89091617757105,
      0.8117456539497631, 0.7169430017913008, 0.6112620219362893, 0.500002, 0.38874197806371075,
    ]
    for (step, rate) in expected.enumerated() {
      #expect(abs(LearningRateSchedule.oneCycle.factor(step: step, total: 20) - rate) < 1e-9)
    }
    #expect(abs(LearningRateSchedule.oneCycle.factor(step: 19, total: 20) - 4e-6) < 1e-9)
  }

  @Test func constantIsConstant() {
    #expect(LearningRateSchedule.constant.factor(step: 7, total: 9) == 1)
  }
}
