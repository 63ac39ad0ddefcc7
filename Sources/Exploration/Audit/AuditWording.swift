import Faces
import Presentation
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
    let number =
      "Cramér’s V \(Format.number(v.value, decimals: 2)) "
      + "(\(Format.confidence(v)) \(Format.interval(v, decimals: 2)))"
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
      interval =
        " (difference \(Format.confidence(gain)) \(Format.pointsInterval(gain)) points"
      if let p = prediction.adjustedPValue {
        interval += "; \(Format.pValue(p)), Holm over the cues"
      }
      interval += ")"
    }
    let numbers =
      "predicts the emotion of \(Format.share(prediction.accuracy)) of "
      + "\(Format.count(prediction.n)) faces, where always guessing the most common emotion gets "
      + Format.share(prediction.baseline)
    let verdict = prediction.isFlagged ? ": a shortcut" : ""
    return ShortcutAudit.Finding(
      id: id, text: "\(prediction.cue.inWords) \(numbers)\(interval)\(verdict).",
      isFlagged: prediction.isFlagged)
  }

  private static func classDistribution(_ distribution: ClassDistribution) -> ShortcutAudit.Finding
  {
    let spread = Format.number(100 * AuditThresholds.assumedRecallSpread, decimals: 0)
    let difference = Format.number(100 * distribution.accuracyDifference, decimals: 1)
    let text =
      "The distribution of emotions alone can move accuracy by \(difference) points between "
      + "\(distribution.worse.displayName) and \(distribution.better.displayName) (distance of the "
      + "distributions \(Format.number(distribution.distance, decimals: 2))) where emotions differ "
      + "by \(spread) points in recall."
    return ShortcutAudit.Finding(
      id: "class-distribution", text: text, isFlagged: distribution.isFlagged)
  }
}
