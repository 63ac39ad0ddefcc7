/// What there is to know of one column of a table that the program writes or reads.
public struct ColumnDescription: Sendable {
  public let name: String
  /// What its cells hold, for tables: "years", "0 to 1", "`train`, `validation`, `test`".
  public let values: String
  /// What it is; Markdown.
  public let meaning: String

  public init(_ name: String, _ values: String, _ meaning: String) {
    self.name = name
    self.values = values
    self.meaning = meaning
  }
}

/// The version of a table's format, which is a column of its own: the same cell in every row.
public struct FormatColumn: Sendable {
  public let name: String
  /// The version that this program writes.
  public let current: Int

  public init(_ name: String, current: Int) {
    self.name = name
    self.current = current
  }

  public var cell: String { "\(current)" }

  public var description: ColumnDescription {
    ColumnDescription(
      name, cell,
      "the version of this format; a newer one is refused, and a table without it is taken")
  }

  /// - Parameter reader: its rows are not read here; `require` looks at each.
  public func position(in reader: CSVReader) throws -> Int? { try reader.index(of: name) }

  /// Refuses a row of a newer format.
  /// - Throws: `SmilestoneError.badInput` that names the line.
  public func require(_ row: CSVRow, at position: Int?, in name: String) throws {
    guard let position else { return }
    let cell = Cell.trimmed(row.fields[position])
    guard !cell.isEmpty else { return }
    guard let version = Int(cell), version > 0 else {
      throw SmilestoneError.badInput(
        "\(name), line \(row.line): “\(cell)” in the column \(self.name) is no version.",
        remedy: "Write \(current), or leave the column out.")
    }
    guard version <= current else {
      throw SmilestoneError.badInput(
        "\(name), line \(row.line): the table has format \(version); this program reads formats up "
          + "to \(current).", remedy: "Use a newer Smilestone.")
    }
  }
}
