import Analysis
import Presentation

/// Puts the page together: numbers its figures and remembers which charts it shows. Each section
/// is an extension in a file of its own.
struct PageBuilder {
  let input: ReportInput
  private let glossary: Glossary
  private(set) var results: RunResults
  private let charts: [String: Chart]
  /// The charts placed so far; a chart's figure number is its position here, from 1.
  private(set) var shownCharts: [Chart] = []
  /// The titles of the cards that links can name, by their names.
  private var cardTitles: [String: String] = [:]
  private var contents: [(id: String, title: String)] = []
  /// The answer that the page opens with; nil where there is none.
  var answerSentence: String?
  /// The page's title: the question that the study asks until the header finds an answer.
  var title = "When do children’s facial expressions become adult-like?"

  init(input: ReportInput, glossary: Glossary) {
    self.input = input
    self.glossary = glossary
    results = input.shownResults
    title = input.byline.title ?? title
    charts = Dictionary(
      ChartSpecs.ownCharts(for: input).map { ($0.name, $0) }
    ) { first, _ in first }
    if !input.missedAges.isEmpty { results.missedAges = missedAges() }
    if let judged = input.judgedFaces, !judged.models.isEmpty {
      results.viewer = FaceViewer(models: judged.models, html: closer(judged))
    }
  }

  mutating func body() -> HTML {
    let opening = header()
    var sections = [question()]
    for analysis in Analyses.all { sections += [section(of: analysis)].compactMap(\.self) }
    sections += [
      findings(), discussion(), limitations(), data(), methods(), training(), paper(), provenance(),
      section("glossary", "Glossary", [glossary.html]),
    ]
    let links = contents.map { entry -> HTML in
      "<li><a href=\"#\(entry.id)\">\(entry.title)</a></li>"
    }
    return """
      \(opening)
      <nav aria-label="Contents"><ol>\(links)</ol></nav>
      <main id="main">
      <noscript><p class="missing">The charts need JavaScript. Every number is also in the tables
      below them.</p></noscript>
      \(sections)
      </main>
      <footer><p>Paper has the cards that were open when it was printed. Made by Smilestone from the run \(HTML.data(input.runName)). This page is one file
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

  /// An analysis's section; nil where it has none.
  private mutating func section<A: Analysis>(of analysis: A.Type) -> HTML? {
    guard let heading = A.heading else { return nil }
    let missing: [Section.Part] = A.missing.markup.isEmpty ? [] : [.markup(A.missing)]
    let parts = A.section(of: results) ?? missing
    guard !parts.isEmpty else { return nil }
    return section(A.id, heading.title, short: heading.short, parts.map { place($0) })
  }

  private mutating func place(_ part: Section.Part) -> HTML {
    switch part {
    case .markup(let html): return html
    case .card(let card):
      if let id = card.id { cardTitles[id] = card.title }
      return card.html
    case .figure(let chart, let controls):
      if let link = link(to: chart.name) {
        return "<p class=\"aside\">\(link), at the top of the page, shows it.</p>"
      }
      return figure(chart, controls: controls)
    case .pair(let parts):
      let placed = parts.map { place($0) }
      return "<div class=\"pair\">\(placed)</div>"
    case .fileOnly: return ""
    }
  }

  /// The figure of an analysis's section; nil where the section has none of the name.
  mutating func figure<A: Analysis>(_ name: String, of analysis: A.Type) -> HTML? {
    for case .figure(let chart, let controls) in A.section(of: results) ?? []
    where chart.name == name {
      return figure(chart, controls: controls)
    }
    return nil
  }

  /// One of the page's own charts, or a link to it where it stands already; nil where the run has none of the name.
  mutating func figure(_ name: String, controls: HTML = "") -> HTML? {
    charts[name].map { place(.figure($0, controls: controls)) }
  }

  /// A chart with its caption and, folded away, its numbers.
  private mutating func figure(_ chart: Chart, controls: HTML) -> HTML {
    shownCharts.append(chart)
    return chart.figure(number: shownCharts.count, controls: controls)
  }

  /// A link to a figure or a table that is placed already: "Figure 9"; nil where there is none.
  func link(to name: String) -> HTML? {
    if let title = cardTitles[name] {
      return "<a href=\"#\(name)\">Table: \(title)</a>"
    }
    return shownCharts.firstIndex { $0.name == name }.map { position in
      "<a href=\"#figure-\(name)\">Figure \(position + 1)</a>"
    }
  }

  /// A button that copies an element's text, and where it says so.
  func copyButton(_ id: String, label: String) -> HTML {
    """
    <p class="copy"><button type="button" data-copy="\(id)">\(label)</button>
    <span role="status"></span></p>
    """
  }
}
