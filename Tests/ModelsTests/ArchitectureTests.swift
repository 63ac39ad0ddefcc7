import Foundation
import Models
import Support
import TestSupport
import Testing
import Torch

@Suite struct ArchitectureTests {
  /// Images that every network takes: 4 × 4 patches of ViT-S/14.
  private let imageSize = 56

  /// torchvision's and timm's networks with 1000 classes.
  @Test(arguments: [
    (Architecture.resNet18, 11_689_512), (.resNet50, 25_557_032), (.efficientNetB0, 5_288_548),
    (.efficientNetLite0, 4_652_008), (.visionTransformerSmall14, 22_441_192),
  ])
  func hasTheirNumberOfWeights(architecture: Architecture, count: Int) throws {
    let model = try FaceModel(
      architecture: architecture, head: .linear(outputs: 1000), initialisesWeights: false)
    #expect(model.store.weightCount == count)
  }

  @Test(arguments: [
    (Architecture.resNet18, "layer1", [64, 14, 14]),
    (.efficientNetB0, "features.8", [1280, 2, 2]), (.efficientNetLite0, "blocks.6", [320, 2, 2]),
    (.visionTransformerSmall14, "blocks.11", [17, 384]),
  ])
  func layerSummariesCountEveryWeight(
    architecture: Architecture, layer: String, shape: [Int]
  ) throws {
    let model = try FaceModel(
      architecture: architecture, head: .expression(dropout: 0.5, outputs: 7))
    try model.store.freeze(layer: layer)
    let summaries = try model.layerSummaries(imageSize: imageSize)
    #expect(summaries.map(\.weightCount).reduce(0, +) == model.store.weightCount)
    #expect(summaries.filter(\.isFrozen).map(\.name) == [layer])
    #expect(summaries.first { $0.name == layer }?.outputShape == shape)
    #expect(summaries.last?.name == architecture.headName)
    #expect(summaries.last?.outputShape == [7])
  }

  @Test(
    arguments: Architecture.all,
    [
      (Head.expression(dropout: 0.5, outputs: 7), 7), (.age(dropout: 0.2), 1),
      (.ageDistribution(dropout: 0.2), 101),
    ])
  func takesTheStudysHeads(architecture: Architecture, head: (kind: Head, outputs: Int)) throws {
    let model = try FaceModel(architecture: architecture, head: head.kind)
    let output = try model(
      .full(0.5, shape: [2, 3, imageSize, imageSize]), training: true)
    #expect(output.outputs.shape == [2, head.outputs])
    #expect(model.store["\(architecture.headName).1.weight"] != nil)
    #expect((model.store["\(architecture.headName).2.weight"] != nil) == (head.outputs == 1))
  }

  @Test(arguments: Architecture.all) func agesAreScaled(architecture: Architecture) throws {
    let model = try FaceModel(architecture: architecture, head: .age(dropout: 0))
    let images = try Tensor.full(0.5, shape: [1, 3, imageSize, imageSize])
    let age = { try withoutGradients { try model(images, training: false).outputs.item() } }
    let before = try age()
    try model.scaleAges(by: 20, from: 30)
    #expect(abs(try age() - (30 + 20 * before)) < 1e-3)
  }

  // MARK: Initial weights

  /// Weights and the variance that they start with.
  static let spreads: [(Architecture, name: String, variance: Double)] = [
    (.resNet18, "layer3.0.conv1.weight", 2 / (256 * 9)),
    (.efficientNetB0, "features.7.0.block.0.0.weight", 2 / 1152),
    (.efficientNetB0, "features.6.1.block.1.0.weight", 2 / (1152 * 25)),
    (.visionTransformerSmall14, "blocks.7.attn.qkv.weight", 0.0004),
    (.visionTransformerSmall14, "pos_embed", 0.0004),
    (.visionTransformerSmall14, "patch_embed.proj.weight", 1 / (3 * 588)),
  ]

  /// He et al.'s normal distribution with mode fan-out, as torchvision draws it; timm's linear
  /// layers have a deviation of 0.02, and its patches PyTorch's uniform distribution.
  @Test(arguments: spreads)
  func weightsStartWithTheRightSpread(
    architecture: Architecture, name: String, variance: Double
  ) throws {
    try Runtime.seed(1)
    let model = try FaceModel(architecture: architecture, head: .linear(outputs: 7))
    let values = try #require(model.store[name]).value.doubles()
    let spread = values.map { $0 * $0 }.reduce(0, +) / Double(values.count)
    #expect(abs(spread / variance - 1) < 0.03)
  }

  @Test func biasesAndScalesStartAsTheirs() throws {
    func values(_ architecture: Architecture, _ name: String) throws -> [Double] {
      let model = try FaceModel(architecture: architecture, head: .linear(outputs: 7))
      return try #require(model.store[name]).value.doubles()
    }
    let squeeze = try values(.efficientNetB0, "features.1.0.block.1.fc1.bias")
    #expect(squeeze.allSatisfy { $0 == 0 })
    let transformer = Architecture.visionTransformerSmall14
    #expect(try values(transformer, "blocks.3.mlp.fc1.bias").allSatisfy { $0 == 0 })
    #expect(try values(transformer, "blocks.3.ls2.gamma").allSatisfy { abs($0 - 1e-5) < 1e-11 })
    #expect(try values(transformer, "cls_token").allSatisfy { $0 != 0 && abs($0) < 1e-5 })
  }

  // MARK: Frozen layers

  @Test(arguments: [
    (Architecture.resNet18, "layer1"), (.efficientNetB0, "features.1"),
    (.efficientNetB0, "features.2.0"), (.efficientNetLite0, "blocks.1"),
    (.visionTransformerSmall14, "blocks.1"),
  ])
  func frozenLayersAreLeftAlone(architecture: Architecture, layer: String) throws {
    let model = try FaceModel(architecture: architecture, head: .expression(dropout: 0, outputs: 7))
    try model.store.freeze(layer: layer)
    for parameter in model.store.parameters {
      #expect(parameter.isFrozen == parameter.name.hasPrefix(layer + "."), "\(parameter.name)")
    }
    let before = try model.store.snapshot()
    _ = try model(.full(0.5, shape: [2, 3, imageSize, imageSize]), training: true)
    for parameter in model.store.parameters where parameter.name.hasSuffix("running_mean") {
      let isUnchanged =
        try parameter.value.doubles() == #require(before[parameter.name]).doubles()
      #expect(isUnchanged == parameter.isFrozen, "\(parameter.name)")
    }
    let error = #expect(throws: SmilestoneError.self) { try model.store.freeze(layer: "layer9") }
    #expect(error?.description.contains(architecture.headName) == true)
  }

  // MARK: Image sizes

  @Test(arguments: [
    (64, "Set imageSize to 56 or 70"), (27, "Set imageSize to 28."), (1023, "to 1022."),
    (14, "between 16 and 1024"),
  ])
  func sizesThatAreNoWholePatchesAreRefused(size: Int, remedy: String) throws {
    let architecture = Architecture.visionTransformerSmall14
    let refusal = try #require(
      #expect(throws: SmilestoneError.self) { try architecture.requireFit(imageSize: size) })
    #expect(refusal.description.contains("imageSize"))
    #expect(refusal.description.contains(remedy), "\(refusal)")
    let model = try FaceModel(
      architecture: architecture, head: .expression(dropout: 0, outputs: 7),
      initialisesWeights: false)
    let images = try Tensor.zeros([1, 3, size, size])
    #expect(throws: refusal) { try model(images, training: false) }
    if size > 16 { try Architecture.efficientNetB0.requireFit(imageSize: size) }
  }
}
