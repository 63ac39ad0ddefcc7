import Foundation

/// Any JSON value, so that settings can be merged before they get their types.
public enum JSONTree: Codable, Equatable, Sendable {
  case null
  case boolean(Bool)
  case integer(Int64)
  case unsigned(UInt64)
  case number(Double)
  case string(String)
  case array([JSONTree])
  case object([String: JSONTree])

  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let value = try? container.decode(Bool.self) {
      self = .boolean(value)
    } else if let value = try? container.decode(Int64.self) {
      self = .integer(value)
    } else if let value = try? container.decode(UInt64.self) {
      self = .unsigned(value)
    } else if let value = try? container.decode(Double.self) {
      self = .number(value)
    } else if let value = try? container.decode(String.self) {
      self = .string(value)
    } else if let value = try? container.decode([JSONTree].self) {
      self = .array(value)
    } else {
      self = .object(try container.decode([String: JSONTree].self))
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .null: try container.encodeNil()
    case .boolean(let value): try container.encode(value)
    case .integer(let value): try container.encode(value)
    case .unsigned(let value): try container.encode(value)
    case .number(let value): try container.encode(value)
    case .string(let value): try container.encode(value)
    case .array(let values): try container.encode(values)
    case .object(let values): try container.encode(values)
    }
  }

  /// This value with `changes` in place of its own entries; objects are merged key by key.
  public func merging(_ changes: JSONTree) -> JSONTree {
    guard case .object(let known) = self, case .object(let changed) = changes else {
      return changes
    }
    return .object(known.merging(changed) { $0.merging($1) })
  }

  /// The values that are not objects, by their dotted path.
  public var leaves: [String: JSONTree] {
    guard case .object(let entries) = self else { return ["": self] }
    var result: [String: JSONTree] = [:]
    for (key, value) in entries {
      for (path, leaf) in value.leaves { result[path.isEmpty ? key : "\(key).\(path)"] = leaf }
    }
    return result
  }

  /// The value as people write it.
  public var text: String {
    switch self {
    case .null: "none"
    case .boolean(let value): "\(value)"
    case .integer(let value): "\(value)"
    case .unsigned(let value): "\(value)"
    case .number(let value): "\(value)"
    case .string(let value): value
    case .array(let values): "[\(values.map(\.text).joined(separator: ", "))]"
    case .object: "{…}"
    }
  }

  /// A JSON5 document.
  /// - Throws: `JSONError` with the line of what cannot be read.
  public init(json5 data: Data) throws(JSONError) {
    if let flaw = JSONText.flawOfEncoding(in: data) { throw flaw }
    self = try JSON5Parser.parse(String(decoding: data, as: UTF8.self))
  }

  /// A value as people write it on a command line: JSON5, or else text.
  public init(valueOf text: String) {
    self = (try? JSON5Parser.parse(text)) ?? .string(text)
  }

  /// The tree of what encoding a value gives.
  public init(encoding value: some Encodable) throws {
    self = try JSONDecoder().decode(JSONTree.self, from: JSONEncoder().encode(value))
  }

  /// The leaves in which two trees differ, as people write them: "age.epochs: 6, now 3".
  public static func differences(_ old: JSONTree, _ new: JSONTree) -> [String] {
    let (first, second) = (old.leaves, new.leaves)
    return Set(first.keys).union(second.keys).sorted().filter { first[$0] != second[$0] }.map {
      "\($0): \(first[$0]?.text ?? "none"), now \(second[$0]?.text ?? "none")"
    }
  }
}
