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
  ///   - clusters: The cluster of each face.
  init(
    _ rowLabel: String, by columnLabel: String, faces: [(row: String?, column: String?)],
    rowOrder: [String], columnOrder: [String], clusters: [Int]
  ) throws {
    let known = faces.indices.compactMap { face in
      faces[face].row.flatMap { row in
        faces[face].column.map { (row: row, column: $0, cluster: clusters[face]) }
      }
    }
    let rows = CrossTable.ordered(Set(known.map(\.row)), by: rowOrder)
    let columns = CrossTable.ordered(Set(known.map(\.column)), by: columnOrder)
    let rowOf = Dictionary(uniqueKeysWithValues: zip(rows, rows.indices))
    let columnOf = Dictionary(uniqueKeysWithValues: zip(columns, columns.indices))
    let places = known.map { (row: rowOf[$0.row] ?? 0, column: columnOf[$0.column] ?? 0) }
    var counts = rows.map { _ in columns.map { _ in 0 } }
    for place in places { counts[place.row][place.column] += 1 }
    self.rowLabel = rowLabel
    self.columnLabel = columnLabel
    self.rows = rows
    self.columns = columns
    self.counts = counts
    association = try cramersV(
      rows: places.map(\.row), columns: places.map(\.column), clusters: known.map(\.cluster))
  }

  private static func ordered(_ values: Set<String>, by order: [String]) -> [String] {
    let known = order.filter(values.contains)
    return known + values.subtracting(known).sorted()
  }
}
