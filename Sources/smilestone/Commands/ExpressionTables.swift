import Analysis
import Expression
import Foundation
import Presentation

extension Tables {
  static func text(_ analysis: ExpressionAnalysis) -> String {
    let counts = TextTable.aligned(
      [["emotion", analysis.settings.young, analysis.settings.grown, "all faces"]]
        + analysis.facesByEmotion.map {
          [$0.emotion, "\($0.toddlers)", "\($0.adults)", "\($0.all)"]
        })
    return [
      "\(analysis.faces) faces of \(analysis.subjects) subjects\n\(counts)",
      text(analysis.registration, analysis.settings), text(analysis.gate, analysis.settings),
      analysis.labelFit.map { text($0, analysis.settings) } ?? "",
      analysis.timing.map(text) ?? "", emotions(analysis),
      ([analysis.answer] + analysis.warnings.map { "! \($0)" }).joined(separator: "\n"),
    ].filter { !$0.isEmpty }.joined(separator: "\n\n")
  }

  private static func text(
    _ registration: RegistrationResult, _ settings: ExpressionSettings
  ) -> String {
    let isByLandmarks = registration.source == .landmarks
    return
      (isByLandmarks ? "Registration by landmarks: the mean shape" : "Registration: the mean face")
      + " of \(settings.young) is "
      + String(
        format:
          "%.3f\(isByLandmarks ? " squared pixels" : "") from that of \(settings.grown), two halves of these are %.3f: %@",
        registration.toddlersToAdults, registration.betweenHalvesOfAdults,
        (registration.toddlersToAdultsAfter.map {
          String(format: "heads are warped, which leaves %.3f.", $0)
        } ?? "no warp.") as NSString)
  }

  private static func text(_ gate: GateResult, _ settings: ExpressionSettings) -> String {
    let ends = [
      "\(settings.young) and \(settings.grown)", number(gate.correlation),
      number(gate.standardError),
      String(format: "open below %.2f", settings.gateThreshold), gate.isOpen ? "open" : "shut",
    ]
    let controls = gate.controls.map { control in
      [
        control.name, number(control.correlation), number(control.standardError),
        String(format: "passes at %.2f", settings.controlThreshold),
        control.isPassed ? "passes" : "fails",
      ]
    }
    return "Gate: correlation of the distances between emotions, corrected for noise\n"
      + TextTable.aligned(
        [["groups", "correlation", "standard error", "rule", "verdict"], ends] + controls)
  }

  private static func text(_ timing: TimingResult) -> String {
    let rows = [
      [
        "likelihood ratio of a step to heads alone",
        String(format: "%.1f (p = %.3f)", timing.likelihoodRatio, timing.pValue),
      ],
      ["share of the change in the step", String(format: "%.2f", timing.step)],
      [
        "half way, years",
        String(format: "%.1f", timing.ageInYears)
          + " (\(bound(timing.lowerInYears)) to \(bound(timing.upperInYears)))",
      ],
      ["width, years", String(format: "%.2f", timing.widthInYears)],
    ]
    return "Timing\n" + TextTable.aligned(rows)
  }

  private static func text(_ fit: LabelFitResult, _ settings: ExpressionSettings) -> String {
    "Labels: the mean probability of being right is \(fit.inWords(settings)) (standard error of the "
      + String(format: "difference %.3f)", fit.standardError)
      + (fit.isUnequal ? ": too unequal for an age." : ".")
  }

  /// Each emotion; empty where no age is said, or no form is clearly different.
  private static func emotions(_ analysis: ExpressionAnalysis) -> String {
    guard analysis.isClaimed, let emotions = analysis.timing?.emotions,
      emotions.contrasts.contains(where: { $0.pooled != nil })
    else { return "" }
    let rows = emotions.contrasts.map { contrast in
      [
        contrast.emotions.joined(separator: " and "), number(contrast.similarity),
        contrast.ageInYears.map {
          String(format: "%.1f", $0)
            + " (\(bound(contrast.lowerInYears)) to \(bound(contrast.upperInYears)))"
        } ?? "not clearly different",
        contrast.pooled.map {
          String(format: "%.1f (%.1f to %.1f)", $0.ageInYears, $0.lowerInYears, $0.upperInYears)
        } ?? "",
      ]
    }
    return "Each emotion against the mean of all\n"
      + TextTable.aligned(
        [["emotion", "similarity", "half way, years", "partially pooled"]] + rows)
  }

  private static func number(_ value: Double?) -> String {
    value.map { String(format: "%.2f", $0) } ?? "unknown"
  }

  private static func bound(_ age: Double?) -> String {
    age.map { String(format: "%.1f", $0) } ?? "no bound"
  }
}
