/// What a part of the page about one question is made of.
package enum Section {
  /// A piece of a section, from top to bottom.
  package indirect enum Part {
    case markup(HTML)
    case card(Card)
    /// A chart, with what stands above it: buttons, or a key.
    case figure(Chart, controls: HTML = "")
    /// Pieces side by side, where there is room.
    case pair([Part])
    /// A chart that is written to a file and not shown, because the page shows it otherwise.
    case fileOnly(Chart)
  }
}

extension Section.Part {
  /// All charts in it, in their order.
  package var charts: [Chart] {
    switch self {
    case .markup, .card: []
    case .figure(let chart, _), .fileOnly(let chart): [chart]
    case .pair(let parts): parts.flatMap(\.charts)
    }
  }

  /// A chart, or what is said where there is none.
  package static func figure(_ chart: Chart?, controls: HTML = "", else missing: HTML) -> Self {
    chart.map { .figure($0, controls: controls) } ?? .markup(missing)
  }
}

extension Section.Part: ExpressibleByStringInterpolation {
  package init(stringLiteral value: String) { self = .markup(HTML(stringLiteral: value)) }
  package init(stringInterpolation: HTML.StringInterpolation) {
    self = .markup(HTML(stringInterpolation: stringInterpolation))
  }
}

extension HTML {
  /// Says what the run does not have, and what to do to have it.
  package static func missing(_ what: String, remedy: HTML) -> HTML {
    "<p class=\"missing\"><b>\(what)</b> \(remedy)</p>"
  }
}
