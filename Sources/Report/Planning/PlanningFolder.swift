import Foundation
import Planning
import Support

/// Writes what was predicted of a study.
public struct PlanningFolder: Sendable {
  private let url: URL

  public init(_ url: URL) { self.url = url }

  public var page: URL { file("plan.html") }
  public var plan: URL { file("plan.json5") }

  /// Writes `planning.json`, `curve.csv`, `plan.html` and, where ages were compared, `ages.csv`; where there is a
  /// number of children to plan with also `plan.json5` and `preregistration.md`.
  /// - Parameters:
  ///   - settings: what a study of this plan holds to, as `study.json` has it.
  ///   - program: name and version of this program.
  /// - Throws: `SmilestoneError` when a file cannot be written or the chart library is missing.
  public func write(
    _ prediction: StudyPrediction, title: String, settings: JSONTree, program: String
  ) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    try AtomicFile.createFolder(url)
    try AtomicFile.write(encoder.encode(prediction), to: file("planning.json"))
    try AtomicFile.write(PlanningTables.curve(prediction).csv, to: file("curve.csv"))
    if !prediction.candidates.isEmpty {
      try AtomicFile.write(PlanningTables.candidates(prediction).csv, to: file("ages.csv"))
    }
    try AtomicFile.write(PlanningPage.html(prediction, bundle: .locate()), to: page)
    guard prediction.predicted != nil else { return }
    let text = try PlanFile.text(prediction, title: title, settings: settings, program: program)
    try AtomicFile.write(text, to: plan)
    let preregistration = Preregistration(
      prediction, title: title, plan: try ContentHash.sha256(of: Data(text.utf8)),
      settings: settings, program: program)
    try AtomicFile.write(preregistration.text, to: file("preregistration.md"))
  }

  private func file(_ name: String) -> URL { url.appendingPathComponent(name) }
}
