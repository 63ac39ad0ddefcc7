import Foundation

/// Reads tables of text: fields divided by commas, semicolons, tabs or bars and quoted as in RFC 4180, with
/// LF or CRLF, in UTF-8, UTF-16 or UTF-32; and objects in JSON, which are rows. Rows are parsed one at a time.
///
/// What spreadsheets leave behind does no harm: a byte-order mark, a line “sep=;”, lines above the
/// titles, empty cells at the ends of rows, rows of empty cells. The apostrophe that `CSVWriter` puts
/// before formulas is taken off.
public struct CSVReader: Sendable {
  /// The file's name, for messages.
  public let name: String
  /// The titles of the columns; "" for a column without one.
  public var header: [String] { columns.names }
  private let columns: ColumnNames
  private let bytes: Data
  private let body: CSVParser

  /// - Parameters:
  ///   - expected: titles that the table may have, the one that it must have first. By them its
  ///     separator is found, and the line of titles where others stand above it.
  ///   - columnsWithoutHeader: the columns of a file whose first line holds none of these names,
  ///     in any case, and is taken for a row; nil where the first line always names the columns.
  ///   - encoding: nil for UTF-8, or what a byte-order mark says.
  /// - Throws: `SmilestoneError` when the file is missing, empty, no text of that encoding, or a file of
  ///   another program, which is named; or when two columns have one title that is expected. Others of one
  ///   title get numbers: “notes”, “notes.2”.
  public init(
    contentsOf url: URL, expected: [String] = [], columnsWithoutHeader: [String]? = nil,
    encoding: TextEncoding? = nil
  ) throws {
    try self.init(
      InputFile.read(url, remedy: "Check that the file exists and is a CSV file."),
      name: url.path, expected: expected, columnsWithoutHeader: columnsWithoutHeader,
      encoding: encoding)
  }

  public init(
    _ data: Data, name: String, expected: [String] = [], columnsWithoutHeader: [String]? = nil,
    encoding: TextEncoding? = nil
  ) throws {
    self.name = name
    let rows = try JSONRows(data, name: name)
    if rows == nil, let foreign = ForeignTable.named(data) {
      throw SmilestoneError.badInput(
        "\(name) is \(foreign.what), not a CSV table.", remedy: foreign.remedy)
    }
    guard let text = rows?.csv ?? TextEncoding.utf8(data, encoding: encoding) else {
      throw SmilestoneError.badInput(
        "\(name) is not in the encoding \((encoding ?? .utf16).rawValue).",
        remedy: "Save it as UTF-8 (in Excel “CSV UTF-8”).")
    }
    bytes = text
    var start = try text.withUnsafeBytes { try CSVStart($0, name: name, expected: expected) }
    // Objects have no line of titles above them.
    if rows != nil { start.body.line -= 1 }
    guard !start.header.isEmpty else {
      throw SmilestoneError.badInput(
        "\(name) is empty.", remedy: "Its first line must name the columns.")
    }
    let found = ColumnNames(start.header)
    if let columns = columnsWithoutHeader, !columns.contains(where: found.contains) {
      self.columns = ColumnNames(columns)
      body = CSVParser(
        name: name, separator: start.body.separator, position: 0, line: 1,
        expectedFields: columns.count)
      return
    }
    body = start.body
    let known = Set(expected.map(ColumnNames.key))
    columns = ColumnNames(
      try CSVReader.numbered(start.header) { column in
        guard !known.isEmpty, !known.contains(ColumnNames.key(column)) else {
          throw SmilestoneError.badInput(
            "\(name), line \(start.body.line - 1): the column name “\(column)” appears twice.",
            remedy: "Give every column a name of its own.")
        }
      })
  }

  /// Titles of which none stands twice.
  /// - Parameter check: is told of each that does.
  private static func numbered(
    _ titles: [String], _ check: (String) throws -> Void
  ) rethrows -> [String] {
    var seen: Set<String> = []
    return try titles.map { title in
      guard !title.isEmpty, !seen.insert(title).inserted else { return title }
      try check(title)
      var number = 2
      while titles.contains("\(title).\(number)") || seen.contains("\(title).\(number)") {
        number += 1
      }
      seen.insert("\(title).\(number)")
      return "\(title).\(number)"
    }
  }

  /// Whether numbers may have a decimal comma: it then divides no cells.
  public var allowsDecimalComma: Bool { body.separator != UInt8(ascii: ",") }

  /// Calls `body` for each row below the header; rows of empty cells are passed over, and empty cells
  /// beyond the last column.
  /// - Throws: what `body` throws, or `SmilestoneError` naming the line that is not UTF-8, or whose number
  ///   of fields differs from the header's.
  public func forEachRow(_ body: (CSVRow) throws -> Void) throws {
    try forEachUsableRow(
      ragged: { line, reason in
        throw SmilestoneError.badInput(
          "\(name), line \(line): \(reason).",
          remedy: "Quote fields that hold commas, and give every row all columns.")
      }, body)
  }

  /// The same, continuing where a row has too few or too many fields.
  /// - Parameter ragged: is told of such a row, and why it cannot be used.
  public func forEachUsableRow(
    ragged: (_ line: Int, _ reason: String) throws -> Void, _ body: (CSVRow) throws -> Void
  ) throws {
    let columnCount = header.count
    var parser = self.body
    try bytes.withUnsafeBytes { buffer in
      while true {
        let line = parser.line
        guard var fields = try parser.nextRow(buffer) else { return }
        if fields.allSatisfy({ Cell.trimmed($0).isEmpty }) { continue }
        while fields.count > columnCount, fields.last.map(Cell.trimmed) == "" {
          fields.removeLast()
        }
        if fields.count == columnCount {
          try body(CSVRow(line: line, fields: fields))
          continue
        }
        try ragged(line, "\(fields.count) fields where the header names \(columnCount)")
      }
    }
  }

  /// The number of lines below the header, which is the number of rows where no field holds a line
  /// break.
  public var lineCount: Int {
    bytes.withUnsafeBytes { buffer in
      let rows = buffer[min(body.position, buffer.count)...]
      let ends = rows.reduce(0) { $0 + ($1 == UInt8(ascii: "\n") ? 1 : 0) }
      return ends + (rows.isEmpty || rows.last == UInt8(ascii: "\n") ? 0 : 1)
    }
  }

  /// Where a column stands in each row's fields; nil where the file has no such column. Blanks
  /// around its name and case do not count where no column has exactly this name.
  /// - Throws: `SmilestoneError` when several columns could be meant.
  public func index(of column: String) throws -> Int? {
    do {
      return try columns.index(of: column)
    } catch {
      throw SmilestoneError.badInput(
        "\(name) has several columns that could be “\(column)”: "
          + "“\(error.matches.joined(separator: "”, “"))”.",
        remedy: "Call one of them exactly “\(column)”, and rename the others.")
    }
  }

  /// The file's columns beyond the ones that its reader knows, for people; nil where there are none.
  public func unusedColumnsInWords(beyond known: [String]) -> String? {
    let keys = Set(known.map(ColumnNames.key))
    return Misspelling.inWords(
      header.filter { !$0.isEmpty && !keys.contains(ColumnNames.key($0)) }, among: known
    ).map { "\(name): columns not used: \($0)" }
  }

  /// Where a column stands in each row's fields.
  /// - Throws: `SmilestoneError` when the file has no such column, or several could be meant.
  public func requiredIndex(of column: String) throws -> Int {
    guard let index = try index(of: column) else {
      throw SmilestoneError.badInput(
        "\(name) has no column “\(column)”.",
        remedy: "Its columns are: \(header.filter { !$0.isEmpty }.joined(separator: ", ")).")
    }
    return index
  }
}

/// One row: its first line's number in the file, and its fields.
public struct CSVRow: Sendable, Equatable {
  public let line: Int
  public let fields: [String]

  /// The row with no blanks around its cells.
  public var trimmed: CSVRow { CSVRow(line: line, fields: fields.map(Cell.trimmed)) }
}
