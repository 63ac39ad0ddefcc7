import Foundation

/// A table with typed columns, which each format of export writes in its own way.
struct ResultsTable {
  struct Column {
    enum Cells {
      case text([String?])
      case number([Double?])
      /// Places among the labels, from 0.
      case category([Int?], labels: [String])
    }

    /// Letters, digits and underscores.
    let name: String
    /// What it is, with its unit.
    let meaning: String
    let cells: Cells

    var count: Int {
      switch cells {
      case .text(let cells): cells.count
      case .number(let cells): cells.count
      case .category(let cells, _): cells.count
      }
    }

    /// A cell as text; nil where it is empty.
    func text(_ row: Int) -> String? {
      switch cells {
      case .text(let cells): cells[row]
      case .number(let cells): cells[row].map { "\($0)" }
      case .category(let cells, let labels): cells[row].map { labels[$0] }
      }
    }

    func taking(_ rows: [Int]) -> Column {
      let taken: Cells =
        switch cells {
        case .text(let cells): .text(rows.map { cells[$0] })
        case .number(let cells): .number(rows.map { cells[$0] })
        case .category(let cells, let labels): .category(rows.map { cells[$0] }, labels: labels)
        }
      return Column(name: name, meaning: meaning, cells: taken)
    }
  }

  let columns: [Column]

  var rowCount: Int { columns.first?.count ?? 0 }

  /// Some of the rows, in this order.
  func taking(_ rows: [Int]) -> ResultsTable {
    ResultsTable(columns: columns.map { $0.taking(rows) })
  }

  /// Some of the columns.
  func without(_ names: Set<String>) -> ResultsTable {
    ResultsTable(columns: columns.filter { !names.contains($0.name) })
  }

  /// The rows as text.
  func rows(empty: String) -> [[String]] {
    (0..<rowCount).map { row in columns.map { $0.text(row) ?? empty } }
  }
}
