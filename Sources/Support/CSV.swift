import Foundation

/// Reads comma-separated values (RFC 4180): quoted fields, embedded line breaks, LF or CRLF, an
/// optional UTF-8 byte-order mark. Rows are parsed one at a time from the file's bytes.
///
/// The apostrophe that `CSVWriter` puts before formulas is taken off.
public struct CSVReader: Sendable {
  /// The file's name, for messages.
  public let name: String
  /// The column names of the first line.
  public var header: [String] { columns.names }
  private let columns: ColumnNames
  private let bytes: Data
  private let bodyStart: Int
  private let bodyLine: Int

  /// - Parameters:
  ///   - unnamedColumns: whether column names may be empty, as pandas' index columns are.
  ///   - columnsWithoutHeader: the columns of a file whose first line holds none of these names,
  ///     in any case, and is taken for a row; nil where the first line always names the columns.
  /// - Throws: `SmilestoneError` when the file is missing, empty, not UTF-8, divided by other marks
  ///   than commas, or when a column name is empty or appears twice.
  public init(
    contentsOf url: URL, unnamedColumns: Bool = false, columnsWithoutHeader: [String]? = nil
  ) throws {
    try self.init(
      InputFile.read(url, remedy: "Check that the file exists and is a CSV file."),
      name: url.path, unnamedColumns: unnamedColumns, columnsWithoutHeader: columnsWithoutHeader)
  }

  public init(
    _ data: Data, name: String, unnamedColumns: Bool = false, columnsWithoutHeader: [String]? = nil
  ) throws {
    self.name = name
    bytes = data
    var parser = Parser(name: name, position: 0, line: 1)
    if data.starts(with: [0xEF, 0xBB, 0xBF]) { parser.position = 3 }
    let start = parser
    var firstLine = try data.withUnsafeBytes { try parser.nextRow($0) } ?? []
    guard !firstLine.isEmpty, firstLine != [""] else {
      throw SmilestoneError.badInput(
        "\(name) is empty.", remedy: "Its first line must name the columns.")
    }
    try CSVReader.refuseOtherDividers(firstLine, name: name)
    let found = ColumnNames(firstLine)
    if let columns = columnsWithoutHeader, !columns.contains(where: found.contains) {
      (firstLine, parser) = (columns, start)
    }
    columns = ColumnNames(firstLine)
    var seen: Set<String> = []
    for column in firstLine where !(column.isEmpty && unnamedColumns) {
      guard !column.isEmpty, seen.insert(column).inserted else {
        throw SmilestoneError.badInput(
          "\(name), line 1: the column name “\(column)” is empty or appears twice.",
          remedy: "Give every column a name of its own.")
      }
    }
    bodyStart = parser.position
    bodyLine = parser.line
  }

  /// A first line without a comma that other marks divide is no single column.
  private static func refuseOtherDividers(_ firstLine: [String], name: String) throws {
    guard firstLine.count == 1, let line = firstLine.first else { return }
    for (mark, words) in [(Character(";"), "semicolons"), ("\t", "tabs")] {
      let names = line.split(separator: mark, omittingEmptySubsequences: false)
      guard names.count > 1, !names.contains("") else { continue }
      throw SmilestoneError.badInput(
        "\(name), line 1: the columns seem to be divided by \(words).",
        remedy: "Save the table with commas between its columns.")
    }
  }

  /// Calls `body` for each row below the header; blank lines are passed over.
  /// - Throws: what `body` throws, or `SmilestoneError` naming the line whose number of fields
  ///   differs from the header's or that is not UTF-8.
  public func forEachRow(_ body: (CSVRow) throws -> Void) throws {
    var parser = Parser(
      name: name, position: bodyStart, line: bodyLine, expectedFields: header.count)
    try bytes.withUnsafeBytes { buffer in
      while true {
        let line = parser.line
        guard let fields = try parser.nextRow(buffer) else { return }
        if fields == [""] { continue }
        guard fields.count == header.count else {
          throw SmilestoneError.badInput(
            "\(name), line \(line): \(fields.count) fields where the header names \(header.count).",
            remedy: "Quote fields that hold commas, and give every row all columns.")
        }
        try body(CSVRow(line: line, fields: fields))
      }
    }
  }

  /// The number of lines below the header, which is the number of rows where no field holds a line
  /// break.
  public var lineCount: Int {
    bytes.withUnsafeBytes { buffer in
      let body = buffer[min(bodyStart, buffer.count)...]
      let ends = body.reduce(0) { $0 + ($1 == UInt8(ascii: "\n") ? 1 : 0) }
      return ends + (body.isEmpty || body.last == UInt8(ascii: "\n") ? 0 : 1)
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
      header.filter { !keys.contains(ColumnNames.key($0)) }, among: known
    ).map { "\(name): columns not used: \($0)" }
  }

  /// Where a column stands in each row's fields.
  /// - Throws: `SmilestoneError` when the file has no such column, or several could be meant.
  public func requiredIndex(of column: String) throws -> Int {
    guard let index = try index(of: column) else {
      throw SmilestoneError.badInput(
        "\(name) has no column “\(column)”.",
        remedy: "Its columns are: \(header.joined(separator: ", ")).")
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

extension CSVReader {
  private struct Parser {
    let name: String
    var position: Int
    var line: Int
    /// The number of fields that rows are likely to have.
    var expectedFields = 0

    /// The next row's fields, or nil at the end.
    mutating func nextRow(_ buffer: UnsafeRawBufferPointer) throws -> [String]? {
      guard position < buffer.count else { return nil }
      let firstLine = line
      var fields: [String] = []
      fields.reserveCapacity(expectedFields)
      while true {
        fields.append(try nextField(buffer, rowLine: firstLine))
        guard position < buffer.count else { return fields }
        let separator = buffer[position]
        position += 1
        if separator == UInt8(ascii: ",") { continue }
        if separator == UInt8(ascii: "\r"), position < buffer.count,
          buffer[position] == UInt8(ascii: "\n")
        {
          position += 1
        }
        line += 1
        return fields
      }
    }

    /// Reads one field and stops at the comma or line end after it.
    private mutating func nextField(
      _ buffer: UnsafeRawBufferPointer, rowLine: Int
    ) throws -> String {
      if position < buffer.count, buffer[position] == UInt8(ascii: "\"") {
        return try quotedField(buffer, rowLine: rowLine)
      }
      let start = position
      while position < buffer.count, !isDelimiter(buffer[position]) { position += 1 }
      return try decode(buffer[start..<position], rowLine: rowLine)
    }

    private mutating func quotedField(
      _ buffer: UnsafeRawBufferPointer, rowLine: Int
    ) throws -> String {
      position += 1
      var content: [UInt8] = []
      while true {
        guard position < buffer.count else {
          throw SmilestoneError.badInput(
            "\(name), line \(rowLine): a quoted field is never closed.",
            remedy: "Add the missing quotation mark.")
        }
        let byte = buffer[position]
        position += 1
        if byte == UInt8(ascii: "\"") {
          guard position < buffer.count, buffer[position] == UInt8(ascii: "\"") else { break }
          position += 1
        } else if byte == UInt8(ascii: "\n") {
          line += 1
        }
        content.append(byte)
      }
      guard position >= buffer.count || isDelimiter(buffer[position]) else {
        throw SmilestoneError.badInput(
          "\(name), line \(rowLine): text follows a closing quotation mark.",
          remedy: "Double the quotation marks inside a quoted field.")
      }
      return try content.withUnsafeBytes { try decode($0[...], rowLine: rowLine) }
    }

    private func isDelimiter(_ byte: UInt8) -> Bool {
      byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
    }

    private func decode(
      _ bytes: Slice<UnsafeRawBufferPointer>, rowLine: Int
    ) throws -> String {
      let content = bytes.dropFirst(FormulaGuard.length(in: bytes))
      let characters = UnsafeRawBufferPointer(rebasing: content).assumingMemoryBound(to: UInt8.self)
      guard let text = String(validating: characters, as: UTF8.self) else {
        throw SmilestoneError.badInput(
          "\(name), line \(rowLine): the text is not UTF-8.", remedy: "Save the file as UTF-8.")
      }
      return text
    }
  }
}
