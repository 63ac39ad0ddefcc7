import Evaluation

extension PageBuilder {
  mutating func findings() -> HTML {
    let findings = input.metrics?.findings ?? []
    guard !findings.isEmpty else {
      return section(
        "findings", "Findings",
        [
          missing(
            "There are no findings.",
            remedy: "They are made from the test results: run <code>smilestone evaluate</code>.")
        ])
    }
    let items = findings.map { finding -> HTML in
      let test = [finding.test, finding.pValue.map(Format.pValue)].compactMap { $0 }
      let note: HTML =
        test.isEmpty
        ? "" : " <span class=\"test\">\(HTML.data(test.joined(separator: ", ")))</span>"
      return "<li id=\"finding-\(finding.id)\">\(HTML.data(finding.text))\(note)</li>"
    }
    return section("findings", "Findings", ["<ol class=\"findings\">\(items)</ol>"])
  }

  mutating func limitations() -> HTML {
    let items = input.limitations.map { "<li>\(HTML.data($0))</li>" as HTML }
    return section(
      "limitations", "Limitations",
      [
        items.isEmpty
          ? missing(
            "No limitations are recorded for this run.",
            remedy: "That does not mean that it has none.")
          : "<ul class=\"limitations\">\(items)</ul>"
      ])
  }

  mutating func provenance() -> HTML {
    guard !input.provenance.isEmpty else {
      return section(
        "provenance", "Provenance",
        [
          missing(
            "Versions, seeds and hashes are not recorded.",
            remedy: "<code>smilestone study</code> writes them to <code>provenance.json</code>.")
        ])
    }
    let rows = input.provenance.map { entry -> HTML in
      let values = entry.values.map { "<code>\(HTML.data($0))</code>" as HTML }
      return "<tr><th scope=\"row\">\(HTML.data(entry.key))</th><td>\(values)</td></tr>"
    }
    return section(
      "provenance", "Provenance",
      [
        """
        <div class="scroll" tabindex="0" role="region" aria-label="Provenance">
        <table class="provenance" id="provenance-table"><caption>What made this run</caption>
        <tbody>\(rows)</tbody></table></div>
        <p><button type="button" data-copy="provenance-table">Copy</button>
        <span role="status" id="copied"></span></p>
        """
      ])
  }
}
