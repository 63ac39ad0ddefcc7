import Foundation
import Models
import Support
import TestSupport
import Testing
import Torch

@Suite struct FaceModelTests {
  @Test func savedWeightsComeBack() throws {
    let folder = try TemporaryFolder()
    let file = folder.file("model.safetensors")
    let model = try FaceModel(architecture: .resNet18, head: .expression(dropout: 0.5, outputs: 7))
    try model.fillByFormula()
    try model.save(to: file, metadata: ["note": "formula"])
    let other = try FaceModel(architecture: .resNet18, head: .expression(dropout: 0.5, outputs: 7))
    try other.load(from: file)
    for (first, second) in zip(model.store.parameters, other.store.parameters) {
      #expect(try first.value.doubles() == second.value.doubles(), "\(first.name)")
    }
    #expect(try Safetensors.read(file).metadata == ["note": "formula"])
  }

  @Test func weightsOfAnotherNetworkAreRefusedByName() throws {
    let folder = try TemporaryFolder()
    let file = folder.file("model.safetensors")
    try FaceModel(architecture: .resNet18, head: .linear(outputs: 1000)).save(to: file)
    let other = try FaceModel(architecture: .resNet18, head: .expression(dropout: 0.5, outputs: 7))
    let before = try #require(other.store["conv1.weight"]).value.doubles()
    let error = #expect(throws: SmilestoneError.self) { try other.load(from: file) }
    #expect(error?.message.contains("missing: fc.1.weight") == true)
    #expect(error?.message.contains("unexpected: fc.bias") == true)
    #expect(try #require(other.store["conv1.weight"]).value.doubles() == before)
  }

  /// A head of three outputs, of which two are kept in another order.
  @Test(arguments: [Head.linear(outputs: 3), .expression(dropout: 0.5, outputs: 3)])
  func rowsOfAHeadAreKept(head: Head) throws {
    let folder = try TemporaryFolder()
    let file = folder.file("others.safetensors")
    let source = try FaceModel(architecture: .resNet18, head: head)
    try source.fillByFormula()
    try source.save(to: file)
    let model = try FaceModel(architecture: .resNet18, head: .expression(dropout: 0.5, outputs: 2))
    let loaded = try model.loadBackbone(
      from: file, headRows: HeadRows(outputCount: 3, rows: [2, 0]))
    #expect(loaded.keepsHead && loaded.replacedHead.isEmpty && loaded.headOutputs == 3)
    #expect(loaded.summary == "others.safetensors (with its head)")
    let layer = head == .linear(outputs: 3) ? "fc" : "fc.1"
    let weights = try #require(source.store["\(layer).weight"]).value.doubles()
    let biases = try #require(source.store["\(layer).bias"]).value.doubles()
    #expect(
      try #require(model.store["fc.1.weight"]).value.doubles()
        == Array(weights[1024..<1536] + weights[0..<512]))
    #expect(try #require(model.store["fc.1.bias"]).value.doubles() == [biases[2], biases[0]])

    let error = #expect(throws: SmilestoneError.self) {
      try model.loadBackbone(from: file, headRows: HeadRows(outputCount: 8, rows: [2, 0]))
    }
    #expect(error?.message.contains("3 x 512 where initialHeadLabels names 8 labels") == true)
  }

  @Test func backboneLoadsUnderAnotherHead() throws {
    let folder = try TemporaryFolder()
    let file = folder.file("imagenet.safetensors")
    let source = try FaceModel(architecture: .resNet18, head: .linear(outputs: 1000))
    try source.fillByFormula()
    try source.save(to: file)
    let model = try FaceModel(architecture: .resNet18, head: .expression(dropout: 0.5, outputs: 7))
    try model.loadBackbone(from: file)
    #expect(
      try #require(model.store["layer4.1.conv2.weight"]).value.doubles()
        == #require(source.store["layer4.1.conv2.weight"]).value.doubles())
  }
}
