import Foundation

/// How a table is divided, and where its rows begin.
struct CSVStart {
  /// The titles of the columns, without empty ones at the end.
  let header: [String]
  /// Where reading continues behind the titles.
  var body: CSVParser

  private static let comma = UInt8(ascii: ",")
  private static let bar = UInt8(ascii: "|")
  private static let separators = [
    comma, UInt8(ascii: ";"), UInt8(ascii: "\t"), bar,
  ]
  /// Further lines above the titles are not looked at.
  private static let mostLinesAbove = 20

  /// - Parameter expected: titles that the table may have, the one that it must have first. The first
  ///   line that has that one, divided by one of the separators, holds the titles, and else the
  ///   first line of all.
  init(_ bytes: UnsafeRawBufferPointer, name: String, expected: [String]) throws {
    let told = CSVStart.toldSeparator(bytes)
    let starts = (told.map { [$0.separator] } ?? CSVStart.separators).map { separator in
      CSVParser(
        name: name, separator: separator, position: told?.length ?? 0,
        line: told == nil ? 1 : 2)
    }
    let known = Set(expected.map(ColumnNames.key))
    let titled = starts.compactMap { start in
      CSVStart.titles(start, in: bytes, expected: expected, known: known)
    }
    // Of equally good ones the first: commas.
    var best: Titles?
    for titles in titled where titles.isBetter(than: best) { best = titles }
    if let best {
      self.init(best.row, best.behind)
      return
    }
    // A name may hold a bar; it divides only what is known.
    for start in starts.dropFirst() where start.separator != CSVStart.bar {
      var parser = start
      guard try CSVStart.divides(start.separator, theOnlyColumnOf: starts[0], in: bytes),
        let row = try? parser.nextRow(bytes), row.count > 1
      else { continue }
      self.init(row, parser)
      return
    }
    var parser = starts[0]
    var row = try parser.nextRow(bytes) ?? []
    while !row.isEmpty, row.allSatisfy({ Cell.trimmed($0).isEmpty }) {
      row = try parser.nextRow(bytes) ?? []
    }
    self.init(row, parser)
  }

  private init(_ row: [String], _ behind: CSVParser) {
    let length = row.lastIndex { !Cell.trimmed($0).isEmpty }.map { $0 + 1 } ?? 0
    header = Array(row.prefix(length))
    var behind = behind
    behind.expectedFields = length
    body = behind
  }

  private struct Titles {
    let row: [String]
    let behind: CSVParser
    /// How many of the titles are expected ones.
    let knownCount: Int

    func isBetter(than other: Titles?) -> Bool { knownCount > other?.knownCount ?? 0 }
  }

  /// The first line that has the title that must be there; nil where none has.
  private static func titles(
    _ start: CSVParser, in bytes: UnsafeRawBufferPointer, expected: [String], known: Set<String>
  ) -> Titles? {
    guard let wanted = expected.first.map(ColumnNames.key) else { return nil }
    var parser = start
    for _ in 0...mostLinesAbove {
      guard let row = try? parser.nextRow(bytes) else { return nil }
      let keys = row.map(ColumnNames.key)
      if keys.contains(wanted) {
        return Titles(row: row, behind: parser, knownCount: keys.count(where: known.contains))
      }
    }
    return nil
  }

  /// Whether a first line without commas holds several titles divided by another mark.
  private static func divides(
    _ separator: UInt8, theOnlyColumnOf start: CSVParser, in bytes: UnsafeRawBufferPointer
  ) throws -> Bool {
    var parser = start
    guard let row = try parser.nextRow(bytes), row.count == 1, let line = row.first else {
      return false
    }
    let titles = line.utf8.split(separator: separator, omittingEmptySubsequences: false)
    return titles.count > 1 && !titles.dropLast().contains { $0.isEmpty }
  }

  /// A first line “sep=;”, by which spreadsheets are told; with its length in bytes.
  private static func toldSeparator(
    _ bytes: UnsafeRawBufferPointer
  ) -> (separator: UInt8, length: Int)? {
    let line = bytes.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
    let text = String(decoding: line.prefix(8), as: UTF8.self).lowercased()
    guard line.count == 5, text.hasPrefix("sep="), let separator = line.last else { return nil }
    let rest = bytes.dropFirst(line.count).prefix(2)
    return (separator, line.count + (rest.elementsEqual("\r\n".utf8) ? 2 : min(1, rest.count)))
  }
}
