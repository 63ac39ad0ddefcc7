import Presentation

extension PageBuilder {
  /// Links to what lies beside the page in the run folder.
  private var files: HTML {
    let links = [
      "evaluation/metrics.json", "evaluation/predictions.csv", "manifest.csv", "study.json",
      "figures/",
    ].map { "<a href=\"\($0)\"><code>\($0)</code></a>" as HTML }
    return """
      <p class="aside on-page">Files of the run, where this page lies in its folder: \
      \(trusted: links.map(\.markup).joined(separator: ", ")).</p>
      """
  }

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
        copyButton("provenance-table", label: "Copy the provenance"), files,
      ])
  }
}
