import Models
import Support
import TestSupport
import Testing
import Torch
import Training

/// What is particular to the age estimator's training.
@Suite struct AgeTrainingTests {
  /// Each colour is an age in years.
  private let set = FaceSet<Double>.easyFaces { [20, 40, 60][$0] }

  /// Ages are learnt in standard units, and the finished model predicts in years.
  @Test func theAgeModelPredictionsInYears() throws {
    var settings = TrainingSettings.forEasyFaces
    settings.epochs = 12
    settings.dropout = 0
    try Runtime.seed(1)
    let model = try FaceModel(architecture: .resNet18, head: .age(dropout: 0))
    let history = try Trainer(
      model: model,
      objective: AgeObjective(centreInYears: 40, standardDeviationInYears: 16, groups: .study),
      settings: settings, device: .cpu, title: "Age", observer: SilentObserver()
    ).train(on: set, validatingOn: set)
    let estimates = try Inference(model: model, settings: settings, device: .cpu)
      .ages(
        of: set.source, at: set.indices, task: "test", observer: SilentObserver())
    let error =
      zip(estimates, set.targets).map { abs($0.ageInYears - $1) }.reduce(0, +) / Double(set.count)
    let best = try #require(history.bestEpoch)
    // The estimate averages over the mirror image, the training's score does not.
    #expect(abs(error - best.validation.score) < 2)
    #expect(estimates.allSatisfy { (1...100).contains($0.ageInYears) && $0.distribution == nil })
  }

  /// A distribution over years: it sums to 1, and its mean approaches the known age.
  @Test func theAgeModelLearnsADistribution() throws {
    var settings = TrainingSettings.forEasyFaces
    settings.epochs = 12
    settings.dropout = 0
    settings.ageLoss = .distribution
    try Runtime.seed(1)
    let model = try FaceModel(architecture: .resNet18, head: settings.ageHead)
    let history = try Trainer(
      model: model, objective: AgeDistributionObjective(groups: .study), settings: settings,
      device: .cpu,
      title: "Age", observer: SilentObserver()
    ).train(on: set, validatingOn: set)
    let estimates = try Inference(model: model, settings: settings, device: .cpu)
      .ages(
        of: set.source, at: set.indices, task: "test", observer: SilentObserver())
    let first = try #require(history.epochs.first)
    let best = try #require(history.bestEpoch)
    #expect(best.validation.score < first.validation.score / 2)
    for (estimate, age) in zip(estimates, set.targets) {
      #expect(try #require(estimate.standardDeviationInYears) > 0)
      #expect(abs(estimate.ageInYears - age) < 10)
    }
  }

  /// A child that may be an adult: the mean lies between both, the median with the child.
  @Test func theMedianStaysWithTheLikelyAge() {
    var probabilities = [Double](repeating: 0, count: AgeClasses.agesInYears.count)
    (probabilities[4], probabilities[5], probabilities[30]) = (0.4, 0.4, 0.2)
    // 0.1 of year 5's 0.4 lie below the median: a quarter of the year from 4.5 to 5.5.
    #expect(abs(AgeClasses.medianAgeInYears(of: probabilities) - 4.75) < 1e-9)
    #expect(abs(AgeClasses.expectedAgeInYears(of: probabilities) - 9.6) < 1e-9)
    var newborn = [Double](repeating: 0, count: AgeClasses.agesInYears.count)
    newborn[0] = 1
    #expect(AgeClasses.medianAgeInYears(of: newborn) == 0)
  }

  /// The age estimator's loss is that of its distribution on both sets, in evaluation mode too, and
  /// the epoch is the one with the lowest mean absolute error.
  @Test func theAgeEstimatorComparesLossesAndChoosesByError() throws {
    var settings = TrainingSettings.forEasyFaces
    settings.epochs = 6
    settings.dropout = 0
    settings.ageLoss = .distribution
    try Runtime.seed(1)
    let model = try FaceModel(architecture: .resNet18, head: settings.ageHead)
    let objective = try AgeDistributionObjective(groups: .study)
    let trainer = Trainer(
      model: model, objective: objective, settings: settings, device: .cpu, title: "Age",
      observer: SilentObserver())
    let history = try trainer.train(on: set, validatingOn: set)
    let best = try #require(history.bestEpoch)
    #expect(best.validation.score == history.epochs.map(\.validation.score).min())
    #expect(history.epochs.allSatisfy { $0.validation.loss != $0.validation.score })
    let loader = try ImageLoader(source: set.source, device: .cpu)
    let loss = try withoutGradients {
      try objective.loss(
        try model(loader.normalised(loader.images(at: set.indices)), training: false),
        objective.tensor(of: set.targets)
      ).item()
    }
    #expect(abs(loss - best.validation.loss) < 1e-4)
    #expect(try abs(trainer.score(on: set).loss - loss) < 1e-4)
  }
}
