import Analysis
import Expression
import Faces
import Foundation
import Imaging
import Study
import Support
import Torch

enum ExpressionCommand {
  static let command = Command(
    name: "expression",
    summary: "Ask when the expression itself, apart from the head, becomes adult-like.",
    operands: "MANIFEST|RUN", operandCount: 1...1,
    discussion: """
      Needs perceived emotions and ages from infancy to adulthood; no model is trained. The average head \
      of each age is taken to adults', edges are described, and two questions are asked: whether the infant \
      model's age group shows the emotions in another configuration than the adult model's (the gate), and, if so, when the emotions' \
      own style changes, all together and each. Where the gate stays shut, heads alone can explain what differs; \
      where images' quality or the archive changes at the same age, no age is said.

      docs/expression.md has the method, its assumptions, and what it cannot see.
      """,
    options: [
      .value(
        "--out", "DIR",
        "Where expression.json, curve.csv, emotions.csv, distances.csv and warp.csv go.",
        required: true),
      .value(
        "--features", "NAME",
        "What is compared: hog (edges), network (the first layers of EfficientNet-Lite0) or landmarks (where "
          + "points of the face are, from a column landmarks). Default: hog."),
      .value(
        "--registration", "NAME",
        "By what images are brought to adults' head shape: images (the mean images of each age) or landmarks "
          + "(points of each face, from a column landmarks, which also undo its place, size and turn). With "
          + "--features landmarks no image is registered, and it changes nothing. Default: images."),
      .value("--size", "N", "Side of the faces in pixels, a multiple of 8. Default: 48."),
      .set("gateResamples=400", listedBy: "`smilestone settings expression`"), .ageGroups, .cache,
      .seed, .threads, .json,
    ],
    examples: [
      (
        "smilestone expression synthetic/manifest.csv --out expression",
        "The gate, its controls, and the age with its interval, if one can be said."
      ),
      (
        "smilestone expression runs/first --out runs/first/expression",
        "The same for a study's faces."
      ),
    ],
    run: run)

  private static func run(_ arguments: Arguments) throws {
    let observer = TerminalObserver()
    if let threads = try arguments.integer("--threads", in: 1...1024) {
      try Runtime.setThreadCount(threads)
    }
    let out = try arguments.requiredURL("--out")
    let manifest = try manifest(arguments, observer: observer)
    var settings = ExpressionSettings(features: try arguments.choice("--features") ?? .gradients)
    settings.registration = try arguments.choice("--registration") ?? settings.registration
    settings.take(manifest.vocabulary.ages)
    settings = try SettingsFile.applying(arguments.strings("--set"), to: settings)
    settings.seed = try arguments.seed() ?? settings.seed
    try settings.validate()
    let size = try arguments.integer("--size", in: 32...256) ?? 48
    guard size % 8 == 0 else {
      throw SmilestoneError.usage(
        "--size \(size): not a multiple of 8.", remedy: "Give --size 48, say.")
    }
    let analysis = try ExpressionDating(observer: observer).analysis(
      of: manifest, path: arguments.operands[0], size: size,
      cache: FaceCache(arguments.url("--cache") ?? out.appendingPathComponent("cache")),
      settings: settings)
    try ExpressionFolder(out).write(analysis)
    if arguments.has("--json") { return try printJSON(analysis) }
    print(Tables.text(analysis))
    print(out.appendingPathComponent("expression.json").path)
  }

  /// The manifest that is named, or that of the run folder that is.
  private static func manifest(
    _ arguments: Arguments, observer: TerminalObserver
  ) throws -> Manifest {
    let path = arguments.operands[0]
    let url = URL(fileURLWithPath: path)
    var isFolder: ObjCBool = false
    let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
    let isRun = exists && isFolder.boolValue
    guard !isRun || RunFolder(url).manifest.exists else {
      throw SmilestoneError.badInput(
        "\(path) is not the folder of a study that has sorted its faces into age groups.",
        remedy:
          "Name a manifest, which `smilestone manifest` makes of a folder of images, or a run.")
    }
    let file = isRun ? RunFolder(url).manifest : url
    let manifest = try Manifest(contentsOf: file, observer: observer)
    return try arguments.ageGroups().map { try manifest.sorted(into: $0, place: file.path) }
      ?? manifest
  }
}
