/// A Vega-Lite chart with what belongs to it on the page and in a paper.
public struct Chart: Sendable {
  /// The figure's file name without an extension: "cross-age".
  public var name: String
  /// A short heading: "Accuracy across ages".
  public var title: String
  /// What is shown, what the error bars are, and n.
  public var caption: String
  /// What a person would see in it, for screen readers.
  public var summary: String
  /// The Vega-Lite specification, data included.
  public var spec: JSONValue
  /// The same numbers as a table.
  public var table: DataTable
  /// On the page, the images that stand side by side in place of `spec`; empty where it is one.
  public var panels: [Panel] = []
  /// Whether one column of a paper is too narrow for it.
  public var needsTwoColumns = false

  /// One of several images of a chart.
  public struct Panel: Sendable {
    public var title: String
    public var spec: JSONValue

    package init(title: String, spec: JSONValue) {
      self.title = title
      self.spec = spec
    }
  }

  package init(
    name: String, title: String, caption: String, summary: String, spec: JSONValue,
    table: DataTable, panels: [Panel] = [], needsTwoColumns: Bool = false
  ) {
    self.name = name
    self.title = title
    self.caption = caption
    self.summary = summary
    self.spec = spec
    self.table = table
    self.panels = panels
    self.needsTwoColumns = needsTwoColumns
  }
}

/// Where a chart is to be seen.
public enum ChartTheme: Sendable {
  /// The page: as wide as its place; colours are the page's own, so that dark mode and print
  /// change them without drawing again.
  case page
  /// A paper: sans serif 8 pt at final size, one column (85 mm) wide, or two (180 mm) where one
  /// is too narrow.
  case publication
  /// A paper, two columns wide.
  case widePublication
}

extension ChartTheme {
  /// A figure's width in a paper, in points.
  package enum PublicationWidth: Int {
    case oneColumn = 241
    case twoColumns = 510
  }

  package enum Role: String {
    case ink, soft, rule, infant, adult, age, surface
    /// Runs beside the first, which is drawn in ink: no model's colours.
    case secondRun = "second-run"
    case thirdRun = "third-run"
    case fourthRun = "fourth-run"
    /// Cells of a heat map, on which text stands: of what is no model's, and of each model's.
    case heat
    case infantHeat = "heat-infant"
    case adultHeat = "heat-adult"
  }

  package func color(_ role: Role) -> JSONValue {
    if self == .page { return .string("var(--\(role.rawValue))") }
    return switch role {
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

  /// A whole specification: a body with data, marks and encodings, and this theme's settings.
  /// - Parameters:
  ///   - width: the narrowest in a paper.
  ///   - height: of the figure in a paper, in points.
  package func spec(_ body: JSONValue, pageHeight: Int, width: PublicationWidth, height: Int)
    -> JSONValue
  {
    let size: JSONValue =
      switch self {
      case .page:
        [
          "width": "container", "height": .integer(pageHeight),
          "autosize": ["type": "fit-x", "contains": "padding"],
        ]
      case .publication, .widePublication:
        [
          "width": .integer(
            self == .widePublication ? PublicationWidth.twoColumns.rawValue : width.rawValue),
          "height": .integer(height), "autosize": ["type": "fit", "contains": "padding"],
        ]
      }
    return size.merging(["config": config]).merging(body)
  }

  /// A specification of several panels in rows, for a paper of two columns.
  /// - Parameters:
  ///   - columns: panels in a row.
  ///   - panelWidth: of a panel's plot without its axes, in points, like the height.
  package func spec(
    panels: [Chart.Panel], columns: Int, panelWidth: Int, panelHeight: Int
  ) -> JSONValue {
    let plots = panels.map { panel -> JSONValue in
      let size: JSONValue = [
        "title": ["text": .string(panel.title)], "width": .integer(panelWidth),
        "height": .integer(panelHeight),
      ]
      return size.merging(panel.spec)
    }
    return [
      "config": config.merging([
        "title": [
          "fontSize": fontSize, "fontWeight": "bold", "anchor": "start", "color": color(.ink),
          "offset": 6,
        ]
      ]),
      "concat": .array(plots), "columns": .integer(columns), "spacing": 14,
    ]
  }

  /// Sizes that differ between the page (pixels) and a paper (points).
  package var fontSize: JSONValue { self == .page ? 13 : 8 }
  package var pointSize: JSONValue { self == .page ? 80 : 22 }
  package var lineWidth: JSONValue { self == .page ? 2 : 1 }
  package var capSize: JSONValue { self == .page ? 9 : 5 }

  package var config: JSONValue {
    let font: JSONValue =
      self == .page
      ? "system-ui, -apple-system, 'Segoe UI', Roboto, 'Liberation Sans', sans-serif"
      : "Liberation Sans, Arial, Helvetica, sans-serif"
    let axis: JSONValue = [
      "labelColor": color(.soft), "titleColor": color(.soft), "domainColor": color(.soft),
      "tickColor": color(.soft), "gridColor": color(.rule), "labelFontSize": fontSize,
      "titleFontSize": fontSize, "titleFontWeight": "normal", "labelPadding": 4,
      "titlePadding": 8, "gridWidth": self == .page ? 1 : 0.5,
    ]
    let legend: JSONValue = [
      "labelColor": color(.ink), "labelFontSize": fontSize, "orient": "top", "title": nil,
      "symbolStrokeWidth": lineWidth, "symbolSize": pointSize, "labelLimit": 0, "offset": 6,
      "columnPadding": 16, "symbolOpacity": 1,
    ]
    return [
      "background": self == .page ? "transparent" : color(.surface), "font": font,
      "padding": self == .page ? 2 : 4, "axis": axis, "legend": legend, "view": ["stroke": nil],
      "text": ["color": color(.ink), "fontSize": fontSize],
      "header": [
        "labelColor": color(.ink), "labelFontSize": fontSize, "titleColor": color(.ink),
        "titleFontSize": fontSize,
      ],
    ]
  }
}
