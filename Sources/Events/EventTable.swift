import Foundation
import Support

/// The program's own table of events: `events.csv`.
public enum EventTable {
  public static let columns = [
    "video", "subject", "session", "coder", "variable", "code", "onset", "offset",
  ]

  /// What the columns hold.
  public static let descriptions = [
    ColumnDescription("video", "file name", "the recording"),
    ColumnDescription("subject", "text", "who was coded"),
    ColumnDescription("session", "text", "the visit or session"),
    ColumnDescription("coder", "text", "who coded it, or the model"),
    ColumnDescription("variable", "text", "what is coded: a tier, a column or a category"),
    ColumnDescription("code", "text", "what was seen"),
    ColumnDescription("onset", "seconds", "when it begins, from the recording's start"),
    ColumnDescription("offset", "seconds", "when it ends; the onset for a point event"),
  ]

  static func text(_ events: [CodedEvent]) -> String {
    var writer = CSVWriter(header: columns)
    for event in events {
      writer.append([
        event.video, event.subject ?? "", event.session ?? "", event.coder ?? "", event.variable,
        event.code, EventTime.text(event.onset), EventTime.text(event.offset),
      ])
    }
    return writer.text
  }

  static func read(_ url: URL) throws -> EventList {
    let reader = try CSVReader(contentsOf: url, expected: ["code", "onset", "offset"] + columns)
    let cells = try EventCells(reader, required: ["code", "onset", "offset"])
    var list = EventList()
    try cells.forEachRow { row, place in
      list.add(
        CodedEvent(
          video: row["video"] ?? "", subject: row["subject"], session: row["session"],
          coder: row["coder"], variable: row["variable"] ?? "", code: row["code"] ?? "",
          onset: try cells.seconds(row["onset"]), offset: try cells.seconds(row["offset"])),
        at: place)
    } refused: {
      list.leaveOut($0, $1)
    }
    return list
  }
}

/// The rows of a table of events, by the names of its columns.
struct EventCells {
  private let reader: CSVReader
  private let positions: [(name: String, index: Int)]

  init(_ reader: CSVReader, required: [String]) throws {
    self.reader = reader
    for column in required { _ = try reader.requiredIndex(of: column) }
    positions = reader.header.enumerated().filter { !$0.element.isEmpty }.map {
      (name: Cell.trimmed($0.element).lowercased(), index: $0.offset)
    }
  }

  /// - Parameters:
  ///   - body: gets the cells that are not blank by their columns' names in lower case, and the row's place. An
  ///     `UnusableCell` that it throws leaves the row out.
  ///   - refused: gets the place of a row that is left out, and why.
  func forEachRow(
    _ body: ([String: String], String) throws -> Void, refused: (String, String) throws -> Void
  ) throws {
    let name = URL(fileURLWithPath: reader.name).lastPathComponent
    try reader.forEachUsableRow(ragged: { try refused("\(name), line \($0)", $1) }) { row in
      var cells: [String: String] = [:]
      for (column, index) in positions {
        let cell = Cell.trimmed(row.fields[index])
        if !cell.isEmpty, cell != "n/a", cell != "NA" { cells[column] = cell }
      }
      let place = "\(name), line \(row.line)"
      do { try body(cells, place) } catch let cell as UnusableCell {
        try refused(place, cell.reason)
      }
    }
  }

  func seconds(_ cell: String?) throws -> Double {
    guard let cell else { throw UnusableCell(reason: "a time is missing") }
    let text = reader.allowsDecimalComma ? cell.replacing(",", with: ".") : cell
    guard let seconds = Double(text), seconds.isFinite else {
      throw UnusableCell(reason: "“\(cell)” is no time in seconds")
    }
    return seconds
  }
}

/// Why a row is left out, one clause.
struct UnusableCell: Error {
  let reason: String
}
