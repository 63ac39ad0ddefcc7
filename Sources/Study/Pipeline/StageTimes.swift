import Foundation
import Support

/// How long each stage of a run took, and how long it was judged to take before it began: kept in the run
/// folder, over resumptions.
package struct StageTimes {
  private let folder: URL
  package private(set) var seconds: [String: Double]

  package init(_ run: URL) throws {
    folder = run.appendingPathComponent("cache")
    seconds = Self.read(Self.times(folder))
  }

  private static func times(_ folder: URL) -> URL { folder.appendingPathComponent("times.json") }
  private static func estimates(_ folder: URL) -> URL {
    folder.appendingPathComponent("estimated-times.json")
  }

  /// Nothing where the file is not there or cannot be read: times are no results.
  private static func read(_ file: URL) -> [String: Double] {
    (try? JSONText.read([String: Double].self, from: file, as: "times", remedy: "")) ?? [:]
  }

  mutating func record(_ stage: StudyStage, seconds: Double) throws {
    self.seconds[stage.rawValue] = seconds
    try AtomicFile.write(SettingsFile.encode(self.seconds), to: Self.times(folder))
  }

  /// Keeps what the plan expects of stages that take long.
  package func keep(estimates: [StudyStage: Double]) throws {
    let byName = Dictionary(uniqueKeysWithValues: estimates.map { ($0.key.rawValue, $0.value) })
    try AtomicFile.write(SettingsFile.encode(byName), to: Self.estimates(folder))
  }

  /// "2 min so far, about 5 min in all"; nil before anything is known.
  package func outlook(ahead: [StudyStage]) -> String? {
    let done = seconds.values.reduce(0, +)
    let estimates = Self.read(Self.estimates(folder))
    let rest = ahead.reduce(0) { $0 + (estimates[$1.rawValue] ?? 0) }
    let parts = [
      done > 0 ? "\(StudyPlan.inWords(done)) so far" : nil,
      rest > 0 ? "about \(StudyPlan.inWords(done + rest)) in all" : nil,
    ].compactMap(\.self)
    return parts.isEmpty ? nil : parts.joined(separator: ", ")
  }
}
