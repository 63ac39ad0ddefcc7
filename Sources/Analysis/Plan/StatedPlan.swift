import Faces
import Foundation
import Support

/// An analysis plan as it was stated, with the hash that proves it: `plan` in metrics.json.
public struct StatedPlan: Codable, Sendable, Equatable {
  public var plan: AnalysisPlan
  /// SHA-256 of the plan's file, 64 hexadecimal digits; `sha256sum` gives the same.
  public var sha256: String

  /// The study's own plan; `plan.encoded()` are the bytes that its hash is of.
  public init(_ plan: AnalysisPlan = .standard) throws {
    try plan.check()
    self.plan = plan
    sha256 = try ContentHash.sha256(of: plan.encoded())
  }

  /// The study's own plan speaks of the age groups at hand; others say what they say.
  func worded(for ages: AgeGrouping) throws -> StatedPlan {
    plan == .standard ? try StatedPlan(.standard(for: ages)) : self
  }

  /// Reads a JSON5 file.
  /// - Throws: `SmilestoneError` that names the file where it cannot be read, is not JSON5, lacks
  ///   a field or cannot be followed.
  public init(contentsOf url: URL) throws {
    let data = try InputFile.read(url)
    plan = try JSONText.decode(
      AnalysisPlan.self, from: data, name: url.path, isJSON5: true,
      as: "an analysis plan in JSON5",
      remedy: "Give it format, title, and hypotheses with id and hypothesis.")
    try plan.check()
    sha256 = try ContentHash.sha256(of: data)
  }

  /// Sorts a study's tests by whether the plan has them.
  public func marking(testsMade: [String]) -> PlanMarks {
    let planned = plan.hypotheses.map(\.id)
    return PlanMarks(
      planned: testsMade.filter(planned.contains),
      exploratory: testsMade.filter { !planned.contains($0) },
      notMade: planned.filter { !testsMade.contains($0) })
  }
}

/// Which tests of a study were planned.
public struct PlanMarks: Codable, Sendable, Equatable {
  /// Tests that were stated before the test faces were read, in the order of the results.
  public var planned: [String]
  /// Tests that were not: their p-values suggest and do not confirm.
  public var exploratory: [String]
  /// Planned tests without a result, which has to be said too.
  public var notMade: [String]

  public init(planned: [String], exploratory: [String], notMade: [String]) {
    self.planned = planned
    self.exploratory = exploratory
    self.notMade = notMade
  }
}

/// A plan, and what of it the results hold.
public struct PlannedAnalysis: Codable, Sendable, Equatable {
  public var stated: StatedPlan
  public var marks: PlanMarks

  /// - Parameter testsMade: Tests go by the names of their findings.
  public init(_ stated: StatedPlan, testsMade: [String]) {
    self.stated = stated
    marks = stated.marking(testsMade: testsMade)
  }
}
