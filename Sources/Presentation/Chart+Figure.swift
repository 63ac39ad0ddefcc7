extension Chart {
  /// The specifications to draw on the page, by the names of their places there.
  package var drawings: [(name: String, spec: JSONValue)] {
    guard !panels.isEmpty else { return [(name, spec)] }
    return panels.enumerated().map { ("\(name)-\($0.offset)", $0.element.spec) }
  }

  /// The chart's place on a page, with its caption and, folded away, its numbers.
  /// - Parameter controls: Buttons above the chart, or a key.
  package func figure(number: Int, controls: HTML = "") -> HTML {
    """
    <figure id="figure-\(name)">
    \(controls)
    \(places)
    <figcaption><b>Figure \(number). \(heading)</b> \(caption)</figcaption>
    <details class="numbers"><summary>Numbers behind figure \(number)</summary>
    \(table.html(caption: title))
    </details>
    </figure>
    """
  }

  /// The title as a sentence: "Accuracy across ages.", "Can cues predict the label?".
  package var heading: String { title.hasSuffix("?") ? title : title + "." }

  private var places: HTML {
    guard !panels.isEmpty else {
      return """
        <div class="chart" id="chart-\(name)" role="img" aria-label="\(summary)"></div>
        """
    }
    let places = zip(panels, drawings).map { panel, drawing -> HTML in
      """
      <div><p class="panel-title">\(panel.title)</p>
      <div class="chart" id="chart-\(drawing.name)" role="img" \
      aria-label="\(panel.title). \(summary)"></div></div>
      """
    }
    return "<div class=\"panels\(panels.count < 4 ? " few" : "")\">\(places)</div>"
  }
}

extension Chart {
  /// A chart of several panels: a grid on the page, one figure of two columns in a paper.
  /// - Parameters:
  ///   - bodies: each panel's title and specification without its size.
  ///   - pageHeight: of a panel, in pixels.
  ///   - columns: panels in a row of a paper's figure.
  ///   - panelSize: of a panel's plot without its axes there, in points.
  package init(
    name: String, title: String, caption: String, summary: String,
    bodies: [(title: String, body: JSONValue)], pageHeight: Int, columns: Int,
    panelSize: (width: Int, height: Int), table: DataTable
  ) {
    self.init(
      name: name, title: title, caption: caption, summary: summary,
      spec: .panels(bodies, columns: columns, panelSize: panelSize), table: table,
      panels: bodies.map { title, body in
        Panel(
          title: title,
          spec: .chart(body, pageHeight: pageHeight, width: .oneColumn, height: panelSize.height))
      }, needsTwoColumns: true)
  }
}
