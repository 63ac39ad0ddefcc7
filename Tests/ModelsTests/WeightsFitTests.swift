import Foundation
import Models
import Support
import TestSupport
import Testing
import Torch
import Weights

/// Where in a file a network is found, and what a refusal says.
@Suite struct WeightsFitTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Writes a network's weights under other names, each as often as `names` says.
  private func file(
    _ architecture: Architecture, _ names: (String) -> [String],
    more: [(name: String, shape: [Int])] = []
  ) throws -> URL {
    let model = try FaceModel(
      architecture: architecture, head: .linear(outputs: 8), initialisesWeights: false)
    var values: [String: Tensor] = [:]
    for parameter in model.store.parameters {
      let value = parameter.value
      let zeros = try Tensor.zeros(value.shape, type: value.elementType ?? .float32)
      for name in names(parameter.name) { values[name] = zeros }
    }
    for (name, shape) in more { values[name] = try Tensor.zeros(shape) }
    let place = folder.file("weights.safetensors")
    try Safetensors.write(values, to: place)
    return place
  }

  private func load(
    _ place: URL, into architecture: Architecture = .resNet18, key: String? = nil
  ) throws -> LoadedWeights {
    try FaceModel(
      architecture: architecture, head: .expression(dropout: 0, outputs: 7),
      initialisesWeights: false
    ).loadBackbone(from: place, key: key)
  }

  @Test(arguments: ["module.", "_orig_mod.", "module._orig_mod.", "net.", "module.encoder_q.", ""])
  func thePrefixIsFoundAndTheRestPassedOver(prefix: String) throws {
    let place = try file(
      .resNet18, { ["\(prefix)\($0)"] }, more: [("criterion.weight", [7]), ("queue_size", [1])])
    let loaded = try load(place)
    #expect(loaded.removedPrefix == prefix)
    #expect(loaded.replacedHead == ["fc.bias", "fc.weight"])
    #expect(loaded.passedOver == ["criterion.weight", "queue_size"])
    #expect(loaded.summary.contains("passed over: criterion.weight, queue_size"))
  }

  @Test func runningAveragesComeSecond() throws {
    let place = try file(.resNet18) { ["teacher.\($0)", "student.\($0)"] }
    let loaded = try load(place)
    #expect(loaded.removedPrefix == "student.")
    #expect(loaded.otherPlaces == ["teacher"])
    #expect(try load(place, key: "teacher").removedPrefix == "teacher.")
  }

  @Test func networksOfEqualRightAreAskedFor() throws {
    let place = try file(.resNet18) { ["left.\($0)", "right.\($0)"] }
    let error = #expect(throws: SmilestoneError.self) { try load(place) }
    #expect(error?.message.contains("“left”, “right”") == true, "\(error?.message ?? "")")
    #expect(try load(place, key: "right").removedPrefix == "right.")
  }

  /// It has all layers of a ResNet-18, and more.
  @Test func largerNetworksOfTheSameNamesAreNoFit() throws {
    let further = [[2], [2, 3], [2, 3, 4, 5], [2]].enumerated().flatMap { layer, blocks in
      blocks.map { ("layer\(layer + 1).\($0).conv1.weight", [1]) }
    }
    let place = try file(.resNet18, { [$0] }, more: further)
    let error = #expect(throws: SmilestoneError.self) { try load(place) }
    #expect(error?.message.contains("they are of a ResNet-34") == true, "\(error?.message ?? "")")
  }

  @Test func theNetworkOfAFileIsNamed() throws {
    let place = try file(.resNet50) { ["module.\($0)"] }
    let error = #expect(throws: SmilestoneError.self) { try load(place) }
    #expect(error?.message.contains("they are of ResNet-50") == true)
    #expect(error?.remedy?.contains("--set architecture=resnet50") == true)
  }

  @Test func greyNetworksAreNamed() throws {
    let place = try file(
      .resNet18, { $0 == "conv1.weight" ? [] : [$0] }, more: [("conv1.weight", [64, 1, 7, 7])])
    let error = #expect(throws: SmilestoneError.self) { try load(place) }
    #expect(
      error?.message.contains(
        "conv1.weight is 64 x 1 x 7 x 7 where 64 x 3 x 7 x 7 is needed (a network for grey images)")
        == true, "\(error?.message ?? "")")
  }

  /// timm's names for each layer of torchvision's EfficientNet-B0.
  @Test func timmsNamesOfEfficientNetAreUnderstood() throws {
    let outer = [
      "features.0.0": "conv_stem", "features.0.1": "bn1", "features.8.0": "conv_head",
      "features.8.1": "bn2", "classifier": "classifier",
    ]
    let plain = [
      "0.0": "conv_dw", "0.1": "bn1", "1.fc1": "se.conv_reduce", "1.fc2": "se.conv_expand",
      "2.0": "conv_pw", "2.1": "bn2",
    ]
    let widened = [
      "0.0": "conv_pw", "0.1": "bn1", "1.0": "conv_dw", "1.1": "bn2", "2.fc1": "se.conv_reduce",
      "2.fc2": "se.conv_expand", "3.0": "conv_pwl", "3.1": "bn3",
    ]
    let place = try file(.efficientNetB0) { name in
      let parts = name.split(separator: ".").map(String.init)
      if parts.count == 7 || parts.count == 6, parts[2] != "0" || parts[3] == "block" {
        let layer = parts[4..<(parts.count - 1)].joined(separator: ".")
        let stage = (Int(parts[1]) ?? 0) - 1
        let theirs = (stage == 0 ? plain : widened)[layer] ?? layer
        return ["blocks.\(stage).\(parts[2]).\(theirs).\(parts[parts.count - 1])"]
      }
      let layer = parts.dropLast().joined(separator: ".")
      return ["\(outer[layer] ?? layer).\(parts[parts.count - 1])"]
    }
    let loaded = try load(place, into: .efficientNetB0)
    #expect(loaded.passedOver.isEmpty, "\(loaded.passedOver)")
    #expect(loaded.removedPrefix.isEmpty)
  }
}
