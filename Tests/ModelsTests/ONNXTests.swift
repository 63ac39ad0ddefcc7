import Foundation
import Models
import Support
import TestSupport
import Testing
import Torch

/// Every network, with every head, gives in ONNX Runtime and OpenVINO what it gives here.
@Suite(.enabled(if: ONNXRuntime.isInstalled)) struct ONNXTests {
  static let heads: [(name: String, head: Head)] = [
    ("one linear layer", .linear(outputs: 10)),
    ("expression", .expression(dropout: 0.3, outputs: 7)),
    ("age", .age(dropout: 0.2)), ("distribution of ages", .ageDistribution(dropout: 0.2)),
  ]

  /// The size is one that no stride divides, in patches of 14 as the transformer wants it.
  @Test(arguments: Architecture.all.map(\.name), heads.indices)
  func outputsAreTheSame(network: String, head: Int) throws {
    let architecture = try #require(Architecture.all.first { $0.name == network })
    let model = try FaceModel(architecture: architecture, head: ONNXTests.heads[head].head)
    try model.fillByFormula()
    let (count, size) = (3, 70)
    let values = formulaValues(name: "input", count: count * 3 * size * size).map(Float.init)
    let folder = try TemporaryFolder()
    let file = try folder.write("", to: "model.onnx")
    try model.onnx(
      imageSize: size, inputDescription: "images", producerVersion: "1", metadata: ["key": "välue"]
    ) { images in
      let output = try model(images, training: false)
      return [
        ONNXOutput("outputs", output.outputs, "the head's"),
        ONNXOutput("features", output.features, "before it"),
      ]
    }.write(to: file)

    let outcome = try ONNXRuntime.run(file, images: values, size: size)
    #expect(outcome.metadata == ["key": "välue"])
    let expected = try withoutGradients {
      try model(Tensor(values, shape: [count, 3, size, size]), training: false)
    }
    for (engine, outputs) in outcome.engines {
      for (name, tensor) in [("outputs", expected.outputs), ("features", expected.features)] {
        let own = try tensor.doubles()
        let others = try #require(outputs[name]).flatMap(\.self)
        #expect(others.count == own.count)
        let largest = own.map(abs).max() ?? 0
        let difference = zip(own, others).map { abs($0 - $1) }.max() ?? .infinity
        #expect(
          difference <= 1e-4 * max(largest, 1), "\(engine), \(name): \(difference) of \(largest)")
        if name == "outputs" {
          try ONNXTests.note(
            network, ONNXTests.heads[head].name, engine, difference / max(largest, 1))
        }
      }
    }
  }

  /// Adds a row to the table that `scripts/compare-onnx.sh` asks for.
  private static func note(
    _ network: String, _ head: String, _ engine: String, _ difference: Double
  ) throws {
    guard let table = ProcessInfo.processInfo.environment["SMILESTONE_ONNX_TABLE"] else { return }
    let file = try FileHandle(forUpdating: URL(fileURLWithPath: table))
    try file.seekToEnd()
    try file.write(
      contentsOf: Data(
        "\(network),\(head),\(engine),\(String(format: "%.1e", difference))\n".utf8))
    try file.close()
  }
}

@Suite struct ONNXFileTests {
  /// An operator that is not known is named; nothing is written.
  @Test func anOperationWithoutTranslationIsRefused() throws {
    let model = try FaceModel(architecture: .resNet18, head: .linear(outputs: 2))
    let error = #expect(throws: SmilestoneError.self) {
      try model.onnx(
        imageSize: 32, inputDescription: "", producerVersion: "1", metadata: [:]
      ) { [ONNXOutput("floor", try $0.floor(), "")] }
    }
    #expect(error?.message.contains("aten::floor") == true)
    #expect(error?.remedy?.contains("--format torchvision") == true)
  }

  /// The graph is as large as the weights, each of which is in it once, by its name.
  @Test func weightsKeepTheirNames() throws {
    let model = try FaceModel(architecture: .resNet18, head: .linear(outputs: 2))
    let file = try model.onnx(
      imageSize: 32, inputDescription: "", producerVersion: "1", metadata: [:]
    ) { [ONNXOutput("outputs", try model($0, training: false).outputs, "")] }
    for name in ["conv1.weight", "layer4.1.bn2.running_var", "fc.bias"] {
      #expect(file.range(of: Data(name.utf8)) != nil, "\(name)")
    }
    let bytes = 4 * model.store.parameters.map(\.value.elementCount).reduce(0, +)
    #expect(abs(file.count - bytes) < 50_000)
  }
}
