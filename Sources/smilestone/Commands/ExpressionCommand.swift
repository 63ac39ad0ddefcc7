import Analysis
import Expression
import Faces
import Foundation
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
      of each age is taken to adults', edges are described, and two questions are asked: whether toddlers \
      show the emotions in another configuration than adults (the gate), and, if so, when the emotions' \
      own style changes. Where the gate stays shut, heads alone can explain what differs.

      docs/expression.md has the method, its assumptions, and what it cannot see.
      """,
    options: [
      .value(
        "--out", "DIR", "Where expression.json, curve.csv, distances.csv and warp.csv go.",
        required: true),
      .value("--size", "N", "Side of the faces in pixels, a multiple of 8. Default: 48."),
      .set, .cache, .seed, .threads, .json,
    ],
    examples: [
      (
        "smilestone expression drawn/manifest.csv --out expression",
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
    var settings = try SettingsFile.applying(arguments.strings("--set"), to: ExpressionSettings())
    settings.seed = try arguments.seed() ?? settings.seed
    try settings.validate()
    let size = try arguments.integer("--size", in: 32...256) ?? 48
    guard size % 8 == 0 else {
      throw SmilestoneError.usage(
        "--size \(size): not a multiple of 8.", remedy: "Give --size 48, say.")
    }
    let manifest = try manifest(arguments.operands[0], observer: observer)
    let usable = try UsableFaces(manifest, path: arguments.operands[0])
    let loaded = try LoadedFaces(
      usable.manifest, size: size, colour: .grey,
      cache: arguments.url("--cache") ?? out.appendingPathComponent("cache"), observer: observer)
    let faces = try UsableFaces(loaded.manifest, path: arguments.operands[0])
    var analysis = try ExpressionAnalysis(
      faces.expressionFaces(loaded), settings: settings, observer: observer)
    analysis.warnings += faces.warnings
    try ExpressionFolder(out).write(analysis)
    if arguments.has("--json") { return try printJSON(analysis) }
    print(Tables.text(analysis))
    print(out.appendingPathComponent("expression.json").path)
  }

  /// The manifest that is named, or that of the run folder that is.
  private static func manifest(_ path: String, observer: TerminalObserver) throws -> Manifest {
    let url = URL(fileURLWithPath: path)
    var isFolder: ObjCBool = false
    let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
    return try Manifest(
      contentsOf: exists && isFolder.boolValue ? RunFolder(url).manifest : url,
      observer: observer)
  }
}

/// The rows of a manifest that have what the analysis needs.
private struct UsableFaces {
  let manifest: Manifest
  private let path: String
  /// The emotions that are shown, in their order.
  private let emotions: [Emotion]

  init(_ manifest: Manifest, path: String) throws {
    self.path = path
    var usable = manifest
    let labelled = manifest.records.filter { $0.emotion != nil }
    guard !labelled.isEmpty else {
      throw SmilestoneError.badInput(
        "\(path) has no face with an emotion.", remedy: "Fill the column emotion.")
    }
    usable.records = labelled.filter { $0.ageInYears != nil }
    guard !usable.records.isEmpty else {
      throw SmilestoneError.badInput(
        "\(path) has no face with an emotion and an age.",
        remedy: "Fill the column age, or have it estimated by `smilestone age predict`.")
    }
    self.manifest = usable
    let shown = Set(usable.records.compactMap(\.emotion))
    emotions = Emotion.allCases.filter(shown.contains)
  }

  /// What weakens the result, for people.
  var warnings: [String] {
    let records = manifest.records
    let unsure = records.count {
      $0.ageSource == .estimated && $0.ageStandardDeviationInYears == nil
    }
    let unknown = records.count { $0.subject == nil }
    return [
      unsure > 0
        ? "\(unsure) ages are estimates of which nothing says how sure they are; taking them as exact "
          + "pulls the age towards the middle and makes its interval too narrow." : nil,
      unknown > 0
        ? "The subjects of \(unknown) faces are not known; each counts as one, which is too sure where a "
          + "person is shown more than once." : nil,
    ].compactMap(\.self)
  }

  /// Equally likely ages of the faces whose ages are estimates; empty for the others.
  private func likelyAges() throws -> [[Double]] {
    let predicted = try PredictedAge.ofImages(in: manifest)
    return manifest.records.map { record in
      guard record.ageSource == .estimated, let age = predicted[PathKey(record.image)] else {
        return []
      }
      return age.quantilesInYears.map { min($0, 150) }
    }
  }

  func expressionFaces(_ loaded: LoadedFaces) throws -> ExpressionFaces {
    let records = loaded.manifest.records
    let size = loaded.store.size
    var pictures: [UInt8] = []
    pictures.reserveCapacity(records.count * size * size)
    for index in loaded.storeIndices {
      // The three channels are the same.
      loaded.store.withFace(at: index) { pictures += $0.prefix(size * size) }
    }
    return try ExpressionFaces(
      size: size, pictures: pictures,
      emotions: records.map { record in
        record.emotion.flatMap { emotions.firstIndex(of: $0) } ?? 0
      },
      emotionNames: emotions.map(\.rawValue), agesInYears: records.map { $0.ageInYears ?? 0 },
      likelyAgesInYears: likelyAges(),
      subjects: records.enumerated().map { row, record in
        FaceRecord.uniqueSubject(record.subject, source: record.source) ?? "face \(row)"
      },
      divisions: divisions(records))
  }

  private func divisions(_ records: [FaceRecord]) -> [ExpressionFaces.Division] {
    let sexes = records.map { record in record.sex.map { $0 == .male ? 1 : 0 } }
    let isKnown = [0, 1].allSatisfy(sexes.contains)
    return isKnown ? [ExpressionFaces.Division(name: "men and women", part: sexes)] : []
  }
}
