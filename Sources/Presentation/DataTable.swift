import Statistics
import Support

/// The numbers behind a chart: a table on the page, a CSV file beside the figure.
public struct DataTable: Sendable, Equatable {
  public enum Cell: Sendable, Equatable {
    case text(String)
    case count(Int)
    /// A proportion from 0 to 1: a percentage on the page, the proportion in the file.
    case share(Double)
    /// A difference of two proportions: points on the page, the difference in the file.
    case points(Double)
    /// "< 0.001" on the page where it is smaller.
    case pValue(Double)
    /// The smallest p-value that a test's simulations could give: "≤ 0.005" on the page.
    case pValueAtMost(Double)
    case number(Double, decimals: Int)
    /// Undefined: a dash on the page, an empty field in the file.
    case missing
  }

  public let columns: [String]
  /// With a cell for every column.
  public let rows: [[Cell]]

  /// - Parameter rows: what a row lacks is missing, what goes beyond the columns is left away.
  public init(columns: [String], rows: [[Cell]]) {
    self.columns = columns
    self.rows = rows.map { row in
      row.prefix(columns.count)
        + Array(repeating: .missing, count: max(0, columns.count - row.count))
    }
  }

  /// Comma-separated text with unrounded numbers.
  public var csv: String {
    var writer = CSVWriter(header: columns)
    for row in rows { writer.append(row.map(\.csvText)) }
    return writer.text
  }

  /// The table; its first column heads the rows.
  package func html(caption: String) -> HTML {
    let heads = columns.enumerated().map { index, column -> HTML in
      "<th scope=\"col\"\(index == 0 ? "" : numericClass(index))>\(column)</th>"
    }
    return """
      <div class="scroll" tabindex="0" role="region" aria-label="\(caption)">
      <table><caption>\(caption)</caption>
      <thead><tr>\(heads)</tr></thead>
      <tbody>\(rows.map(rowHTML))</tbody></table></div>
      """
  }

  private func rowHTML(_ row: [Cell]) -> HTML {
    let cells: [HTML] = row.enumerated().map { index, cell in
      if index == 0 { return "<th scope=\"row\">\(cell.html)</th>" }
      return "<td\(numericClass(index))>\(cell.html)</td>"
    }
    return "<tr>\(cells)</tr>"
  }

  /// Numbers stand flush right, together with their column's head.
  private func numericClass(_ column: Int) -> HTML {
    rows.contains { $0[column].isNumber } ? " class=\"n\"" : ""
  }
}

extension DataTable.Cell {
  package static func share(_ value: Double?) -> DataTable.Cell {
    value.map { .share($0) } ?? .missing
  }

  package static func points(_ value: Double?) -> DataTable.Cell {
    value.map { .points($0) } ?? .missing
  }

  package static func pValue(_ value: Double?, isUpperBound: Bool? = nil) -> DataTable.Cell {
    value.map { isUpperBound == true && $0 < 1 ? .pValueAtMost($0) : .pValue($0) } ?? .missing
  }

  package static func pValue(_ test: TestResult?) -> DataTable.Cell {
    pValue(test?.pValue, isUpperBound: test?.pValueIsUpperBound)
  }

  package static func number(_ value: Double?, decimals: Int) -> DataTable.Cell {
    value.map { .number($0, decimals: decimals) } ?? .missing
  }

  package static func count(_ value: Int?) -> DataTable.Cell {
    value.map { .count($0) } ?? .missing
  }

  package var isNumber: Bool {
    switch self {
    case .count, .share, .points, .pValue, .pValueAtMost, .number: true
    case .text, .missing: false
    }
  }

  package var html: HTML {
    switch self {
    case .text(let text): HTML.data(text)
    case .count(let value): "\(Format.count(value))"
    case .share(let value): "\(Format.share(value))"
    case .points(let value): "\(Format.signedPoints(value))"
    case .pValue(let value): value < 0.001 ? "< 0.001" : "\(Format.number(value, decimals: 3))"
    case .pValueAtMost(let value):
      value < 0.001 ? "< 0.001" : "≤ \(Format.smallestPValue(value))"
    case .number(let value, let decimals): "\(Format.number(value, decimals: decimals))"
    case .missing: "\(Format.missing)"
    }
  }

  package var csvText: String {
    switch self {
    case .text(let text): text
    case .count(let value): "\(value)"
    case .share(let value), .points(let value), .pValue(let value), .pValueAtMost(let value),
      .number(let value, _):
      value.isFinite ? "\(value)" : ""
    case .missing: ""
    }
  }
}
