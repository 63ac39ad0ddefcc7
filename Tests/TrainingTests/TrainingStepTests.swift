import Faces
import Foundation
import Models
import TestSupport
import Testing
import Torch
import Training

/// Training steps against PyTorch's from the same weights on the same batches.
@Suite struct TrainingStepTests {
  struct Recording: Decodable {
    struct Distance: Decodable {
      let lambda, beta, margin, alpha: Double
    }
    struct Settings: Decodable {
      let optimizer: String
      let learningRate, weightDecay, labelSmoothing: Double
      let momentum: Double?
      let frozen: [String]
      let distance: Distance?
    }
    struct Weight: Decodable {
      let norm: Double
      let probes: [Double]
    }
    struct Run: Decodable {
      let losses: [Double]
      let weights: [String: [String: Weight]]
    }
    let batch, batches, size, steps: Int
    let settings: Settings
    let float64, float32: Run
  }

  struct Case: Sendable, CustomStringConvertible {
    let name: String
    let type: ElementType
    var description: String { "\(name) \(type)" }
  }

  static let cases = ["infant", "adult", "sgd"].flatMap { name in
    [ElementType.float64, .float32].map { Case(name: name, type: $0) }
  }

  /// Losses, and weights after the last step (by relative norm per tensor, estimated by random
  /// probes) within 1e-8 of PyTorch's in float64 and 1e-3 in float32, or, where PyTorch's own
  /// float32 is farther from its float64 than that, within three times its distance: processors
  /// round in different orders, and fifty steps of Adam enlarge the differences.
  @Test(arguments: cases) func stepsEqualPyTorchs(_ testCase: Case) throws {
    let recording = try Reference.load("training-\(testCase.name)", as: Recording.self)
    let isDouble = testCase.type == .float64
    let expected = isDouble ? recording.float64 : recording.float32
    let result = try run(recording, type: testCase.type)
    #expect(result.losses.count == expected.losses.count)
    let rounding = zip(recording.float32.losses, recording.float64.losses).map { abs($0 - $1) }
    for (step, (loss, reference)) in zip(result.losses, expected.losses).enumerated() {
      // The rounding of one step's loss may happen to be small, that of all steps before it not.
      let roundingSoFar = rounding[...step].max() ?? 0
      let tolerance = isDouble ? 1e-8 : max(1e-3 * reference, 3 * roundingSoFar)
      #expect(abs(loss - reference) <= tolerance, "step \(step): \(loss), PyTorch \(reference)")
    }
    let steps = "\(recording.steps)"
    let weights = try #require(expected.weights[steps])
    for (name, reference) in weights {
      let value = try #require(result.weights[name], "\(name) is missing").doubles()
      let distance = Self.distance(
        reference.probes.enumerated().map { index, probe in
          let directions = formulaValues(name: "probe-\(index)-\(name)", count: value.count)
          return zip(value, directions).reduce(0) { $0 + $1.0 * $1.1 } - probe
        })
      let both = try [recording.float32, recording.float64].map {
        try #require($0.weights[steps]?[name]).probes
      }
      let rounding = Self.distance(zip(both[0], both[1]).map { $0 - $1 })
      let tolerance = (isDouble ? 1e-8 : 1e-3) * max(reference.norm, 1e-6)
      #expect(
        distance <= (isDouble ? tolerance : max(tolerance, 3 * rounding)),
        "\(name) is off by \(distance)")
    }
  }

  /// The norm of a tensor d from its products with probes uniform in [-1, 1): |d|² = 3·E[(d·probe)²].
  private static func distance(_ products: [Double]) -> Double {
    let squares = products.reduce(0) { $0 + $1 * $1 }
    return (3 * squares / Double(products.count)).squareRoot()
  }

  private func run(
    _ recording: Recording, type: ElementType
  ) throws -> (losses: [Double], weights: [String: Tensor]) {
    let settings = recording.settings
    let model = try FaceModel(architecture: .resNet18, head: .expression(dropout: 0, outputs: 7))
    try model.store.convert(to: type)
    for parameter in model.store.parameters where parameter.value.elementType == type {
      let shape = parameter.value.shape
      try parameter.assign(
        Tensor(formulaParameter(name: parameter.name, shape: shape), shape: shape))
    }
    for layer in settings.frozen { try model.store.freeze(layer: layer) }
    let optimiser = try makeOptimiser(settings, model)
    var distance = DistanceLossSettings()
    distance.weight = settings.distance?.lambda ?? 0
    distance.repulsion = settings.distance?.beta ?? 0
    distance.margin = settings.distance?.margin ?? 0
    distance.centreRate = settings.distance?.alpha ?? 0
    distance.warmUpEpochs = 0
    let distanceLoss = DistanceLoss(
      settings: distance, labelCount: 7,
      centres: try Reference.tensor("centres", shape: [7, 512], type: type))
    let objective = try ExpressionObjective(
      labelSmoothing: settings.labelSmoothing, distanceLoss: distanceLoss)
    var losses: [Double] = []
    for step in 0..<recording.steps {
      let (images, labels) = try batch(step, recording, type: type)
      let target = try objective.tensor(of: labels.map { ExpressionTarget($0) })
      let output = try model(images, training: true)
      var loss = try objective.loss(output, target)
      if let penalty = try objective.penalty(output, target, epochs: 1) {
        loss = try loss + penalty
      }
      losses.append(try loss.item())
      try loss.backward()
      try optimiser.step()
      try objective.stepTaken(output, target)
    }
    var weights = try model.store.snapshot()
    weights["centres"] = distanceLoss.centres
    return (losses, weights)
  }

  private func makeOptimiser(
    _ settings: Recording.Settings, _ model: FaceModel
  ) throws -> any Optimiser {
    if settings.optimizer == "sgd" {
      var sgd = StochasticGradientDescent.Settings()
      sgd.learningRate = settings.learningRate
      sgd.momentum = settings.momentum ?? 0
      return try StochasticGradientDescent(model.store.trainable, settings: sgd)
    }
    var adam = Adam.Settings()
    adam.learningRate = settings.learningRate
    adam.weightDecay = settings.weightDecay
    return try Adam(model.store.trainable, settings: adam)
  }

  /// Label (3i + b) mod 7 for image i; its pattern plus half the batch's noise.
  private func batch(
    _ step: Int, _ recording: Recording, type: ElementType
  ) throws -> (Tensor, [Emotion]) {
    let number = step % recording.batches
    let labels = (0..<recording.batch).map { (3 * $0 + number) % 7 }
    let image = [3, recording.size, recording.size]
    let patterns = try labels.map {
      try Reference.tensor("pattern-\($0)", shape: image, type: type)
    }
    let noise = try Reference.tensor(
      "input-\(number)", shape: [recording.batch] + image, scale: 0.5, type: type)
    return (try Tensor.stacked(patterns) + noise, labels.map { LabelScheme.emotions7.emotions[$0] })
  }
}
