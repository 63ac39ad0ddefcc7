import Foundation
import Support

/// Writes predictions as a folder of the Brain Imaging Data Structure (bids.neuroimaging.io, 1.9):
/// participants, and for each a table of behaviour with a row for each face and model.
///
/// Participants are numbered: BIDS takes letters and digits only, and names need not be passed on.
struct BIDSFolder {
  let folder: URL
  let table: ResultsTable

  static let version = "1.9.0"
  private static let task = "expression"

  /// - Parameter date: the version of the data, as ISO 8601.
  func write(date: String) throws {
    let subjects = subjects()
    try writeJSON(
      [
        "Name": .string("Predictions of a Smilestone run"),
        "BIDSVersion": .string(BIDSFolder.version),
        "DatasetType": .string("derivative"),
        "GeneratedBy": .array([
          .object(["Name": .string("Smilestone"), "Version": .string(Smilestone.version)])
        ]),
      ], to: "dataset_description.json")
    try writeTSV(
      ["participant_id", "age", "sex", "faces"],
      subjects.map { subject in
        [
          "sub-\(subject.label)", constant("age", subject.rows), constant("sex", subject.rows),
          "\(Set(subject.rows.compactMap { column("image")?.text($0) }).count)",
        ]
      }, to: "participants.tsv")
    try writeJSON(
      [
        "age": .object([
          "Description": .string("Age where all faces have one"), "Units": .string("year"),
        ]),
        "sex": .object(["Description": .string("Sex where it is known and one")]),
        "faces": .object(["Description": .string("Number of faces with predictions")]),
      ], to: "participants.json")
    // Images are named by folders of people, often; rows are told apart by a number.
    let rows = table.without(["image", "subject"])
    try writeJSON(
      Dictionary(
        uniqueKeysWithValues: rows.columns.map { ($0.name, BIDSFolder.description(of: $0)) }
      )
      .merging([
        "face": .object(["Description": .string("Number of the face within the participant")]),
        "TaskName": .string(BIDSFolder.task),
      ]) { $1 }, to: "task-\(BIDSFolder.task)_beh.json")
    for subject in subjects {
      let part = rows.taking(subject.rows)
      let faces = numbered(subject.rows.map { column("image")?.text($0) ?? "" })
      try writeTSV(
        ["face"] + part.columns.map(\.name),
        zip(faces, part.rows(empty: "n/a")).map { ["\($0)"] + $1 },
        to: "sub-\(subject.label)/beh/sub-\(subject.label)_task-\(BIDSFolder.task)_beh.tsv")
    }
    try AtomicFile.write(
      """
      Predictions of Smilestone \(Smilestone.version), of \(date): what expression models said of faces, with
      the age and label of each. code/analysis.R computes the main results again.

      """, to: folder.appendingPathComponent("README"))
  }

  private struct Subject {
    let label: String
    let rows: [Int]
  }

  /// The participants in the order of their clusters' numbers; a face of nobody known is one.
  private func subjects() -> [Subject] {
    let clusters = (0..<table.rowCount).map { column("cluster")?.text($0) ?? "" }
    let numbers = numbered(clusters)
    return Dictionary(grouping: 0..<table.rowCount) { numbers[$0] }.sorted { $0.key < $1.key }.map {
      Subject(label: String(format: "%05d", $0.key), rows: $0.value)
    }
  }

  /// Numbers from 1 in the order in which names first come.
  private func numbered(_ names: [String]) -> [Int] {
    var known: [String: Int] = [:]
    return names.map { name in
      let number = known[name] ?? known.count + 1
      known[name] = number
      return number
    }
  }

  private func column(_ name: String) -> ResultsTable.Column? {
    table.columns.first { $0.name == name }
  }

  /// The one value that a column has in these rows, or else "n/a".
  private func constant(_ name: String, _ rows: [Int]) -> String {
    let values = Set(rows.map { column(name)?.text($0) })
    return values.count == 1 ? (values.first ?? nil) ?? "n/a" : "n/a"
  }

  private static func description(of column: ResultsTable.Column) -> JSONTree {
    var members: [String: JSONTree] = ["Description": .string(column.meaning)]
    if case .category(_, let labels) = column.cells {
      members["Levels"] = .object(
        Dictionary(uniqueKeysWithValues: labels.map { ($0, .string($0)) }))
    }
    return .object(members)
  }

  private func writeTSV(_ header: [String], _ rows: [[String]], to name: String) throws {
    // Tabs and ends of lines would be other cells and rows.
    let lines = ([header] + rows).map { row in
      row.map { $0.replacing(#/[\t\r\n]/#, with: " ") }.joined(separator: "\t") + "\n"
    }
    try AtomicFile.write(lines.joined(), to: folder.appendingPathComponent(name))
  }

  private func writeJSON(_ members: [String: JSONTree], to name: String) throws {
    try AtomicFile.write(
      SettingsFile.encode(JSONTree.object(members)), to: folder.appendingPathComponent(name))
  }
}
