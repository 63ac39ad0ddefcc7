/// A table in Markdown.
package enum MarkdownTable {
  package static func row(_ cells: [String]) -> String {
    "| \(cells.joined(separator: " | ")) |"
  }

  /// - Parameter rows: as many cells each as there are titles.
  package static func text(_ titles: [String], _ rows: [[String]]) -> String {
    ([row(titles), "|\(String(repeating: "---|", count: titles.count))"] + rows.map(row))
      .joined(separator: "\n")
  }
}
