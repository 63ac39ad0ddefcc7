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

  /// What a study expects of the stages that take long, in seconds by stage.
  private struct Expectation: Codable {
    var stages: [String: Double] = [:]
    /// What one face costs a training.
    var ofAFace: [String: Double] = [:]
  }

  private func expectation() -> Expectation {
    (try? JSONText.read(
      Expectation.self, from: Self.estimates(folder), as: "times", remedy: ""))
      ?? Expectation()
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
  /// - Parameter ofAFace: what one face costs a training, for `count`.
  package func keep(
    estimates: [StudyStage: Double], ofAFace: [StudyStage: Double] = [:]
  ) throws {
    func byName(_ seconds: [StudyStage: Double]) -> [String: Double] {
      Dictionary(uniqueKeysWithValues: seconds.map { ($0.key.rawValue, $0.value) })
    }
    try write(Expectation(stages: byName(estimates), ofAFace: byName(ofAFace)))
  }

  /// Expects trainings of so many faces, when these are known.
  /// - Parameter trainings: of each model.
  package func count(_ faces: [StudyStage: Int], trainings: Int = 1) throws {
    var expected = expectation()
    for (stage, count) in faces {
      guard let seconds = expected.ofAFace[stage.rawValue] else { continue }
      expected.stages[stage.rawValue] = Double(count) * seconds
    }
    if trainings > 1 {
      let once = faces.keys.reduce(0) { $0 + (expected.stages[$1.rawValue] ?? 0) }
      expected.stages[StudyStage.repetition.rawValue] = Double(trainings - 1) * once
    }
    try write(expected)
  }

  private func write(_ expected: Expectation) throws {
    try AtomicFile.write(SettingsFile.encode(expected), to: Self.estimates(folder))
  }

  /// How many times longer stages took than they were judged to take where the computer does nothing else; 1 at least,
  /// as trainings that stopped early do not say that others will. Gathering does more than what is judged of it.
  private func pace(_ estimates: [String: Double]) -> Double {
    let judged = estimates.filter {
      $0.key != StudyStage.faces.rawValue && $0.value > 0 && seconds[$0.key] != nil
    }
    let expected = judged.values.reduce(0, +)
    guard expected > 0 else { return 1 }
    return max(1, judged.keys.reduce(0) { $0 + (seconds[$1] ?? 0) } / expected)
  }

  /// "2 min so far, about 5 min in all"; nil before anything is known.
  package func outlook(ahead: [StudyStage]) -> String? {
    let done = seconds.values.reduce(0, +)
    let estimates = expectation().stages
    let rest = ahead.reduce(0) { $0 + (estimates[$1.rawValue] ?? 0) } * pace(estimates)
    let parts = [
      done > 0 ? "\(StudyPlan.inWords(done)) so far" : nil,
      rest > 0 ? "about \(StudyPlan.inWords(done + rest)) in all" : nil,
    ].compactMap(\.self)
    return parts.isEmpty ? nil : parts.joined(separator: ", ")
  }
}
