/// Puts the page together: numbers its figures and remembers which charts it shows. Each section
/// is an extension in a file of its own.
struct PageBuilder {
  let input: ReportInput
  private let charts: [String: Chart]
  /// The charts placed so far; a chart's figure number is its position here, from 1.
  private(set) var shownCharts: [Chart] = []
  private var contents: [(id: String, title: String)] = []

  init(input: ReportInput, charts: [Chart]) {
    self.input = input
    self.charts = Dictionary(charts.map { ($0.name, $0) }) { first, _ in first }
  }

  mutating func body() -> HTML {
    let sections = [
      question(), data(), methods(), training(), ageEstimator(), results(), transition(),
      confusions(), emotions(), fairTraining(), attention(), calibration(), ageDependence(),
      audit(), findings(),
      limitations(),
      paper(), provenance(),
    ]
    let links = contents.map { entry -> HTML in
      "<li><a href=\"#\(entry.id)\">\(entry.title)</a></li>"
    }
    return """
      \(header())
      <nav aria-label="Contents"><ol>\(links)</ol></nav>
      <main id="main">
      <noscript><p class="missing">The charts need JavaScript. Every number is also in the tables
      below them.</p></noscript>
      \(sections)
      </main>
      <footer><p>Made by Smilestone from the run \(HTML.data(input.runName)). This page is one file
      and loads nothing from a network.</p></footer>
      """
  }

  /// A section with its heading, listed in the contents.
  /// - Parameter short: its name in the contents, where the heading is long.
  mutating func section(
    _ id: String, _ title: String, short: String? = nil, _ parts: [HTML]
  ) -> HTML {
    contents.append((id, short ?? title))
    return """
      <section id="\(id)" aria-labelledby="\(id)-heading">
      <h2 id="\(id)-heading">\(title)</h2>
      \(parts)
      </section>
      """
  }

  /// A chart with its caption and, folded away, its numbers; nil where the run has none.
  mutating func figure(_ name: String, controls: HTML = "") -> HTML? {
    guard let chart = charts[name] else { return nil }
    shownCharts.append(chart)
    return chart.figure(number: shownCharts.count, controls: controls)
  }

  /// A link to a figure that is placed already: "Figure 9"; nil where there is none.
  func link(to name: String) -> HTML? {
    shownCharts.firstIndex { $0.name == name }.map { position in
      "<a href=\"#figure-\(name)\">Figure \(position + 1)</a>"
    }
  }

  /// A part that opens.
  func card(_ title: String, kind: String = "", body: HTML) -> HTML {
    """
    <details class="card\(kind.isEmpty ? "" : " \(kind)")"><summary>\(HTML.data(title))</summary>
    <div>\(body)</div></details>
    """
  }

  /// A button that copies an element's text, and where it says so.
  func copyButton(_ id: String, label: String) -> HTML {
    """
    <p class="copy"><button type="button" data-copy="\(id)">\(label)</button>
    <span role="status"></span></p>
    """
  }

  /// Says what the run does not have, and what to do to have it.
  func missing(_ what: String, remedy: HTML) -> HTML {
    "<p class=\"missing\"><b>\(what)</b> \(remedy)</p>"
  }
}
