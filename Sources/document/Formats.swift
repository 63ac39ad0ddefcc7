import Analysis
import Faces
import Foundation
import Study
import Support

/// `docs/formats`: the columns of tables and the schemas of JSON files that others rely on.
enum Formats {
  static func files() throws -> [GeneratedFile] {
    [
      table(
        "manifest", title: "Manifests",
        "A manifest is a CSV file (UTF-8, a header, any order of columns) with a row for each face; "
          + "`image` alone is required, cells may be empty, and columns that are not listed are kept as "
          + "they are.", columns: Manifest.standardColumns, further: Manifest.furtherColumns),
      table(
        "predictions", title: "Predictions",
        "`predictions.csv` (UTF-8, a header, any order of columns) has a row for each face and model. "
          + "The columns of the first table must be there.",
        columns: PredictionTable.columnDescriptions(),
        further: PredictionTable.furtherColumnDescriptions),
      try schema(
        "metrics", of: Metrics.self, title: "metrics.json",
        "What a run found out about its models; docs/metrics.md describes every field."),
      try schema(
        "study", of: StudyConfiguration.self, title: "study.json",
        "The settings of a study; docs/presets.md and docs/training.md describe them."),
    ]
  }

  private static func table(
    _ name: String, title: String, _ text: String, columns: [ColumnDescription],
    further: [ColumnDescription]
  ) -> GeneratedFile {
    func rows(_ columns: [ColumnDescription]) -> String {
      "| column | values | what it is |\n|---|---|---|\n"
        + columns.map { "| `\($0.name)` | \($0.values) | \($0.meaning) |\n" }.joined()
    }
    return GeneratedFile(
      path: "docs/formats/\(name).md",
      text: """
        # \(title)

        Made from the code by `make reference`.

        \(text)

        \(rows(columns))
        ## Further columns

        \(rows(further))
        """)
  }

  private static func schema<Value: Decodable>(
    _ name: String, of type: Value.Type, title: String, _ description: String
  ) throws -> GeneratedFile {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    let schema = JSONSchema.of(type, title: title, description: description)
    return GeneratedFile(
      path: "docs/formats/\(name).schema.json",
      text: String(decoding: try encoder.encode(schema), as: UTF8.self) + "\n")
  }
}
