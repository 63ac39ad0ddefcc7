import Foundation
import Support

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
