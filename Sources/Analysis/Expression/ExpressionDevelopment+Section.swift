import Presentation

extension ExpressionDevelopment {
  package static let heading: SectionHeading? = SectionHeading(
    "Expression: when it changes apart from the head", short: "Expression")

  package static let missing = HTML.missing(
    "Whether the expression changes apart from the head was not asked.",
    remedy: "Give the command <code>smilestone study</code> of this run again.")

  package static func section(of run: RunResults) -> [Section.Part]? {
    switch run[ExpressionDevelopment.self] {
    case nil: nil
    case .refused(let reason):
      [
        .markup(
          .missing(
            "These faces do not have what the question needs. \(reason)",
            remedy: "The models’ curves below can be made by heads alone."))
      ]
    case .analysed(let analysis): parts(analysis, run)
    }
  }

  private static func parts(
    _ analysis: ExpressionAnalysis, _ run: RunResults
  ) -> [Section.Part] {
    let warnings = analysis.warnings.map { "<li>\(HTML.data($0))</li>" as HTML }
    let isByLandmarks = analysis.registration.isOfImagesByLandmarks(analysis.settings)
    return [
      """
      <p>Accuracy over age changes with heads as well as with expressions. Here heads are taken out first: \
      each face is \(isByLandmarks ? "laid onto the mean shape of its age by its landmarks and " : "")brought to \
      adults’ head shape, and only what differs between emotions is compared. No trained model takes \
      part\(isByLandmarks ? ", beyond what found the landmarks" : "").</p>
      <p><b>\(HTML.data(analysis.answer))</b>\(planted(analysis, run))</p>
      """,
      .markup(warnings.isEmpty ? "" : "<ul>\(warnings)</ul>"),
      .figure(
        analysis.timing.flatMap {
          chart($0, analysis, planted: run.plantedAgeInYears)
        },
        else: .missing("There is no curve over age.", remedy: "Too few ages show every emotion.")),
      .markup(gate(analysis)), .markup(labelFit(analysis)), .markup(emotions(analysis)),
      .markup(meanFaces(analysis.registration)), .markup(caveats),
    ]
  }

  private static func planted(_ analysis: ExpressionAnalysis, _ run: RunResults) -> HTML {
    guard let planted = run.plantedAgeInYears, analysis.isClaimed, let timing = analysis.timing
    else {
      return ""
    }
    let off = timing.ageInYears - planted
    let holds = timing.holds(planted)
    return """
       In these synthetic faces the change was planted at \(Format.number(planted, decimals: 1)) years: the \
      estimate is off by \(Format.signedYears(off)) years, and its interval \
      \(holds ? "holds" : "does not hold") the planted age.
      """
  }

  private static func gate(_ analysis: ExpressionAnalysis) -> HTML {
    let (gate, settings) = (analysis.gate, analysis.settings)
    let rows: [[DataTable.Cell]] =
      [
        [
          .text("\(settings.young) and \(settings.grown)"), .number(gate.correlation, decimals: 2),
          .number(gate.standardError, decimals: 2),
          .text("open below \(Format.number(settings.gateThreshold, decimals: 2))"),
          .text(gate.isOpen ? "open" : "shut"),
        ]
      ]
      + gate.controls.map { control in
        [
          .text(control.name), .number(control.correlation, decimals: 2),
          .number(control.standardError, decimals: 2),
          .text("passes at \(Format.number(settings.controlThreshold, decimals: 2))"),
          .text(control.isPassed ? "passes" : "fails"),
        ]
      }
    return """
      <h3>The gate: do \(settings.young) show the emotions in another configuration?</h3>
      <p>Which emotions look alike and which do not is compared between \(settings.young) and \(settings.grown), by the \
      correlation of the distances between emotions, corrected for noise. Heads move all emotions alike \
      and leave it near 1. Only where it is clearly lower can an age be said; the controls, whose heads \
      differ and whose expressions should not, must stay near 1.</p>
      \(DataTable(
        columns: ["groups", "correlation", "standard error", "rule", "verdict"], rows: rows
      ).html(caption: "Correlation of the distances between emotions"))
      """
  }

  /// Whether labels are as right at both ends; empty where it is not known.
  private static func labelFit(_ analysis: ExpressionAnalysis) -> HTML {
    guard let fit = analysis.labelFit else { return "" }
    return """
      <p>How well the labels fit what the faces show: their mean probability of being right is \
      \(HTML.data(fit.inWords(analysis.settings))). \(
        fit.isUnequal
          ? "That is too unequal: wrong labels at one end move the age, so none is said."
          : "Where that differed clearly, no age would be said, as wrong labels at one end move it.")</p>
      """
  }

  /// Each emotion by itself; empty where no age is said, or no emotion dated.
  private static func emotions(_ analysis: ExpressionAnalysis) -> HTML {
    guard analysis.isClaimed, let emotions = analysis.timing?.emotions,
      emotions.contrasts.contains(where: { $0.pooled != nil })
    else { return "" }
    func ages(_ age: Double?, _ lower: Double?, _ upper: Double?) -> DataTable.Cell {
      guard let age else { return .text("not clearly different") }
      func bound(_ age: Double?) -> String { age.map { Format.number($0, decimals: 1) } ?? "…" }
      return .text("\(bound(age)) (95% CI \(bound(lower)) to \(bound(upper)))")
    }
    let rows = emotions.contrasts.map { contrast -> [DataTable.Cell] in
      [
        .text(contrast.emotions.joined(separator: " and ")),
        .number(contrast.similarity, decimals: 2),
        ages(contrast.ageInYears, contrast.lowerInYears, contrast.upperInYears),
        contrast.pooled.map { ages($0.ageInYears, $0.lowerInYears, $0.upperInYears) } ?? .missing,
      ]
    }
    return """
      <h3>Each emotion by itself</h3>
      <p>How alike the form of each emotion, against the mean of all, is in \(analysis.settings.young) and in \
      \(analysis.settings.grown) (1 where it is the same), and when it is half way. One emotion’s faces are few: the last column draws \
      each age towards the mean of all, as far as it is unsure.</p>
      \(DataTable(
        columns: ["emotion", "similarity", "half way, years", "partially pooled, years"], rows: rows
      ).html(caption: "When each emotion is half way to adults’ form"))
      """
  }

  private static var caveats: HTML {
    """
    <p class="aside">What this cannot see: expressions that only weaken, or that all change alike; labels \
    whose meaning changes with age, or that become better between the ends. Image quality that steps with age is looked for, and no age said where \
    it steps at the same age; what has no step there can still shift the age. docs/expression.md has the assumptions, docs/results/expression.md \
    how often the interval holds a planted age.</p>
    """
  }
}
