import Exploration
import Presentation

extension Shortcuts {
  package static let heading: SectionHeading? = SectionHeading(
    "Shortcuts: cues other than expression", short: "Shortcuts")

  package static let missing = HTML.missing(
    "The data have not been audited for shortcuts.",
    remedy: """
      Run <code>smilestone explore MANIFEST --out DIR</code>, or \
      <code>smilestone study</code>, which does so at its end.
      """)

  package static func section(of run: RunResults) -> [Section.Part]? {
    guard let audit = run[Shortcuts.self] else { return nil }
    let items = audit.findings.map { finding -> HTML in
      let mark: HTML = finding.isFlagged ? "<b>Warning.</b> " : ""
      return "<li>\(mark)\(HTML.data(finding.text))</li>"
    }
    let charts = [
      cues(audit.predictions),
      audit.classDistribution.map {
        classDistribution($0, scheme: run.vocabulary.labels, ages: run.ages)
      },
    ].compactMap(\.self)
    return [
      """
      <p>A shortcut predicts the label and is no expression: where an image comes from, its file \
      type, size, colour or border. Each is tried by itself, on all faces of the study.</p>
      """,
      "<ul class=\"findings\">\(items)</ul>",
      charts.isEmpty ? "" : .pair(charts.map { .figure($0) }),
    ]
  }
}
