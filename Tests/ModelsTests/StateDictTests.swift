import Foundation
import Models
import Support
import TestSupport
import Testing
import Torch
import Weights

/// State dicts that Python saved (Fixtures/make_state_dicts.py), with torchvision's logits.
@Suite struct StateDictTests {
  private func fixture(_ name: String) throws -> URL {
    try #require(Bundle.module.url(forResource: "Fixtures", withExtension: nil))
      .appendingPathComponent(name)
  }

  /// Writes a file's tensors under other names, or without some.
  private func rewrite(
    _ source: URL, to place: URL, _ rename: (String) -> String?
  ) throws {
    let file = try WeightsFile(contentsOf: source)
    let entries = file.tensors.compactMap { name, tensor in
      rename(name).map { newName in
        SafetensorsWriter.Entry(
          name: newName, elementType: tensor.elementType, shape: tensor.shape,
          bytes: { try file.bytes(of: name) })
      }
    }
    try SafetensorsWriter.write(entries, to: place)
  }

  /// Within 1e-4 of the largest logit.
  @Test(
    arguments: [(ResNetDepth.resNet18, "resnet18"), (.resNet50, "resnet50")], ["zip", "legacy"])
  func logitsEqualTorchvisions(network: (depth: ResNetDepth, name: String), form: String) throws {
    let reference = try ReferenceLogits.load("\(network.name)-state-dict")
    let model = try FaceModel(
      depth: network.depth, head: .linear(outputs: 1000), initialisesWeights: false)
    let loaded = try model.load(from: fixture("state-dict-\(network.name)-\(form).pth"))
    #expect(loaded.replacedHead.isEmpty && loaded.removedPrefix.isEmpty && !loaded.startsCounting)
    let expected = reference.logits.flatMap(\.self)
    let tolerance = 1e-4 * (expected.map(abs).max() ?? 0)
    let pictures = try reference.pictures
    let logits = try withoutGradients { try model(pictures, training: false).outputs.doubles() }
    let largest = zip(logits, expected).map { abs($0 - $1) }.max() ?? .infinity
    #expect(logits.count == expected.count && largest <= tolerance, "\(largest) of \(tolerance)")
  }

  @Test func theHeadIsReplaced() throws {
    let model = try FaceModel(depth: .resNet18, head: .expression(dropout: 0.5))
    let before = try #require(model.store["fc.1.weight"]).value.doubles()
    let loaded = try model.loadBackbone(from: fixture("state-dict-resnet18-zip.pth"))
    #expect(loaded.replacedHead == ["fc.bias", "fc.weight"])
    #expect(
      loaded.summary == "state-dict-resnet18-zip.pth (without its head: fc.bias, fc.weight)")
    #expect(try #require(model.store["fc.1.weight"]).value.doubles() == before)
  }

  /// The study's age estimator is a ResNet called `model` in a module of its own.
  @Test func checkpointsOfTheStudysAgeEstimatorLoad() throws {
    let folder = try TemporaryFolder()
    let source = try FaceModel(depth: .resNet50, head: .age(dropout: 0.2))
    try source.fillByFormula()
    try source.save(to: folder.file("plain.safetensors"))
    try rewrite(folder.file("plain.safetensors"), to: folder.file("study.safetensors")) {
      "model.\($0)"
    }
    let model = try FaceModel(depth: .resNet50, head: .age(dropout: 0.2))
    let loaded = try model.load(from: folder.file("study.safetensors"))
    #expect(loaded.removedPrefix == "model.")
    for (first, second) in zip(model.store.parameters, source.store.parameters) {
      #expect(try first.value.doubles() == second.value.doubles(), "\(first.name)")
    }
  }

  @Test func oldFilesWithoutCountsOfBatchesLoad() throws {
    let folder = try TemporaryFolder()
    let old = folder.file("old.safetensors")
    try rewrite(fixture("state-dict-resnet18-zip.pth"), to: old) {
      $0.hasSuffix("num_batches_tracked") ? nil : $0
    }
    let model = try FaceModel(
      depth: .resNet18, head: .linear(outputs: 1000), initialisesWeights: false)
    #expect(try model.load(from: old).startsCounting)
    #expect(try #require(model.store["bn1.num_batches_tracked"]).value.item() == 0)
  }

  /// A file that lacks a part is never loaded in part.
  @Test func partsOfWeightsAreRefused() throws {
    let folder = try TemporaryFolder()
    let whole = try fixture("state-dict-resnet18-zip.pth")
    let cases: [(reason: String, rename: (String) -> String?)] = [
      ("missing: layer4.1.bn2.bias", { $0 == "layer4.1.bn2.bias" ? nil : $0 }),
      ("missing: bn1.num_batches_tracked", { $0 == "bn1.num_batches_tracked" ? nil : $0 }),
      ("unexpected: other", { $0 == "conv1.weight" ? "other" : $0 }),
      ("unexpected: model.bn1.bias", { $0 == "bn1.bias" ? "model.bn1.bias" : $0 }),
      (
        "of another shape: bn1.weight, layer2.0.bn1.weight",
        {
          ["bn1.weight": "layer2.0.bn1.weight", "layer2.0.bn1.weight": "bn1.weight"][$0] ?? $0
        }
      ),
    ]
    for (reason, rename) in cases {
      let part = folder.file("part.safetensors")
      try rewrite(whole, to: part, rename)
      let model = try FaceModel(depth: .resNet18, head: .expression(dropout: 0))
      let before = try #require(model.store["conv1.weight"]).value.doubles()
      let error = #expect(throws: SmilestoneError.self) { try model.loadBackbone(from: part) }
      #expect(error?.message.contains(reason) == true, "\(error?.message ?? "")")
      #expect(error?.message.contains("part.safetensors") == true)
      #expect(try #require(model.store["conv1.weight"]).value.doubles() == before)
    }
  }

  @Test func otherNetworksAndQuantisedWeightsAreRefused() throws {
    let model = try FaceModel(depth: .resNet50, head: .expression(dropout: 0))
    #expect(throws: SmilestoneError.self) {
      try model.loadBackbone(from: fixture("state-dict-resnet18-legacy.pth"))
    }
    let folder = try TemporaryFolder()
    let file = folder.file("quantised.safetensors")
    let small = try FaceModel(depth: .resNet18, head: .expression(dropout: 0))
    var values = try small.store.snapshot()
    values["bn1.bias"] = try Tensor([Int64](repeating: 1, count: 64), shape: [64])
    try Safetensors.write(values, to: file)
    let error = #expect(throws: SmilestoneError.self) { try small.load(from: file) }
    #expect(error?.message.contains("“bn1.bias” has the type I64") == true)
  }
}
