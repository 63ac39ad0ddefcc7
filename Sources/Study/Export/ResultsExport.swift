import Analysis
import Faces
import Foundation
import Support

/// Writes what a run predicted and found for programs of statistics, with an R script that computes the
/// main results again.
public struct ResultsExport {
  public enum Format: String, Sendable, CaseIterable {
    /// Text, for R, Python and spreadsheets.
    case csv
    /// A folder of the Brain Imaging Data Structure.
    case bids
    /// Apache Parquet, beside the text.
    case parquet
    /// SPSS's system file, beside the text.
    case sav
  }

  private let run: RunFolder
  private let folder: URL

  /// - Parameter folder: where it goes; it must be empty, or not be there.
  public init(of run: RunFolder, in folder: URL) {
    (self.run, self.folder) = (run, folder)
  }

  /// - Returns: how many rows the table has, one for each face and model.
  /// - Throws: `SmilestoneError` where the run has no predictions, or the folder holds something.
  public func write(_ format: Format) throws -> Int {
    let entries = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    // The command that writes here has a lock of its own in the folder.
    guard entries.allSatisfy({ $0.hasPrefix(".") }) else {
      throw SmilestoneError.usage(
        "\(folder.path) is not empty.", remedy: "Name a new folder for the export.")
    }
    guard run.predictions.exists, run.metrics.exists else {
      throw SmilestoneError.badInput(
        "\(run.url.path) has no predictions with their metrics.",
        remedy: "Name a folder that `smilestone study` or `smilestone evaluate` wrote.")
    }
    let predictions = try PredictionTable(contentsOf: run.predictions)
    let metrics = try Metrics(contentsOf: run.metrics)
    let table = ResultsTable(
      predictions, manifest: run.manifest.exists ? try Manifest(contentsOf: run.manifest) : nil)
    let date =
      try FileManager.default.attributesOfItem(atPath: run.predictions.path)[.modificationDate]
      as? Date ?? Date(timeIntervalSince1970: 0)
    try AtomicFile.createFolder(folder)
    var code = folder
    switch format {
    case .csv: try writeText(table)
    case .parquet:
      try writeText(table)
      try AtomicFile.write(ParquetFile.data(table), to: file("predictions.parquet"))
    case .sav:
      try writeText(table)
      try AtomicFile.write(
        SPSSFile.data(table, label: "Predictions of a Smilestone run", date: date),
        to: file("predictions.sav"))
    case .bids:
      try BIDSFolder(folder: folder, table: table).write(
        date: ISO8601DateFormatter().string(from: date))
      code = file("code")
    }
    try AtomicFile.write(
      MainResults.csv(metrics, predictions), to: code.appendingPathComponent("main-results.csv"))
    try AtomicFile.write(
      Data(PackageResources.analysis_R), to: code.appendingPathComponent("analysis.R"))
    return table.rowCount
  }

  private func file(_ name: String) -> URL { folder.appendingPathComponent(name) }

  /// The table, and what its columns are.
  private func writeText(_ table: ResultsTable) throws {
    var rows = CSVWriter(header: table.columns.map(\.name))
    for row in table.rows(empty: "") { rows.append(row) }
    try AtomicFile.write(rows.text, to: file("predictions.csv"))
    var columns = CSVWriter(header: ["column", "meaning", "values"])
    for column in table.columns {
      let labels = if case .category(_, let labels) = column.cells { labels } else { [String]() }
      columns.append([column.name, column.meaning, labels.joined(separator: "; ")])
    }
    try AtomicFile.write(columns.text, to: file("columns.csv"))
  }
}
