import Foundation

/// A table that is written as JSON: an object for each row, one a line (“JSON lines”, as `metadata.jsonl`) or
/// all in an array.
struct JSONRows {
  /// The same as a CSV table in UTF-8, the columns in the order of their names.
  let csv: Data

  /// Nil where the bytes are no objects, or one alone.
  /// - Throws: `SmilestoneError` (bad input) naming the object that cannot be read.
  init?(_ data: Data, name: String) throws {
    guard let objects = try JSONRows.objects(data, name: name) else { return nil }
    let columns = Set(objects.joined().map(\.key)).sorted()
    guard !columns.isEmpty else { return nil }
    var writer = CSVWriter(header: columns)
    for object in objects {
      writer.append(columns.map { column in object[column].map(JSONRows.cell) ?? "" })
    }
    csv = Data(writer.text.utf8)
  }

  private static func objects(_ data: Data, name: String) throws -> [[String: Any]]? {
    let start = data.prefix(512).drop { $0 == 0x20 || (0x09...0x0D).contains($0) }
    switch start.first {
    case UInt8(ascii: "["):
      guard start.dropFirst().first(where: { $0 > 0x20 }) == UInt8(ascii: "{") else { return nil }
      return try value(data, name: name) as? [[String: Any]]
    case UInt8(ascii: "{"):
      let lines = data.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      let isObject = lines.first.map { JSONText.flaw(in: Data($0)) == nil } ?? false
      guard isObject else { return nil }
      return try lines.enumerated().map { index, line in
        guard line.contains(where: { $0 > 0x20 }) else { return [:] }
        let place = "\(name), line \(index + 1)"
        guard let object = try value(Data(line), name: place) as? [String: Any] else {
          throw SmilestoneError.badInput(
            "\(place): it is no object.", remedy: "Give an object {…} on each line.")
        }
        return object
      }
    default: return nil
    }
  }

  private static func value(_ data: Data, name: String) throws -> Any {
    if let flaw = JSONText.flaw(in: data) {
      throw SmilestoneError.badInput(
        "\(name): in line \(flaw.line) \(flaw.reason).", remedy: "Repair the JSON.")
    }
    return try JSONSerialization.jsonObject(with: data)
  }

  /// Lists and objects stay JSON, which no reader of tables asks for.
  private static func cell(_ value: Any) -> String {
    switch value {
    case let text as String: return text
    case is NSNull: return ""
    case let number as NSNumber: return "\(number)"
    default:
      let data = try? JSONSerialization.data(
        withJSONObject: value, options: [.sortedKeys, .withoutEscapingSlashes])
      return data.map { String(decoding: $0, as: UTF8.self) } ?? ""
    }
  }
}
