import Analysis
import Foundation
import Support

/// A plan that `study --plan` holds to: an analysis plan with the settings that are frozen in it, and what
/// was predicted. An analysis plan alone freezes no settings.
public struct PlanFile: Sendable {
  /// The hypotheses, with the hash of the file's bytes.
  public let stated: StatedPlan
  /// Settings as `study.json` has them; nil where none are frozen.
  public let settings: JSONTree?
  /// The file as it was read.
  public let bytes: Data
  /// nil where nothing was simulated.
  public let prediction: StudyPrediction?

  /// What a file holds beside its hypotheses.
  private struct Contents: Codable {
    var format = AnalysisPlan.currentFormat
    var title = ""
    var hypotheses: [PlannedHypothesis] = []
    var program: String?
    var settings: JSONTree?
    var prediction: StudyPrediction?
  }

  /// Reads a JSON5 file.
  /// - Throws: `SmilestoneError` that names the file where it cannot be read or followed, or was made by a
  ///   newer program.
  public init(contentsOf url: URL) throws {
    stated = try StatedPlan(contentsOf: url)
    bytes = try InputFile.read(url)
    let contents = try JSONText.decode(
      Contents.self, from: bytes, name: url.path, isJSON5: true, as: "a plan in JSON5",
      remedy: "Make it with `smilestone plan`.")
    settings = contents.settings
    prediction = contents.prediction
    if let format = prediction?.format, format > StudyPrediction.currentFormat {
      throw SmilestoneError.badInput(
        "The prediction in \(url.path) has format \(format); this program reads formats up to "
          + "\(StudyPrediction.currentFormat).", remedy: "Use a newer Smilestone.")
    }
  }

  /// The text of a plan's file: JSON5, the same for the same plan.
  /// - Parameters:
  ///   - settings: what the study is to hold to.
  ///   - program: name and version of this program.
  public static func text(
    _ prediction: StudyPrediction, title: String, settings: JSONTree, program: String
  ) throws -> String {
    let plan = AnalysisPlan(title: title, hypotheses: hypotheses(of: prediction.target.measure))
    try plan.check()
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    let contents = Contents(
      title: plan.title, hypotheses: plan.hypotheses, program: program, settings: settings,
      prediction: prediction)
    return """
      // The plan of a study. `smilestone study --plan FILE` makes its tests and refuses settings other than
      // those under "settings"; what was found of the planned faces is listed. State it before you look at
      // the test faces: the SHA-256 of this file stands in the results.
      \(String(decoding: try encoder.encode(contents), as: UTF8.self))

      """
  }

  /// The tests that decide whether there is an age to quote, under the names of the findings.
  static func hypotheses(of measure: PlannedMeasure) -> [PlannedHypothesis] {
    let models = measure == .crossing ? ["infant", "adult"] : [measure.rawValue]
    return models.map {
      PlannedHypothesis(
        id: "\($0)-transition",
        hypothesis: "The \($0) model's class-standardised accuracy has a transition.")
    }
  }
}
