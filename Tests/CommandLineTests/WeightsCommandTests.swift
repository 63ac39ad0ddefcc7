import Foundation
import TestSupport
import Testing

@Suite struct WeightsCommandTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func run(_ words: [String], weights: String = "weights") throws -> Program.Outcome {
    let process = Program.process(words)
    var environment = ProcessInfo.processInfo.environment
    environment["SMILESTONE_WEIGHTS"] = folder.file(weights).path
    process.environment = environment
    return try Program.finish(process)
  }

  /// State dicts of the reader's and the models' tests.
  private func stateDict(_ path: String) -> URL {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent(path)
  }

  private func drawFaces() throws -> String {
    try Program.run(
      "synth", "--out", folder.file("synthetic").path, "--subjects", "30", "--images", "2",
      "--size",
      "24")
    return folder.file("synthetic/manifest.csv").path
  }

  @Test func theListNamesSourcesAndLicences() throws {
    let outcome = try run(["weights", "list"])
    #expect(outcome.status == 0)
    for part in [
      "resnet18: ResNet-18", "dinov2_vits14", "Apache-2.0", "resnet50-11ad3fa6.pth",
      "efficientnet_lite0: EfficientNet-Lite0", "`smilestone weights fetch resnet18`",
    ] {
      #expect(outcome.output.contains(part))
    }
    #expect(try run(["weights", "fetch", "resnet19"]).status == 2)
    #expect(try run(["weights", "fetch", "resnet18", "--mirror", "file:///x"]).status == 2)
    #expect(try run(["weights", "export", "resnet18", "--out", "x.safetensors"]).status == 2)
  }

  /// A PyTorch state dict is imported, a model starts from it and is exported for torchvision.
  @Test func importedWeightsAreTrainedAndExported() throws {
    let manifest = try drawFaces()
    let source = stateDict("ModelsTests/Fixtures/state-dict-resnet18-legacy.pth")
    let imported = try run(["weights", "import", source.path, "--name", "faces"])
    #expect(imported.status == 0, "\(imported.errors)")
    #expect(try run(["weights", "list", "--json"]).output.contains("\"faces\""))
    let trained = try run([
      "train", manifest, "--out", folder.file("model").path, "--epochs", "1", "--set",
      "imageSize=32", "--set", "initialWeights=faces",
    ])
    #expect(trained.status == 0, "\(trained.errors)")
    #expect(
      trained.errors.contains("Starting from faces.pth (without its head: fc.bias, fc.weight)"))
    let exported = folder.file("exported.safetensors")
    let outcome = try run([
      "weights", "export", folder.file("model/model.safetensors").path, "--out", exported.path,
    ])
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("7 outputs"))
    try expectPythonLoads(exported, network: "resnet18", outputs: 7)
  }

  /// Without network and without a fetch: set-up has installed what the preset open starts from.
  @Test func thePresetOpenStartsFromWhatSetUpInstalls() throws {
    let manifest = try drawFaces()
    let words = ["train", manifest, "--out", folder.file("model").path, "--epochs", "1"]
    let trained = try run(words + ["--set", "imageSize=32"])
    #expect(trained.status == 0, "\(trained.errors)")
    #expect(
      trained.errors.contains("Starting from dlib_face_recognition_resnet_model_v1.safetensors"),
      "\(trained.errors)")
    let named = try run(
      words + [
        "--set", "imageSize=32", "--set", "architecture=efficientnet_lite0", "--set",
        "initialWeights=efficientnet_lite0",
      ])
    #expect(named.status == 0, "\(named.errors)")
    #expect(
      named.errors.contains("Starting from efficientnet-lite0-57934424.pth (without its head"))
    let random = try run(words + ["--set", "imageSize=32", "--random-initialisation"])
    #expect(random.status == 0 && !random.errors.contains("Starting from"), "\(random.errors)")
    // Of another network set-up installs none.
    let other = try run(words + ["--set", "architecture=resnet18"])
    #expect(other.status == 2)
    #expect(other.errors.contains("`smilestone weights fetch resnet18`"), "\(other.errors)")
    #expect(other.errors.contains("--random-initialisation"))
  }

  /// The same for the other networks, as expression models and as age estimators, whose two linear
  /// layers become one.
  @Test(arguments: [
    (
      "efficientnet_b0", "efficientnet_b0",
      "without its head: classifier.1.bias, classifier.1.weight"
    ),
    ("vit_small_patch14_dinov2", "dinov2_vits14", "without mask_token"),
  ])
  func otherNetworksAreTrainedAndExported(
    network: String, weights: String, note: String
  ) throws {
    let manifest = try drawFaces()
    let source = stateDict("ModelsTests/Fixtures/state-dict-\(weights)-zip.pth")
    let imported = try run(["weights", "import", source.path, "--name", "faces"])
    #expect(imported.status == 0, "\(imported.errors)")
    for (command, outputs) in [(["train"], 7), (["age", "train", "--set", "ageLoss=l1"], 1)] {
      let model = folder.file("model-\(outputs)")
      let trained = try run(
        command + [
          manifest, "--out", model.path, "--epochs", "1", "--set", "architecture=\(network)",
          "--set", "imageSize=28", "--set", "initialWeights=faces",
        ])
      #expect(trained.status == 0, "\(trained.errors)")
      #expect(trained.errors.contains("Starting from faces.pth (\(note))"), "\(trained.errors)")
      let exported = folder.file("\(outputs).safetensors")
      let outcome = try run([
        "weights", "export", model.appendingPathComponent("model.safetensors").path, "--out",
        exported.path,
      ])
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(outcome.output.contains("\(outputs) outputs"))
      try expectPythonLoads(exported, network: network, outputs: outputs)
    }
    // The file itself, whose head, where it has one, is that of ImageNet's classes.
    let copy = folder.file("copy.safetensors")
    #expect(try run(["weights", "export", "faces", "--out", copy.path]).status == 0)
    try expectPythonLoads(
      copy, network: network, outputs: network == "efficientnet_b0" ? 1000 : 0)
  }

  @Test func sizesThatAreNoWholePatchesAreRefused() throws {
    let outcome = try run([
      "train", "faces.csv", "--out", "x", "--set", "architecture=vit_small_patch14_dinov2",
      "--set", "imageSize=64",
    ])
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("imageSize is 64"), "\(outcome.errors)")
    #expect(outcome.errors.contains("56 or 70"), "\(outcome.errors)")
  }

  /// Python's safetensors, torchvision and timm, where they are installed, load it with strict=True.
  private func expectPythonLoads(_ file: URL, network: String, outputs: Int) throws {
    let script = stateDict("CommandLineTests/load_export.py")
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    let environment = ProcessInfo.processInfo.environment
    process.arguments = [
      environment["SMILESTONE_TORCH_PYTHON"] ?? "python3", script.path, file.path, network,
      "\(outputs)",
    ]
    let outcome = try Program.finish(process)
    #expect([0, 77].contains(outcome.status), "\(outcome.errors)")
  }

  @Test func missingWeightsEndATrainingBeforeItBegins() throws {
    let manifest = try drawFaces()
    for (setting, status) in [("resnet18", Int32(2)), ("nowhere.pth", 3)] {
      let outcome = try run([
        "train", manifest, "--out", folder.file("model").path, "--set", "initialWeights=\(setting)",
      ])
      #expect(outcome.status == status, "\(outcome.errors)")
      #expect(!outcome.errors.contains("Decoding"))
    }
    let paper = try run(["train", manifest, "--preset", "paper", "--out", "x"])
    #expect(paper.status == 2)
    #expect(paper.errors.contains("`smilestone weights fetch resnet18`"))
  }

  @Test func thePaperPresetFindsCachedWeights() throws {
    let faces = try drawFaces()
    let words = [
      "study", "--preset", "paper", "--faces", faces, "--age-faces", faces, "--out",
      folder.file("run").path,
    ]
    let without = try run(words)
    #expect(without.status == 2)
    #expect(without.errors.contains("--random-initialisation"))
    // The records alone are looked up by name; the files are then found missing.
    for name in ["resnet18", "resnet50"] {
      try folder.write(
        """
        {"added":"", "byteCount":1, "file":"\(name).pth", "isPublishedHash":true,
         "name":"\(name)", "sha256":"00", "source":""}
        """, to: "weights/\(name)/weights.json")
    }
    let found = try run(words)
    #expect(found.status == 3)
    #expect(found.errors.contains("weights/resnet50/resnet50.pth"), "\(found.errors)")
  }
}
