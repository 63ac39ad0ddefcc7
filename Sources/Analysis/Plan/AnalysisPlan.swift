import Faces
import Foundation
import Support

/// The hypotheses and tests that were stated before the test faces were read.
///
/// A JSON5 file: `{ format: 1, title: "…", hypotheses: [{ id: "adult-trend", hypothesis: "…",
/// alpha: 0.05 }] }`. A result whose test is not in the plan is exploratory: it may suggest a
/// hypothesis and does not confirm one.
public struct AnalysisPlan: Codable, Sendable, Equatable {
  /// The version of the format that this program writes.
  public static let currentFormat = 1

  public var format: Int
  public var title: String
  public var hypotheses: [PlannedHypothesis]

  public init(
    format: Int = AnalysisPlan.currentFormat, title: String, hypotheses: [PlannedHypothesis]
  ) {
    self.format = format
    self.title = title
    self.hypotheses = hypotheses
  }

  /// The study's plan: each model is above chance where it was trained, its accuracy changes with
  /// age and has a transition, and the adult model's toddlers and adults differ.
  public static let standard = standard(for: .study)

  /// The same with the age groups that the two models are trained on.
  static func standard(for ages: AgeGrouping) -> AnalysisPlan {
    let (infants, adults) = (ages.plural(of: ages.infant), ages.plural(of: ages.adult))
    // The study's own words, by whose hash the plan is known.
    func emotions(of group: String) -> String {
      ages == .study ? "\(group)' emotions" : "the emotions of \(group)"
    }
    return AnalysisPlan(
      title: "Do infants smile like adults?",
      hypotheses: [
        PlannedHypothesis(
          id: "infant-chance",
          hypothesis:
            "The infant model recognises \(emotions(of: infants)) better than by guessing."),
        PlannedHypothesis(
          id: "adult-chance",
          hypothesis: "The adult model recognises \(emotions(of: adults)) better than by guessing."),
        PlannedHypothesis(
          id: "infant-trend", hypothesis: "The infant model's accuracy changes with age group."),
        PlannedHypothesis(
          id: "adult-trend", hypothesis: "The adult model's accuracy changes with age group."),
        PlannedHypothesis(
          id: "adult-toddler-adult",
          hypothesis: "The adult model's accuracy differs between \(infants) and \(adults)."),
        PlannedHypothesis(
          id: "infant-transition",
          hypothesis: "The infant model's class-standardised accuracy has a transition."),
        PlannedHypothesis(
          id: "adult-transition",
          hypothesis: "The adult model's class-standardised accuracy has a transition."),
      ])
  }

  /// Checks that a plan can be followed.
  /// - Throws: `SmilestoneError` for a newer format, no hypothesis, one without words, a test that
  ///   is named twice or has no legal name, or an alpha outside 0 ... 1.
  public func check() throws {
    guard format <= AnalysisPlan.currentFormat else {
      throw SmilestoneError.badInput(
        "The analysis plan has format \(format); this program knows "
          + "\(AnalysisPlan.currentFormat).", remedy: "Use a newer Smilestone.")
    }
    guard !hypotheses.isEmpty else {
      throw SmilestoneError.badInput(
        "The analysis plan “\(title)” states no hypothesis.", remedy: "State at least one.")
    }
    var seen: Set<String> = []
    for hypothesis in hypotheses {
      try hypothesis.check()
      guard seen.insert(hypothesis.id).inserted else {
        throw SmilestoneError.badInput(
          "The analysis plan names the test “\(hypothesis.id)” twice.", remedy: "Keep one of them.")
      }
    }
  }

  /// The plan as the bytes that are written to a file and hashed: JSON with sorted keys.
  public func encoded() throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    return try encoder.encode(self) + Data("\n".utf8)
  }
}

/// A hypothesis and the test that decides it.
public struct PlannedHypothesis: Codable, Sendable, Equatable {
  /// The name of the test, as findings and transitions have it: "adult-trend".
  public var id: String
  /// What is claimed, in one sentence.
  public var hypothesis: String
  /// The level of the test, with which its p-value after correction for the plan's number of tests is
  /// compared; 0.05.
  public var alpha: Double

  public init(id: String, hypothesis: String, alpha: Double = 0.05) {
    self.id = id
    self.hypothesis = hypothesis
    self.alpha = alpha
  }

  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    id = try values.decode(String.self, forKey: .id)
    hypothesis = try values.decode(String.self, forKey: .hypothesis)
    alpha = try values.decodeIfPresent(Double.self, forKey: .alpha) ?? 0.05
  }

  func check() throws {
    let legal = Set("abcdefghijklmnopqrstuvwxyz0123456789_-")
    guard !id.isEmpty, id.allSatisfy(legal.contains) else {
      throw SmilestoneError.badInput(
        "“\(id)” is no name of a test in an analysis plan.",
        remedy: "Use lower-case letters, digits, - and _, as in adult-trend.")
    }
    guard hypothesis.contains(where: { !$0.isWhitespace }) else {
      throw SmilestoneError.badInput(
        "The analysis plan says nothing about “\(id)”.", remedy: "State the hypothesis in words.")
    }
    guard alpha > 0, alpha < 1 else {
      throw SmilestoneError.badInput(
        "The analysis plan's “\(id)” has alpha \(alpha).", remedy: "Write for example 0.05.")
    }
  }
}
