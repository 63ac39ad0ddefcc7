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
      question(), data(), methods(), training(), ageEstimator(), results(), confusions(),
      findings(), limitations(), provenance(),
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

  /// A numbered section with its heading, listed in the contents.
  mutating func section(_ id: String, _ title: String, _ parts: [HTML]) -> HTML {
    contents.append((id, title))
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

  /// Says what the run does not have, and what to do to have it.
  func missing(_ what: String, remedy: HTML) -> HTML {
    "<p class=\"missing\"><b>\(what)</b> \(remedy)</p>"
  }
}
