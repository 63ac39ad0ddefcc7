import Foundation
import Support

/// The text of a preregistration under the headings of OSF's form for secondary data (van den Akker et
/// al. 2021, doi 10.15626/MP.2020.2625), as far as the plan knows it; the rest says who has to fill it in.
public struct Preregistration: Sendable {
  let prediction: StudyPrediction
  let title: String
  /// SHA-256 of the plan's file.
  let sha256: String
  /// Settings that are frozen, by name.
  let settings: [String: String]
  let program: String

  public init(
    _ prediction: StudyPrediction, title: String, plan sha256: String, settings: JSONTree,
    program: String
  ) {
    self.prediction = prediction
    self.title = title
    self.sha256 = sha256
    self.settings = settings.leaves.mapValues(\.text)
    self.program = program
  }

  private static let yours = "*To be filled in by the authors:*"

  /// Markdown.
  public var text: String {
    let sections: [(String, [(String, String)])] = [
      ("Study information", study), ("Data description", data), ("Variables", variables),
      ("Knowledge of data", knowledge), ("Analyses", analyses),
    ]
    let parts = sections.map { heading, questions in
      "## \(heading)\n\n" + questions.map { "### \($0.0)\n\n\($0.1)\n" }.joined(separator: "\n")
    }
    return """
      # Preregistration: \(title)

      Headings are those of OSF's form for secondary data. The plan's file has the SHA-256 `\(sha256)`.

      \(parts.joined(separator: "\n"))
      """
  }

  private var study: [(String, String)] {
    [
      ("Title", title), ("Authors", "\(Self.yours) names."),
      (
        "Research questions",
        "At which age does the accuracy with which models name perceived emotions change from its infant to "
          + "its adult level? The age asked for is \(prediction.target.measure.inWords), among faces like the test "
          + "faces, every emotion counting the same. It is a property of models trained on these data, and no age at "
          + "which a child changes."
      ),
      (
        "Hypotheses",
        PlanFile.hypotheses(of: prediction.target.measure)
          .map { "- `\($0.id)`: \($0.hypothesis) Two-sided, α = \(AgeSpan.text($0.alpha))." }
          .joined(separator: "\n")
      ),
    ]
  }

  private var data: [(String, String)] {
    [
      ("Datasets used", "\(Self.yours) name and version of each archive of faces."),
      ("Data availability", "\(Self.yours) whether and under which terms others can have them."),
      ("Data access", "\(Self.yours) who had access before today, to what, and since when."),
      ("Data identifiers", "\(Self.yours) DOI or address."),
      ("Access date", "\(Self.yours) when the files were or will be received."),
      (
        "Data collection procedures",
        "Planned for the test faces: \(prediction.design.inWords)"
          + (prediction.archive.map { "; that takes \($0.inWords)" } ?? "")
          + ". \(Self.yours) how faces were collected and "
          + "labelled, and who consented."
      ),
      ("Codebook", "The manifest's columns (docs/formats/manifest.md of Smilestone)."),
    ]
  }

  private var variables: [(String, String)] {
    [
      ("Manipulated variables", "None."),
      (
        "Measured variables",
        "Perceived emotion (label of a face), age in years, subject, and whether each model names the label."
      ),
      (
        "Unit of analysis",
        "The face; subjects are the unit of resampling, because faces of one subject are alike "
          + "(expected correlation \(AgeSpan.text(prediction.expected.correlation)))."
      ),
      (
        "Missing data",
        "Faces without a label or an age are left out, and images that cannot be read are listed with their "
          + "reason. "
          + (prediction.design.ageErrorInYears > 0
            ? "Estimated ages are imputed given the predictions, as docs/transition.md has it."
            : "Ages are known.")
      ),
      (
        "Statistical outliers",
        "None are removed: outcomes are 0 or 1. Age groups of fewer than 30 faces, and emotions of fewer than "
          + "5 faces in some remaining group, leave the curve and are named."
      ),
      (
        "Sampling weights",
        "Faces are weighted so that all emotions count the same in every age group."
      ),
    ]
  }

  private var knowledge: [(String, String)] {
    [
      ("Prior publication/dissemination", "\(Self.yours) what was published of these data."),
      (
        "Prior knowledge",
        "\(Self.yours) what is known of the test faces. Expected accuracies are \(expectation)."
      ),
    ]
  }

  private var expectation: String {
    func words(_ name: String, _ curve: ExpectedCurve) -> String {
      String(
        format:
          "%@ %.0f%% among the youngest and %.0f%% among the oldest, half way at %.1f years "
          + "(scale %g years)", name as NSString, 100 * curve.youngest, 100 * curve.oldest,
        curve.ageInYears, curve.scaleInYears)
    }
    let source =
      prediction.expected.source == "guessed"
      ? "guessed" : "those of \(prediction.expected.source)"
    return "\(source): \(words("infant model", prediction.expected.infant)); "
      + words("adult model", prediction.expected.adult)
  }

  private var analyses: [(String, String)] {
    [
      (
        "Statistical models",
        "A four-parameter logistic curve of accuracy over age for each model; the age with its 95% confidence interval "
          + (prediction.target.measure == .crossing
            ? "where the curves cross (Fieller's construction, resampling subjects)"
            : "midway between its levels (profile likelihood, bounds calibrated by simulation)")
          + ", by \(program). Settings that the plan freezes:\n\n"
          + settings.sorted { $0.key < $1.key }.filter { $0.value != "none" }
          .map { "- `\($0.key)`: \($0.value)" }.joined(separator: "\n")
      ),
      (
        "Effect size",
        "The age in years with its interval. Smallest width of interest: "
          + (prediction.target.widthInYears.map { "at most \(AgeSpan.text($0)) years." }
            ?? "not stated.")
      ),
      ("Statistical power", power),
      (
        "Inference criteria",
        "A test of the plan is claimed where its p-value, corrected (Holm) among the plan's tests, is below its α. "
          + "An age is quoted where its interval has both bounds. Everything else is exploratory."
      ),
      (
        "Assumption violation/model non-convergence",
        "Where the midpoint of a segmented curve lies outside the interval, or an estimate stands at an end of what "
          + "was searched, that is said beside the number; where no curve can be fitted, none is reported."
      ),
      (
        "Reliability and robustness testing",
        "Ages as estimated, imputed, and without faces near a bound between age groups; each emotion by "
          + "itself. One training has its own curve: \(Self.yours) how many trainings are compared."
      ),
      ("Exploratory analysis", "All other findings of the report, marked so."),
    ]
  }

  private var power: String {
    guard let predicted = prediction.predicted else { return "Not predicted." }
    func percent(_ share: Double) -> String { String(format: "%.0f%%", 100 * share) }
    let aim =
      prediction.target.isStated ? "Aim: \(prediction.target.inWords). " : ""
    let narrow = predicted.narrowEnough.map { share in
      "an interval of at most \(AgeSpan.text(prediction.target.widthInYears ?? 0)) years in "
        + "\(percent(share.value)), "
    }
    return aim
      + "In \(predicted.studies) simulated studies of \(predicted.children) children and \(predicted.adults) adults: "
      + (narrow ?? "") + "an age that can be quoted in \(percent(predicted.found.value)), "
      + (predicted.medianWidthInYears.map { String(format: "a median width of %.1f years", $0) }
        ?? "an open interval in more than half")
      + (predicted.coverage.map { ", and an interval that holds the truth in \(percent($0.value))" }
        ?? "") + ". The simulation knows nothing of how much one training differs from another."
  }
}
