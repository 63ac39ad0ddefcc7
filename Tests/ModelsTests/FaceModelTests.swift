import Foundation
import Models
import Support
import TestSupport
import Testing
import Torch

@Suite struct FaceModelTests {
  @Test(arguments: [(ResNetDepth.resNet18, 11_689_512), (.resNet50, 25_557_032)])
  func hasTorchvisionsNumberOfWeights(depth: ResNetDepth, count: Int) throws {
    #expect(try FaceModel(depth: depth, head: .linear(outputs: 1000)).store.weightCount == count)
  }

  @Test func layerSummariesCountEveryWeight() throws {
    let model = try FaceModel(depth: .resNet18, head: .expression(dropout: 0.5))
    let summaries = try model.layerSummaries(pictureSize: 48)
    #expect(summaries.map(\.weightCount).reduce(0, +) == model.store.weightCount)
    #expect(summaries.first { $0.name == "layer1" }?.outputShape == [64, 12, 12])
    #expect(summaries.last?.outputShape == [7])
  }

  /// He et al.'s normal distribution with mode fan-out, as torchvision draws it.
  @Test func convolutionsStartWithTheRightSpread() throws {
    try Runtime.seed(1)
    let model = try FaceModel(depth: .resNet18, head: .linear(outputs: 7))
    let weight = try #require(model.store["layer3.0.conv1.weight"]).value
    let values = try weight.doubles()
    let variance = values.map { $0 * $0 }.reduce(0, +) / Double(values.count)
    #expect(abs(variance / (2.0 / (256 * 9)) - 1) < 0.02)
  }

  @Test func savedWeightsComeBack() throws {
    let folder = try TemporaryFolder()
    let file = folder.file("model.safetensors")
    let model = try FaceModel(depth: .resNet18, head: .expression(dropout: 0.5))
    try model.fillByFormula()
    try model.save(to: file, metadata: ["note": "formula"])
    let other = try FaceModel(depth: .resNet18, head: .expression(dropout: 0.5))
    try other.load(from: file)
    for (first, second) in zip(model.store.parameters, other.store.parameters) {
      #expect(try first.value.doubles() == second.value.doubles(), "\(first.name)")
    }
    #expect(try Safetensors.read(file).metadata == ["note": "formula"])
  }

  @Test func weightsOfAnotherNetworkAreRefusedByName() throws {
    let folder = try TemporaryFolder()
    let file = folder.file("model.safetensors")
    try FaceModel(depth: .resNet18, head: .linear(outputs: 1000)).save(to: file)
    let other = try FaceModel(depth: .resNet18, head: .expression(dropout: 0.5))
    let before = try #require(other.store["conv1.weight"]).value.doubles()
    let error = #expect(throws: SmilestoneError.self) { try other.load(from: file) }
    #expect(error?.message.contains("missing: fc.1.weight") == true)
    #expect(error?.message.contains("unexpected: fc.bias") == true)
    #expect(try #require(other.store["conv1.weight"]).value.doubles() == before)
  }

  @Test func backboneLoadsUnderAnotherHead() throws {
    let folder = try TemporaryFolder()
    let file = folder.file("imagenet.safetensors")
    let source = try FaceModel(depth: .resNet18, head: .linear(outputs: 1000))
    try source.fillByFormula()
    try source.save(to: file)
    let model = try FaceModel(depth: .resNet18, head: .expression(dropout: 0.5))
    try model.loadBackbone(from: file)
    #expect(
      try #require(model.store["layer4.1.conv2.weight"]).value.doubles()
        == #require(source.store["layer4.1.conv2.weight"]).value.doubles())
  }

  @Test func frozenLayersKeepTheirStatistics() throws {
    let model = try FaceModel(depth: .resNet18, head: .expression(dropout: 0))
    try model.store.freeze(layer: "layer1")
    let frozen = try #require(model.store["layer1.0.bn1.running_mean"])
    let free = try #require(model.store["layer2.0.bn1.running_mean"])
    _ = try model(.full(0.5, shape: [2, 3, 32, 32]), training: true)
    #expect(try frozen.value.doubles().allSatisfy { $0 == 0 })
    #expect(try free.value.doubles().contains { $0 != 0 })
    #expect(!model.store.trainable.contains { $0.name.hasPrefix("layer1.") })
    #expect(throws: SmilestoneError.self) { try model.store.freeze(layer: "layer9") }
  }
}
