import Exploration
import Faces
import Foundation
import Presentation
import Support

/// Writes what was found in a data set: the page, the numbers as JSON, and tables.
public struct ExploreFolder: Sendable {
  private let url: URL

  public init(_ url: URL) { self.url = url }

  /// Writes `explore.html`, `explore.json`, `skipped.csv` where images were left out, and below
  /// `tables/` a CSV for counts, duplicates, findings and every chart.
  /// - Throws: `SmilestoneError` when a file cannot be written or the chart library is missing.
  public func write(_ input: ExploreInput, explored: ExploredFaces) throws {
    let tables = url.appendingPathComponent("tables")
    try AtomicFile.createFolder(tables)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    try AtomicFile.write(encoder.encode(input.summary), to: file("explore.json"))
    for chart in ExploreCharts.charts(for: input.summary) {
      try AtomicFile.write(
        chart.table.csv, to: tables.appendingPathComponent("\(chart.name).csv"))
    }
    for table in input.summary.crossTables {
      let name = "\(table.rowLabel)-by-\(table.columnLabel)".replacing(" ", with: "-")
      try AtomicFile.write(
        ExploreCharts.dataTable(table).csv, to: tables.appendingPathComponent("\(name).csv"))
    }
    try AtomicFile.write(
      counts(input.summary).csv, to: tables.appendingPathComponent("counts.csv"))
    try AtomicFile.write(
      findings(input.summary).csv, to: tables.appendingPathComponent("findings.csv"))
    try AtomicFile.write(
      duplicates(explored).csv, to: tables.appendingPathComponent("duplicates.csv"))
    if !explored.skipped.isEmpty {
      try SkippedImage.write(explored.skipped, to: file("skipped.csv"))
    }
    try AtomicFile.write(
      ExplorePage.html(input, bundle: VegaBundle.locate()), to: file("explore.html"))
  }

  private func file(_ name: String) -> URL { url.appendingPathComponent(name) }

  private func counts(_ summary: ExplorationSummary) -> DataTable {
    func cell(_ text: String?) -> DataTable.Cell { text.map { .text($0) } ?? .missing }
    return DataTable(
      columns: ["source", "split", "age_group", "emotion", "faces"],
      rows: summary.counts.map { count in
        [
          cell(count.source), cell(count.split?.rawValue), cell(count.ageGroup?.rawValue),
          cell(count.emotion?.rawValue), .count(count.faces),
        ]
      })
  }

  private func findings(_ summary: ExplorationSummary) -> DataTable {
    DataTable(
      columns: ["id", "flagged", "finding"],
      rows: summary.audit.findings.map { [.text($0.id), .text("\($0.isFlagged)"), .text($0.text)] })
  }

  private func duplicates(_ explored: ExploredFaces) -> DataTable {
    DataTable(
      columns: ["duplicate_cluster", "image", "emotion"],
      rows: explored.duplicates.members.flatMap { cluster in
        cluster.map { face in
          [
            .text(explored.duplicates.names[face] ?? ""), .text(explored.records[face].image),
            explored.records[face].emotion.map { .text($0.rawValue) } ?? .missing,
          ]
        }
      })
  }
}
