import Foundation
import Models
import Support
import TestSupport
import Testing
import Torch
import Weights

/// State dicts that Python saved (Fixtures/make_state_dicts.py), with torchvision's logits and timm's
/// features.
@Suite struct StateDictTests {
  private func stateDict(_ name: String) throws -> URL {
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

  /// Within 1e-4 of the largest logit. EfficientNet-Lite0's file has other names than the network.
  @Test(arguments: [
    (Architecture.resNet18, "zip"), (.resNet18, "legacy"), (.resNet50, "zip"),
    (.resNet50, "legacy"), (.efficientNetB0, "zip"), (.efficientNetLite0, "zip"),
  ])
  func logitsEqualTheirs(architecture: Architecture, form: String) throws {
    let reference = try ReferenceLogits.load("\(architecture.name)-state-dict")
    let model = try FaceModel(
      architecture: architecture, head: .linear(outputs: 1000), initialisesWeights: false)
    let loaded = try model.load(
      from: stateDict("state-dict-\(architecture.name)-\(form).pth"))
    #expect(loaded.replacedHead.isEmpty && loaded.removedPrefix.isEmpty && !loaded.startsCounting)
    try expectEqual(reference) { try model($0, training: false).outputs }
  }

  /// Within 1e-4 of the largest number.
  private func expectEqual(
    _ reference: ReferenceLogits, _ body: (Tensor) throws -> Tensor
  ) throws {
    let expected = reference.logits.flatMap(\.self)
    let tolerance = 1e-4 * (expected.map(abs).max() ?? 0)
    let own = try withoutGradients { try body(reference.images).doubles() }
    let largest = zip(own, expected).map { abs($0 - $1) }.max() ?? .infinity
    #expect(own.count == expected.count && largest <= tolerance, "\(largest) of \(tolerance)")
  }

  /// DINOv2's own file has no head, and a token that only its training needed.
  @Test func featuresOfDINOv2sFileEqualTimms() throws {
    let model = try FaceModel(
      architecture: .visionTransformerSmall14, head: .expression(dropout: 0.5, outputs: 7))
    let loaded = try model.loadBackbone(from: stateDict("state-dict-dinov2_vits14-zip.pth"))
    #expect(loaded.summary == "state-dict-dinov2_vits14-zip.pth (without mask_token)")
    try expectEqual(ReferenceLogits.load("dinov2_vits14-state-dict")) {
      try model($0, training: false).features
    }
  }

  @Test func theHeadIsReplaced() throws {
    let model = try FaceModel(architecture: .resNet18, head: .expression(dropout: 0.5, outputs: 7))
    let before = try #require(model.store["fc.1.weight"]).value.doubles()
    let loaded = try model.loadBackbone(from: stateDict("state-dict-resnet18-zip.pth"))
    #expect(loaded.replacedHead == ["fc.bias", "fc.weight"])
    #expect(
      loaded.summary == "state-dict-resnet18-zip.pth (without its head: fc.bias, fc.weight)")
    #expect(try #require(model.store["fc.1.weight"]).value.doubles() == before)
  }

  /// The study's age estimator is a ResNet called `model` in a module of its own.
  @Test func checkpointsOfTheStudysAgeEstimatorLoad() throws {
    let folder = try TemporaryFolder()
    let source = try FaceModel(architecture: .resNet50, head: .age(dropout: 0.2))
    try source.fillByFormula()
    try source.save(to: folder.file("plain.safetensors"))
    try rewrite(folder.file("plain.safetensors"), to: folder.file("study.safetensors")) {
      "model.\($0)"
    }
    let model = try FaceModel(architecture: .resNet50, head: .age(dropout: 0.2))
    let loaded = try model.load(from: folder.file("study.safetensors"))
    #expect(loaded.removedPrefix == "model.")
    for (first, second) in zip(model.store.parameters, source.store.parameters) {
      #expect(try first.value.doubles() == second.value.doubles(), "\(first.name)")
    }
  }

  @Test func oldFilesWithoutCountsOfBatchesLoad() throws {
    let folder = try TemporaryFolder()
    let old = folder.file("old.safetensors")
    try rewrite(stateDict("state-dict-resnet18-zip.pth"), to: old) {
      $0.hasSuffix("num_batches_tracked") ? nil : $0
    }
    let model = try FaceModel(
      architecture: .resNet18, head: .linear(outputs: 1000), initialisesWeights: false)
    #expect(try model.load(from: old).startsCounting)
    #expect(try #require(model.store["bn1.num_batches_tracked"]).value.item() == 0)
  }

  /// A file that lacks a part is never loaded in part.
  @Test func partsOfWeightsAreRefused() throws {
    let folder = try TemporaryFolder()
    let whole = try stateDict("state-dict-resnet18-zip.pth")
    let cases: [(reason: String, rename: (String) -> String?)] = [
      ("missing: layer4.1.bn2.bias", { $0 == "layer4.1.bn2.bias" ? nil : $0 }),
      ("missing: bn1.num_batches_tracked", { $0 == "bn1.num_batches_tracked" ? nil : $0 }),
      ("unexpected: other", { $0 == "conv1.weight" ? "other" : $0 }),
      ("unexpected: model.bn1.bias", { $0 == "bn1.bias" ? "model.bn1.bias" : $0 }),
      (
        "bn1.weight is 128 where 64 is needed",
        {
          ["bn1.weight": "layer2.0.bn1.weight", "layer2.0.bn1.weight": "bn1.weight"][$0] ?? $0
        }
      ),
    ]
    for (reason, rename) in cases {
      let part = folder.file("part.safetensors")
      try rewrite(whole, to: part, rename)
      let model = try FaceModel(architecture: .resNet18, head: .expression(dropout: 0, outputs: 7))
      let before = try #require(model.store["conv1.weight"]).value.doubles()
      let error = #expect(throws: SmilestoneError.self) { try model.loadBackbone(from: part) }
      #expect(error?.message.contains(reason) == true, "\(error?.message ?? "")")
      #expect(error?.message.contains("part.safetensors") == true)
      #expect(try #require(model.store["conv1.weight"]).value.doubles() == before)
    }
  }

  @Test func partsOfOtherNetworksWeightsAreRefused() throws {
    let folder = try TemporaryFolder()
    let cases: [(Architecture, file: String, reason: String, rename: (String) -> String?)] = [
      (
        .efficientNetB0, "efficientnet_b0", "missing: features.8.1.running_var",
        { $0 == "features.8.1.running_var" ? nil : $0 }
      ),
      (
        .visionTransformerSmall14, "dinov2_vits14", "unexpected: register_tokens",
        { $0 == "mask_token" ? "register_tokens" : $0 }
      ),
      (
        .visionTransformerSmall14, "dinov2_vits14", "cls_token is 1 x",
        { ["cls_token": "pos_embed", "pos_embed": "cls_token"][$0] ?? $0 }
      ),
    ]
    for (architecture, file, reason, rename) in cases {
      let part = folder.file("part.safetensors")
      try rewrite(stateDict("state-dict-\(file)-zip.pth"), to: part, rename)
      let model = try FaceModel(
        architecture: architecture, head: .expression(dropout: 0, outputs: 7),
        initialisesWeights: false)
      let error = #expect(throws: SmilestoneError.self) { try model.loadBackbone(from: part) }
      #expect(error?.message.contains(reason) == true, "\(error?.message ?? "")")
    }
  }

  /// They would look like a training that diverges.
  @Test(arguments: [Float.nan, .infinity])
  func weightsThatAreNotFiniteAreRefused(value: Float) throws {
    let folder = try TemporaryFolder()
    let model = try FaceModel(architecture: .resNet18, head: .linear(outputs: 2))
    try model.save(to: folder.file("sound.safetensors"))
    let file = try WeightsFile(contentsOf: folder.file("sound.safetensors"))
    let name = "layer2.0.conv1.weight"
    let entries = file.tensors.map { key, tensor in
      SafetensorsWriter.Entry(
        name: key, elementType: tensor.elementType, shape: tensor.shape,
        bytes: {
          let bytes = try file.bytes(of: key)
          return key == name ? withUnsafeBytes(of: value) { Data($0) } + bytes.dropFirst(4) : bytes
        })
    }
    let place = folder.file("unsound.safetensors")
    try SafetensorsWriter.write(entries, to: place)
    try FaceModel(architecture: .resNet18, head: .linear(outputs: 2))
      .loadBackbone(from: folder.file("sound.safetensors"))
    let error = #expect(throws: SmilestoneError.self) {
      try FaceModel(architecture: .resNet18, head: .linear(outputs: 2)).loadBackbone(from: place)
    }
    #expect(error?.code == .badInput)
    #expect(error?.message.contains(name) == true, "\(error as Any)")
  }

  @Test func otherNetworksAndQuantisedWeightsAreRefused() throws {
    let model = try FaceModel(architecture: .resNet50, head: .expression(dropout: 0, outputs: 7))
    #expect(throws: SmilestoneError.self) {
      try model.loadBackbone(from: stateDict("state-dict-resnet18-legacy.pth"))
    }
    let folder = try TemporaryFolder()
    let file = folder.file("quantised.safetensors")
    let small = try FaceModel(architecture: .resNet18, head: .expression(dropout: 0, outputs: 7))
    var values = try small.store.snapshot()
    values["bn1.bias"] = try Tensor([Int64](repeating: 1, count: 64), shape: [64])
    try Safetensors.write(values, to: file)
    let error = #expect(throws: SmilestoneError.self) { try small.load(from: file) }
    #expect(error?.message.contains("“bn1.bias” has the type I64") == true)
  }
}
