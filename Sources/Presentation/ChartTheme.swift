/// Where a chart is to be seen. A chart is built once, for all of them.
public enum ChartTheme: Sendable {
  /// The page: as wide as its place; colours are the page's own, so that dark mode and print
  /// change them without drawing again.
  case page
  /// A paper: sans serif 8 pt at final size, one column (85 mm) wide, or two (180 mm) where one
  /// is too narrow.
  case column
  /// A paper, two columns wide.
  case twoColumns
}

extension ChartTheme {
  /// A figure's width in a paper, in points.
  package enum PaperWidth: Int {
    case oneColumn = 241
    case twoColumns = 510
  }

  package enum Role: String, CaseIterable {
    case ink, soft, rule, infant, adult, age, surface
    /// Runs beside the first, which is drawn in ink: no model's colours.
    case secondRun = "second-run"
    case thirdRun = "third-run"
    case fourthRun = "fourth-run"
    /// Cells of a heat map, on which text stands: of what is no model's, and of each model's.
    case heat
    case infantHeat = "heat-infant"
    case adultHeat = "heat-adult"

    fileprivate var inPapers: JSONValue {
      switch self {
      case .ink: "#1a1a1a"
      case .soft: "#595959"
      case .rule: "#d9d9d9"
      // Okabe & Ito's blue, vermilion and bluish green: told apart by every kind of colour vision.
      // They mean the infant-trained and the adult-trained model, and nothing else.
      case .infant, .infantHeat: "#0072b2"
      case .adult, .adultHeat: "#d55e00"
      case .heat: "#8c8c8c"
      case .age: "#009e73"
      case .secondRun: "#8a3d8f"
      case .thirdRun: "#8f6b00"
      case .fourthRun: "#b03a5b"
      case .surface: "#ffffff"
      }
    }
  }
}

extension JSONValue {
  /// The value as it is in one place.
  package func value(in theme: ChartTheme) -> JSONValue {
    switch self {
    case .themed(let page, let column, let twoColumns):
      switch theme {
      case .page: page.value(in: theme)
      case .column: column.value(in: theme)
      case .twoColumns: twoColumns.value(in: theme)
      }
    case .array(let values): .array(values.map { $0.value(in: theme) })
    case .object(let members): .object(members.mapValues { $0.value(in: theme) })
    case .null, .bool, .integer, .number, .string: self
    }
  }

  /// Page: pixels. Papers: points.
  package static func onPage(_ page: JSONValue, inPapers paper: JSONValue) -> JSONValue {
    .themed(page: page, column: paper, twoColumns: paper)
  }

  package static func color(_ role: ChartTheme.Role) -> JSONValue {
    .onPage(.string("var(--\(role.rawValue))"), inPapers: role.inPapers)
  }

  package static let fontSize = onPage(13, inPapers: 8)
  package static let pointSize = onPage(80, inPapers: 22)
  package static let lineWidth = onPage(2, inPapers: 1)
  package static let capSize = onPage(9, inPapers: 5)

  /// A whole specification: a body with data, marks and encodings, and the settings of all charts.
  /// - Parameters:
  ///   - width: the narrowest in a paper.
  ///   - height: of the figure in a paper, in points.
  package static func chart(
    _ body: JSONValue, pageHeight: Int, width: ChartTheme.PaperWidth, height: Int
  ) -> JSONValue {
    func paper(_ width: ChartTheme.PaperWidth) -> JSONValue {
      [
        "width": .integer(width.rawValue), "height": .integer(height),
        "autosize": ["type": "fit", "contains": "padding"],
      ]
    }
    let size = JSONValue.themed(
      page: [
        "width": "container", "height": .integer(pageHeight),
        "autosize": ["type": "fit-x", "contains": "padding"],
      ], column: paper(width), twoColumns: paper(.twoColumns))
    return size.merging(["config": chartConfiguration]).merging(body)
  }

  /// A specification as wide as it is high, for two axes of the same unit.
  /// - Parameters:
  ///   - pageSide: in pixels.
  ///   - paperSide: in points.
  package static func square(_ body: JSONValue, pageSide: Int, paperSide: Int) -> JSONValue {
    func size(_ side: Int) -> JSONValue {
      [
        "width": .integer(side), "height": .integer(side),
        "autosize": ["type": "fit", "contains": "padding"],
      ]
    }
    return JSONValue.onPage(size(pageSide), inPapers: size(paperSide))
      .merging(["config": chartConfiguration]).merging(body)
  }

  /// A specification of several panels in rows, for a paper of two columns.
  /// - Parameters:
  ///   - columns: panels in a row.
  ///   - panelSize: of a panel's plot without its axes, in points.
  package static func panels(
    _ bodies: [(title: String, body: JSONValue)], columns: Int,
    panelSize: (width: Int, height: Int)
  ) -> JSONValue {
    let plots = bodies.map { title, body -> JSONValue in
      let size: JSONValue = [
        "title": ["text": .string(title)], "width": .integer(panelSize.width),
        "height": .integer(panelSize.height),
      ]
      return size.merging(body)
    }
    return [
      "config": chartConfiguration.merging([
        "title": [
          "fontSize": fontSize, "fontWeight": "bold", "anchor": "start", "color": color(.ink),
          "offset": 6,
        ]
      ]),
      "concat": .array(plots), "columns": .integer(columns), "spacing": 14,
    ]
  }

  package static let chartConfiguration: JSONValue = [
    "background": .onPage("transparent", inPapers: ChartTheme.Role.surface.inPapers),
    "font": .onPage(
      "system-ui, -apple-system, 'Segoe UI', Roboto, 'Liberation Sans', sans-serif",
      inPapers: "Liberation Sans, Arial, Helvetica, sans-serif"),
    "padding": .onPage(2, inPapers: 4), "axis": axisConfiguration, "legend": legendConfiguration,
    "view": ["stroke": nil], "text": ["color": color(.ink), "fontSize": fontSize],
    "header": [
      "labelColor": color(.ink), "labelFontSize": fontSize, "titleColor": color(.ink),
      "titleFontSize": fontSize,
    ],
  ]

  private static let axisConfiguration: JSONValue = [
    "labelColor": color(.soft), "titleColor": color(.soft), "domainColor": color(.soft),
    "tickColor": color(.soft), "gridColor": color(.rule), "labelFontSize": fontSize,
    "titleFontSize": fontSize, "titleFontWeight": "normal", "labelPadding": 4,
    "titlePadding": 8, "gridWidth": .onPage(1, inPapers: 0.5),
  ]

  private static let legendConfiguration: JSONValue = [
    "labelColor": color(.ink), "labelFontSize": fontSize, "orient": "top", "title": nil,
    "symbolStrokeWidth": lineWidth, "symbolSize": pointSize, "labelLimit": 0, "offset": 6,
    "columnPadding": 16, "symbolOpacity": 1,
  ]
}
