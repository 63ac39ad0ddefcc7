import Foundation
import Study
import Support

enum ExportCommand {
  static let command = Command(
    name: "export", summary: "Write a run's predictions and results for programs of statistics.",
    operands: "RUN", operandCount: 1...1,
    discussion: """
      Writes a table with a row for each face and model (csv), the same for SPSS with labels of columns and \
      values (sav) or as Apache Parquet (parquet), or a folder of the Brain Imaging Data Structure in which persons are numbered (bids). \
      Beside it lie the run's main results, and analysis.R, which computes them again from the table with \
      clubSandwich and adds a mixed model with lme4 (docs/export.md).
      """,
    options: [
      .value("--out", "DIR", "A new folder for it.", required: true),
      .value("--format", "FORMAT", "csv, bids, parquet or sav. Default: csv.")
        .choosing(ResultsExport.Format.self), .json,
    ],
    examples: [
      ("smilestone export runs/first --out table", "Then: Rscript table/analysis.R"),
      (
        "smilestone export runs/first --format sav --out spss",
        "The same with spss/predictions.sav."
      ),
      (
        "smilestone export runs/first --format parquet --out table",
        "The same with table/predictions.parquet, for Arrow, pandas, Polars and DuckDB."
      ),
    ],
    run: run)

  private struct Outcome: Encodable {
    let out: String
    let rows: Int
  }

  private static func run(_ arguments: Arguments) throws {
    let out = try arguments.requiredURL("--out")
    let run = RunFolder(URL(fileURLWithPath: arguments.operands[0]))
    let rows = try ResultsExport(of: run, in: out).write(arguments.choice("--format") ?? .csv)
    if arguments.has("--json") { return try printJSON(Outcome(out: out.path, rows: rows)) }
    print("\(out.path): \(rows) rows")
  }
}
