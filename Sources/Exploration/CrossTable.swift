import Statistics

/// How many faces have each combination of two labels.
public struct CrossTable: Codable, Sendable, Equatable {
  /// "emotion", "source".
  public var rowLabel: String
  public var columnLabel: String
  /// Rows that have faces; in the labels' own order.
  public var rows: [String]
  public var columns: [String]
  /// [row][column].
  public var counts: [[Int]]
  /// nil with fewer than two rows or columns.
  public var association: Association?

  /// - Parameters:
  ///   - faces: The two labels of each face, nil where unknown.
  ///   - rowOrder: The order of the rows; other values follow, sorted.
  ///   - effectiveSize: As in `cramersV`.
  init(
    _ rowLabel: String, by columnLabel: String, faces: [(row: String?, column: String?)],
    rowOrder: [String], columnOrder: [String], effectiveSize: Double?
  ) throws {
    var counts: [String: [String: Int]] = [:]
    var columnTotals: [String: Int] = [:]
    for face in faces {
      guard let row = face.row, let column = face.column else { continue }
      counts[row, default: [:]][column, default: 0] += 1
      columnTotals[column, default: 0] += 1
    }
    let rows = CrossTable.ordered(Set(counts.keys), by: rowOrder)
    let columns = CrossTable.ordered(Set(columnTotals.keys), by: columnOrder)
    let table = rows.map { row in columns.map { counts[row]?[$0] ?? 0 } }
    self.rowLabel = rowLabel
    self.columnLabel = columnLabel
    self.rows = rows
    self.columns = columns
    self.counts = table
    association = try cramersV(table, effectiveSize: effectiveSize)
  }

  private static func ordered(_ values: Set<String>, by order: [String]) -> [String] {
    let known = order.filter(values.contains)
    return known + values.subtracting(known).sorted()
  }
}
