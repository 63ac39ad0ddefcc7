import Exploration

extension PageBuilder {
  mutating func audit() -> HTML {
    let (id, title) = ("audit", "What a model could cheat with")
    guard let audit = input.audit else {
      return section(
        id, title, short: "Shortcuts",
        [
          missing(
            "The data have not been audited for shortcuts.",
            remedy: """
              Run <code>smilestone explore MANIFEST --out DIR</code>, or \
              <code>smilestone study</code>, which does so at its end.
              """)
        ])
    }
    let items = audit.findings.map { finding -> HTML in
      let mark: HTML = finding.isFlagged ? "<b>Warning.</b> " : ""
      return "<li>\(mark)\(HTML.data(finding.text))</li>"
    }
    let figures = ["shortcuts", "class-mix"].compactMap { figure($0) }
    return section(
      id, title, short: "Shortcuts",
      [
        """
        <p>A shortcut predicts the label and is no expression: where a picture comes from, its file \
        type, size, colour or border. Each is tried by itself, on all faces of the study.</p>
        """,
        "<ul class=\"findings\">\(items)</ul>",
        figures.isEmpty ? "" : "<div class=\"pair\">\(figures)</div>",
      ])
  }
}
