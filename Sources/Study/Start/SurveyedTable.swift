import Faces
import Foundation
import Support

/// A table that lies beside images.
public struct SurveyedTable: Sendable, Encodable {
  /// Its file's name.
  public let name: String
  /// Its lines below the titles.
  public let rows: Int
  /// The titles of its columns.
  public let columns: [String]
  /// The column whose cells name images of the folder; nil where none does.
  public let imageColumn: String?
  /// The column whose cells are emotions; nil where none is.
  public let emotionColumn: String?
  /// Why it cannot be read, and what to do; nil where it can.
  public let problem: String?

  /// Whether commands read it as it is: its images are in a column called so.
  var isManifest: Bool { imageColumn.map(ColumnNames.key) == "image" }

  private static let endings: Set<String> = ["csv", "tsv", "xls", "xlsx", "ods", "numbers", "sav"]
  /// Rows that are looked at to tell what columns hold.
  private static let sampleCount = 200
  /// The share of a column's cells that has to be understood.
  private static let leastShare = 0.8

  private struct Enough: Error {}

  /// The tables of a folder, in the order of their names.
  /// - Parameter images: paths of images below the folder.
  static func tables(in folder: URL, images: [String]) throws -> [SurveyedTable] {
    let names = Set(images.flatMap { [$0, stem($0)] }.map(lastPart))
    return try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
      .filter { !$0.hasPrefix(".") && endings.contains(lastPart($0, after: ".").lowercased()) }
      .map { SurveyedTable(folder.appendingPathComponent($0), images: names) }
  }

  private init(_ url: URL, images: Set<String>) {
    name = url.lastPathComponent
    do {
      let reader = try CSVReader(contentsOf: url, expected: ["image"])
      var cells = reader.header.map { _ in [String]() }
      var count = 0
      do {
        try reader.forEachUsableRow(ragged: { _, _ in }) { row in
          for (column, cell) in row.trimmed.fields.enumerated() where !cell.isEmpty {
            cells[column].append(cell)
          }
          count += 1
          if count == SurveyedTable.sampleCount { throw Enough() }
        }
      } catch is Enough {}
      func column(_ isMeant: (String) -> Bool) -> String? {
        zip(reader.header, cells).first { title, cells in
          let share = Double(cells.count(where: isMeant)) / Double(max(1, cells.count))
          return !title.isEmpty && !cells.isEmpty && share >= SurveyedTable.leastShare
        }?.0
      }
      rows = reader.lineCount
      columns = reader.header.filter { !$0.isEmpty }
      imageColumn = column { cell in
        images.contains(SurveyedTable.lastPart(cell.replacing("\\", with: "/")))
      }
      emotionColumn = column { LabelScheme.emotions8.emotion(named: $0) != nil }
      problem = nil
    } catch {
      (rows, columns, imageColumn, emotionColumn) = (0, [], nil, nil)
      problem = "\(error)"
    }
  }

  private static func lastPart(_ path: String) -> String { lastPart(path, after: "/") }

  private static func lastPart(_ text: String, after separator: Character) -> String {
    text.lastIndex(of: separator).map { String(text[text.index(after: $0)...]) } ?? text
  }

  private static func stem(_ name: String) -> String {
    name.lastIndex(of: ".").map { String(name[..<$0]) } ?? name
  }
}
