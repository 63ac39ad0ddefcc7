import Datasets
import Faces
import Foundation
import Support

enum ManifestJoinCommand {
  static let command = Command(
    name: "manifest join",
    summary: "Put manifests together, as infants of one archive and adults of another.",
    operands: "MANIFEST ...", operandCount: 2...1000,
    discussion: """
      Each MANIFEST is the path of one, or NAME=PATH. Faces without a source get the NAME, or that of the
      file, so that subjects of the same name stay different people. An image that two list stays as the
      first has it, and is listed.
      """,
    options: [
      .value("--out", "FILE", "The manifest to write.", required: true),
      .value("--skipped", "FILE", "Where to list what was left out. Default: beside the manifest."),
    ],
    examples: [
      (
        "smilestone manifest join tif.csv affectnet.csv --out both.csv",
        "Infants of one archive and adults of another, each with its own source."
      )
    ],
    run: run)

  private static func run(_ arguments: Arguments) throws {
    let observer = TerminalObserver()
    let out = try arguments.requiredURL("--out")
    var parts: [(name: String, manifest: Manifest)] = []
    var skipped: [SkippedImage] = []
    for operand in arguments.operands {
      let (name, url) = part(operand)
      guard !parts.contains(where: { $0.name == name }) else {
        throw SmilestoneError.usage(
          "Two manifests are called \(name).", remedy: "Give them names: NAME=PATH.")
      }
      guard url.isTable else {
        throw SmilestoneError.badInput(
          "\(url.path) is a folder, not a manifest.",
          remedy: "Make one of it first: `smilestone manifest \(url.path) --out \(name).csv`.")
      }
      let (manifest, remarks) = try Manifest.read(url, observer: observer)
      parts.append((name, manifest))
      skipped += remarks
    }
    let (joined, repeated) = try Manifest.joining(parts, in: out.deletingLastPathComponent())
    skipped += repeated
    try joined.write(to: out)
    let counts = parts.map { "\($0.manifest.records.count) of \($0.name)" }
    print(
      "\(out.path): \(counted(joined.records.count, "face")) (\(counts.joined(separator: ", ")))")
    guard !skipped.isEmpty else { return }
    let list =
      arguments.url("--skipped")
      ?? out.listOfSkipped
    try SkippedImage.write(skipped, to: list)
    print("\(list.path) lists \(skipped.count) cells, rows and images that were not used.")
  }

  /// The name and place of “adults=affectnet.csv”, or of a path.
  private static func part(_ operand: String) -> (name: String, url: URL) {
    if let equals = operand.firstIndex(of: "="), !FileManager.default.fileExists(atPath: operand) {
      return (
        String(operand[..<equals]),
        URL(fileURLWithPath: String(operand[operand.index(after: equals)...]))
      )
    }
    let url = URL(fileURLWithPath: operand)
    return (url.deletingPathExtension().lastPathComponent, url)
  }
}
