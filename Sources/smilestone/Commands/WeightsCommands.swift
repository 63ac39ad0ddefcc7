import Foundation
import Models
import Study
import Support
import Weights

enum WeightsListCommand {
  static let command = Command(
    name: "weights list", summary: "List published weights, and those that are here.",
    discussion: "A name that is here can be given as initialWeights.",
    options: [.json, .weightsFolder],
    examples: [("smilestone weights list", "Name, source, licence and state of each.")],
    run: run)

  /// One line of the list.
  private struct Row: Encodable {
    let name: String
    let published: PublishedWeights?
    let cached: CachedWeights?
  }

  private static func run(_ arguments: Arguments) throws {
    let cache = arguments.weightsCache
    let published = PublishedWeights.all
    let others = cache.entries().filter { entry in !published.contains { $0.name == entry.name } }
    let rows =
      published.map { Row(name: $0.name, published: $0, cached: cache.entry($0.name)) }
      + others.map { Row(name: $0.name, published: nil, cached: $0) }
    if arguments.has("--json") { return try printJSON(rows) }
    print("Weights are kept in \(cache.folder.path).")
    for row in rows { print("\n" + text(row)) }
  }

  private static func text(_ row: Row) -> String {
    var lines = [row.name + (row.published.map { ": \($0.network), \($0.origin)" } ?? "")]
    lines.append("  source:  \(row.cached?.source ?? row.published?.source ?? "")")
    if let licence = row.published?.licence { lines.append("  licence: \(licence)") }
    if let cached = row.cached {
      let kind = cached.isPublishedHash ? "as known" : "recorded when it came"
      lines.append("  here:    \(megabytes(cached.byteCount)), SHA-256 \(kind)")
      lines.append("           \(cached.sha256)")
    } else if let published = row.published {
      lines.append(
        "  not here (\(megabytes(published.byteCount))); get them with `\(published.command)`")
    }
    return lines.joined(separator: "\n")
  }

  private static func megabytes(_ count: Int) -> String {
    String(format: "%.1f MB", Double(count) / 1e6)
  }
}

enum WeightsFetchCommand {
  static let command = Command(
    name: "weights fetch", summary: "Download published weights.",
    operands: "NAME ...", operandCount: 1...100,
    discussion:
      "What is here already is only checked. A download that broke off continues where it stopped. "
      + "One that grows larger than the published file ends, and a file with another SHA-256 is "
      + "removed.",
    options: [
      .value(
        "--mirror", "URL",
        "Fetch from this address (https, or http where you say so), which has the files under their "
          + "own names."),
      .weightsFolder,
    ],
    examples: [
      (
        "smilestone weights fetch resnet18 resnet50",
        "The ImageNet weights that the preset paper starts from."
      )
    ],
    run: run)

  private static func run(_ arguments: Arguments) throws {
    let all = try arguments.operands.map(PublishedWeights.named)
    for weights in all {
      let cached = try arguments.weightsCache.fetch(
        weights, mirror: arguments.string("--mirror"), observer: TerminalObserver())
      print("\(cached.name): SHA-256 \(cached.sha256)")
      if !weights.isHashPublished {
        print("  as others state it for the publisher's file; the publisher states none")
      }
    }
  }
}

enum WeightsImportCommand {
  static let command = Command(
    name: "weights import", summary: "Take a weights file into the cache, without network.",
    operands: "FILE", operandCount: 1...1,
    discussion:
      "The file is a PyTorch state dict (.pth, both forms) or safetensors. One with the name of "
      + "published weights must have their hash; of any other the hash is recorded.",
    options: [
      .value("--name", "NAME", "The name to use it by. Default: known from the file's name."),
      .weightsFolder,
    ],
    examples: [
      ("smilestone weights import resnet18-f37072fd.pth", "A file that came by other means."),
      (
        "smilestone weights import faces.pth --name faces",
        "Weights of your own, for --set initialWeights=faces."
      ),
    ],
    run: run)

  private static func run(_ arguments: Arguments) throws {
    let cached = try arguments.weightsCache.importFile(
      URL(fileURLWithPath: arguments.operands[0]), name: arguments.string("--name"))
    print("\(cached.name): SHA-256 \(cached.sha256)")
    if !cached.isPublishedHash {
      print("  as the file came: there is no hash to compare it with, so trust its source")
    }
  }
}

enum WeightsExportCommand {
  static let command = Command(
    name: "weights export", summary: "Write a model, or its weights, for other programs.",
    operands: "MODEL|NAME", operandCount: 1...1,
    discussion: """
      The forms torchvision and study are weights, as safetensors. In torchvision the head is one linear \
      layer, and torchvision's network, or timm's where torchvision has none, with as many classes loads it \
      with strict=True; two linear layers are joined into one. The form study keeps them, as fc.1 and fc.2 in \
      a ResNet.

      The form onnx is the whole model, from pixels to predictions, for ONNX Runtime, OpenVINO and others: \
      it takes batches of any size and says in its metadata what its outputs mean (docs/export.md).
      """,
    options: [
      .value("--out", "FILE", "The file to write.", required: true),
      .value("--format", "FORMAT", "torchvision, study or onnx. Default: torchvision.")
        .choosing(WeightsExport.Form.self).formerly("--form"), .weightsFolder,
    ],
    examples: [
      (
        "smilestone weights export runs/first/adult/model.safetensors --out adult.safetensors",
        "The adult model for torchvision.models.resnet18(num_classes=7)."
      ),
      (
        "smilestone weights export runs/first/age/model.safetensors --format onnx --out age.onnx",
        "The age estimator for ONNX Runtime."
      ),
      (
        "smilestone weights export resnet18 --out resnet18.safetensors",
        "Cached weights as safetensors."
      ),
    ],
    run: run)

  private static func run(_ arguments: Arguments) throws {
    let out = try arguments.requiredURL("--out")
    let source = try arguments.weightsCache.file(for: arguments.operands[0])
    let outputs = try WeightsExport.write(
      source, form: arguments.choice("--format") ?? .torchvision, to: out)
    print(out.path + (outputs.map { ": \($0) outputs" } ?? ""))
  }
}

extension Option {
  fileprivate static let weightsFolder = Option.value(
    "--folder", "DIR",
    "Where weights are kept. Default: $SMILESTONE_WEIGHTS or ~/.cache/smilestone/weights.")
}

extension Arguments {
  fileprivate var weightsCache: WeightsCache {
    url("--folder").map { WeightsCache($0) } ?? WeightsCache()
  }
}
