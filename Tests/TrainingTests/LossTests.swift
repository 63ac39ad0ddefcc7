import Faces
import Support
import Testing
import Torch
import Training

@Suite struct LossTests {
  struct References: Decodable {
    struct CrossEntropy: Decodable {
      let smoothing, loss: Double
      let targets: [Int64]
      let gradient: [[Double]]
    }
    struct Weighted: Decodable {
      let kind: String
      let smoothing, loss: Double
      let targets: [Double]
      let gradient: [[Double]]
    }
    struct Clipping: Decodable {
      let norm: Double
      let gradients: [Double]
    }
    struct Regression: Decodable {
      let name: String
      let delta: Double?
      let loss: Double
      let gradient: [Double]
    }
    struct Distance: Decodable {
      let labels: [Int64]
      let margin, alpha, pull, push: Double
      let pullGradient, pushGradient, movedCentres: [[Double]]
    }
    let crossEntropy: [CrossEntropy]
    let weighted: [Weighted]
    let clipping: [Clipping]
    let regression: [Regression]
    let distance: [Distance]
  }

  let references: References

  init() throws {
    references = try Reference.load("losses", as: References.self)
  }

  @Test func crossEntropyEqualsPyTorchs() throws {
    for reference in references.crossEntropy {
      let logits = try Reference.tensor("logits", shape: [6, 7], scale: 3)
      try logits.requireGradient()
      let loss = try Functions.crossEntropy(
        logits, target: Tensor(reference.targets, shape: [6]),
        labelSmoothing: reference.smoothing)
      try loss.backward()
      #expect(abs(try loss.item() - reference.loss) < 1e-12)
      let gradient = try #require(try logits.gradient()).doubles()
      #expect(largestDifference(gradient, reference.gradient.flatMap(\.self)) < 1e-12)
    }
  }

  /// Class weights with class indices and with shares.
  @Test func weightedCrossEntropyEqualsPyTorchs() throws {
    let weights = try Tensor((1...7).map { Double($0) / 2 }, shape: [7])
    for reference in references.weighted {
      let logits = try Reference.tensor("logits", shape: [6, 7], scale: 3)
      try logits.requireGradient()
      let target =
        reference.kind == "soft"
        ? try Tensor(reference.targets, shape: [6, 7])
        : try Tensor(reference.targets.map { Int64($0) }, shape: [6])
      let loss = try Functions.crossEntropy(
        logits, target: target, weights: weights, labelSmoothing: reference.smoothing)
      try loss.backward()
      #expect(abs(try loss.item() - reference.loss) < 1e-12)
      let gradient = try #require(try logits.gradient()).doubles()
      #expect(largestDifference(gradient, reference.gradient.flatMap(\.self)) < 1e-12)
    }
  }

  @Test func clippedGradientsEqualPyTorchs() throws {
    for reference in references.clipping {
      let store = ParameterStore()
      _ = try Linear(store.root, inputs: 3, outputs: 5)
      try store.convert(to: .float64)
      for parameter in store.parameters {
        // The gradient of Σ w·g is g.
        let gradient = try Reference.tensor(
          parameter.name, shape: parameter.value.shape, scale: 4)
        try (parameter.value * gradient).sum().backward()
      }
      try clipGradients(of: store.parameters, toNorm: reference.norm)
      let clipped = try store.parameters.flatMap { parameter in
        let gradient = try parameter.value.gradient()
        return try #require(gradient).doubles()
      }
      #expect(largestDifference(clipped, reference.gradients) < 1e-12)
    }
  }

  @Test func classWeightsFollowTheirFormulas() throws {
    let counts = [1000, 10, 0, 100, 0, 0, 0]
    #expect(ClassWeights.equal.weights(counts: counts) == nil)
    let inverse = try #require(ClassWeights.inverse.weights(counts: counts))
    #expect(abs(inverse[1] / inverse[0] - 100) < 1e-9)
    // Classes without training faces have no frequency; the others' weights have the mean 1.
    #expect([2, 4, 5, 6].allSatisfy { inverse[$0] == 1 })
    #expect(abs([0, 1, 3].reduce(0) { $0 + inverse[$1] } - 3) < 1e-12)
    // (1 − 0.999)/(1 − 0.999ⁿ), by hand for n = 1000 and 10.
    let effective = try #require(ClassWeights.effectiveNumber.weights(counts: counts))
    #expect(abs(effective[1] / effective[0] - (1 - 0.36769542) / (1 - 0.99004488)) < 1e-3)
  }

  @Test func votesBecomeShares() throws {
    let objective = try ExpressionObjective(
      labelSmoothing: 0,
      distanceLoss: DistanceLoss(settings: DistanceLossSettings(), labelCount: 7),
      learnsFromVotes: true)
    let target = try objective.tensor(of: [
      ExpressionTarget(.happy, votes: [0, 0, 0, 3, 1, 0, 0]), ExpressionTarget(.sad),
      ExpressionTarget(.fear, votes: [0, 0, 0, 0, 0, 0, 0]),
    ])
    #expect(
      try target.doubles() == [
        0, 0, 0, 0.75, 0.25, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0,
      ])
  }

  @Test func regressionLossesEqualPyTorchs() throws {
    for reference in references.regression {
      let prediction = try Reference.tensor("prediction", shape: [10], scale: 3)
      try prediction.requireGradient()
      let target = try Reference.tensor("target", shape: [10], scale: 3)
      let loss =
        reference.name == "l1"
        ? try Functions.absoluteError(prediction, target: target)
        : try Functions.huberLoss(prediction, target: target, delta: reference.delta ?? 1)
      try loss.backward()
      #expect(abs(try loss.item() - reference.loss) < 1e-12)
      let gradient = try #require(try prediction.gradient()).doubles()
      #expect(largestDifference(gradient, reference.gradient) < 1e-12)
    }
  }

  @Test func distanceTermsEqualPyTorchs() throws {
    for reference in references.distance {
      func term(repulsion: Double) throws -> (value: Double, gradient: [Double], moved: [Double]) {
        var settings = DistanceLossSettings()
        settings.weight = 1
        settings.repulsion = repulsion
        settings.margin = reference.margin
        settings.centreRate = reference.alpha
        settings.warmUpEpochs = 0
        let loss = DistanceLoss(
          settings: settings, labelCount: 7,
          centres: try Reference.tensor("centres", shape: [7, 4]))
        let features = try Reference.tensor("features", shape: [6, 4], scale: 2)
        try features.requireGradient()
        let labels = try Tensor(reference.labels, shape: [6])
        let value = try #require(try loss(features: features, labels: labels, epochs: 1))
        try value.backward()
        try loss.update(features: features, labels: labels)
        return (
          try value.item(), try #require(try features.gradient()).doubles(),
          try #require(loss.centres).doubles()
        )
      }
      let pull = try term(repulsion: 0)
      let both = try term(repulsion: 1)
      #expect(abs(pull.value - reference.pull) < 1e-12)
      #expect(abs(both.value - reference.pull - reference.push) < 1e-10)
      let pullGradient = reference.pullGradient.flatMap(\.self)
      let bothGradient = zip(pullGradient, reference.pushGradient.flatMap(\.self)).map(+)
      #expect(largestDifference(pull.gradient, pullGradient) < 1e-12)
      #expect(largestDifference(both.gradient, bothGradient) < 1e-10)
      #expect(largestDifference(pull.moved, reference.movedCentres.flatMap(\.self)) < 1e-12)
    }
  }

  /// Central differences of the whole loss, in double precision.
  @Test func combinedLossHasTheRightGradient() throws {
    var settings = DistanceLossSettings()
    settings.weight = 0.3
    settings.margin = 4
    settings.warmUpEpochs = 2
    let loss = DistanceLoss(
      settings: settings, labelCount: 7,
      centres: try Reference.tensor("centres", shape: [7, 4]))
    let labels = try Tensor([0, 1, 1, 3, 0, 6] as [Int64], shape: [6])
    let start = try Reference.tensor("features", shape: [6, 4], scale: 2).doubles()
    func value(_ features: [Double]) throws -> Double {
      let tensor = try Tensor(features, shape: [6, 4])
      return try #require(try loss(features: tensor, labels: labels, epochs: 1.8)).item()
    }
    let features = try Tensor(start, shape: [6, 4])
    try features.requireGradient()
    try #require(try loss(features: features, labels: labels, epochs: 1.8)).backward()
    let gradient = try #require(try features.gradient()).doubles()
    for index in start.indices {
      var (up, down) = (start, start)
      up[index] += 1e-5
      down[index] -= 1e-5
      let numeric = (try value(up) - value(down)) / 2e-5
      #expect(abs(numeric - gradient[index]) < 1e-7)
    }
  }

  @Test func warmUpStartsAfterTheFirstEpoch() {
    let loss = DistanceLoss(settings: DistanceLossSettings(), labelCount: 7)
    #expect(loss.warmUp(at: 0.9) == 0)
    #expect(loss.warmUp(at: 1) == 0)
    #expect(loss.warmUp(at: 2) == 0.5)
    #expect(loss.warmUp(at: 3) == 1)
    #expect(loss.warmUp(at: 30) == 1)
  }

  @Test func centresStartAtTheFirstEpochsMeans() throws {
    let loss = DistanceLoss(settings: DistanceLossSettings(), labelCount: 7)
    let features = try Tensor([0, 2, 4, 6, 10, 20] as [Double], shape: [3, 2])
    let labels = try Tensor([1, 1, 4] as [Int64], shape: [3])
    #expect(try loss(features: features, labels: labels, epochs: 0.5) == nil)
    try loss.update(features: features, labels: labels)
    try loss.endEpoch()
    let centres = try #require(loss.centres).doubles()
    #expect(Array(centres[2..<4]) == [2, 4])
    #expect(Array(centres[8..<10]) == [10, 20])
    // A class that did not occur starts at the mean of all faces.
    #expect(largestDifference(Array(centres[0..<2]), [14.0 / 3, 28.0 / 3]) < 1e-12)
  }
}
