/// How much larger Pearson's chi-squared statistic of two labels is on average than for as many
/// independent faces, where the labels are independent of each other and faces come in clusters: the
/// first-order correction of Rao & Scott (1984, doi 10.1214/aos/1176346391).
///
/// The statistic's expectation is the sum over cells of the variance of (observed − expected) over the
/// expected count. The variance is estimated from the clusters: each adds its faces' residuals
/// 1(i, j) − p_i 1(j) − p_j 1(i) + p_i p_j, centred to the sample's. Where labels vary freely within
/// clusters the effect is about 1, also in large clusters; where all faces of a cluster are alike it is
/// about their number; where the faces of a cluster avoid being alike it is below 1.
/// - Parameters:
///   - rows: Each face's row, from 0.
///   - columns: Each face's column, from 0.
///   - clusters: Each face's cluster.
/// - Returns: 1 where every face is a cluster of its own; nil for fewer than two clusters, rows or
///   columns, or where the residuals do not vary.
public func independenceDesignEffect(rows: [Int], columns: [Int], clusters: [Int]) -> Double? {
  precondition(
    rows.count == columns.count && rows.count == clusters.count, "every face needs all three")
  guard let lastRow = rows.max(), let lastColumn = columns.max() else { return nil }
  let width = lastColumn + 1
  let count = Double(rows.count)
  var rowShares = [Double](repeating: 0, count: lastRow + 1)
  var columnShares = [Double](repeating: 0, count: width)
  var cells = [Double](repeating: 0, count: rowShares.count * width)
  for (row, column) in zip(rows, columns) {
    rowShares[row] += 1 / count
    columnShares[column] += 1 / count
    cells[row * width + column] += 1
  }
  let usedRows = rowShares.indices.filter { rowShares[$0] > 0 }
  let usedColumns = columnShares.indices.filter { columnShares[$0] > 0 }
  guard usedRows.count > 1, usedColumns.count > 1 else { return nil }
  let order = rows.indices.sorted { (clusters[$0], $0) < (clusters[$1], $1) }
  var clusterCount = 0
  var variance = 0.0
  var start = 0
  var ofRow = [Double](repeating: 0, count: rowShares.count)
  var ofColumn = [Double](repeating: 0, count: width)
  var ofCell = [Double](repeating: 0, count: cells.count)
  while start < order.count {
    let end =
      order[start...].firstIndex { clusters[$0] != clusters[order[start]] } ?? order.count
    let faces = order[start..<end]
    for face in faces {
      ofRow[rows[face]] += 1
      ofColumn[columns[face]] += 1
      ofCell[rows[face] * width + columns[face]] += 1
    }
    let size = Double(faces.count)
    for row in usedRows {
      for column in usedColumns {
        let expected = rowShares[row] * columnShares[column]
        let residual =
          ofCell[row * width + column] - rowShares[row] * ofColumn[column]
          - columnShares[column] * ofRow[row] + size * expected
        let centre = size * (cells[row * width + column] / count - expected)
        variance += (residual - centre) * (residual - centre) / (count * expected)
      }
    }
    for face in faces {
      ofRow[rows[face]] = 0
      ofColumn[columns[face]] = 0
      ofCell[rows[face] * width + columns[face]] = 0
    }
    clusterCount += 1
    start = end
  }
  if clusterCount == rows.count { return 1 }
  let freedom = Double((usedRows.count - 1) * (usedColumns.count - 1))
  // Residuals that vanish leave their rounding errors.
  guard clusterCount > 1, variance > 1e-9 * freedom else { return nil }
  return variance * Double(clusterCount) / Double(clusterCount - 1) / freedom
}
