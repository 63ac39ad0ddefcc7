import Presentation

extension PageBuilder {
  mutating func provenance() -> HTML {
    guard !input.provenance.isEmpty else {
      return section(
        "provenance", "Provenance",
        [
          HTML.missing(
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
        """,
        copyButton("provenance-table", label: "Copy the provenance"),
      ])
  }
}
