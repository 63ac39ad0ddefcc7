import Faces
import Foundation
import Statistics

/// Words the audit's findings: one sentence each, with its number.
enum AuditWording {
  static func findings(
    _ audit: ShortcutAudit, labelledFaces: Int
  ) -> [ShortcutAudit.Finding] {
    guard labelledFaces > 0 else {
      return [
        ShortcutAudit.Finding(
          id: "no-emotions", text: "No face has an emotion, so there is nothing to audit.",
          isFlagged: false)
      ]
    }
    var findings = [
      association(
        audit.emotionBySource, id: "emotion-source", label: "Emotion",
        consequence: "a model can score by recognising where an image comes from"),
      association(
        audit.ageGroupBySource, id: "age-source", label: "Age group",
        consequence: "differences between ages may be differences between sources"),
    ]
    findings += audit.predictions.map(prediction)
    if let distribution = audit.classDistribution {
      findings.append(classDistribution(distribution))
    }
    return findings
  }

  private static func association(
    _ association: Association?, id: String, label: String, consequence: String
  ) -> ShortcutAudit.Finding {
    guard let association else {
      return ShortcutAudit.Finding(
        id: id,
        text: "\(label) and source cannot be compared: fewer than two sources or labels are known.",
        isFlagged: false)
    }
    let v = association.cramersV
    let isFlagged = v.lower >= AuditThresholds.association
    let number = String(
      format: "Cramér’s V %.2f (95 %% interval %.2f to %.2f)", v.value, v.lower, v.upper)
    let verdict =
      isFlagged
      ? "\(label) and source go together, \(number): \(consequence)."
      : "\(label) and source hardly go together, \(number)."
    return ShortcutAudit.Finding(id: id, text: verdict, isFlagged: isFlagged)
  }

  private static func prediction(_ prediction: ShortcutPrediction) -> ShortcutAudit.Finding {
    let id = "predict-" + prediction.cue.rawValue.replacing(" ", with: "-")
    var interval = ""
    if let gain = prediction.gain?.estimate {
      interval = " (95 % interval of the difference \(points(gain.lower)) to \(points(gain.upper))"
      if let p = prediction.adjustedPValue {
        interval += String(
          format: p < 0.001
            ? "; p < 0.001 corrected for the cues" : "; p = %.3f corrected for the cues", p)
      }
      interval += ")"
    }
    let numbers = String(
      format: "predicts the emotion of %.1f %% of %d faces, where always guessing the most common "
        + "emotion gets %.1f %%",
      100 * prediction.accuracy, prediction.n, 100 * prediction.baseline)
    let verdict = prediction.isFlagged ? ": a shortcut" : ""
    return ShortcutAudit.Finding(
      id: id, text: "\(prediction.cue.inWords) \(numbers)\(interval)\(verdict).",
      isFlagged: prediction.isFlagged)
  }

  private static func classDistribution(_ distribution: ClassDistribution) -> ShortcutAudit.Finding
  {
    let spread = String(format: "%.0f", 100 * AuditThresholds.assumedRecallSpread)
    let text =
      String(
        format: "The distribution of emotions alone can move accuracy by %.1f points",
        100 * distribution.accuracyDifference)
      + " between \(distribution.worse.displayName) and \(distribution.better.displayName)"
      + String(format: " (distance of the distributions %.2f)", distribution.distance)
      + " where emotions differ by \(spread) points in recall."
    return ShortcutAudit.Finding(
      id: "class-distribution", text: text, isFlagged: distribution.isFlagged)
  }

  /// "+3.2 points", "−0.4 points".
  private static func points(_ difference: Double) -> String {
    let text = String(format: "%.1f points", abs(100 * difference))
    return (difference < 0 ? "\u{2212}" : "+") + text
  }
}
