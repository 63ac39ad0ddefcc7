import Foundation

/// JSON as a value, so that chart specifications are written as Swift literals.
public enum JSONValue: Sendable, Equatable {
  case null
  case bool(Bool)
  case integer(Int)
  case number(Double)
  case string(String)
  case array([JSONValue])
  case object([String: JSONValue])
  /// A value that differs between the page, a column of a paper, and two of them; `ChartTheme` says
  /// which is meant. It is encoded as on the page.
  indirect case themed(page: JSONValue, column: JSONValue, twoColumns: JSONValue)

  /// JSON text with sorted keys: the same value gives the same bytes.
  /// - Parameter isPretty: whether to break and indent lines.
  public func text(isPretty: Bool = false) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    if isPretty { encoder.outputFormatting.insert(.prettyPrinted) }
    return String(decoding: try encoder.encode(self), as: UTF8.self)
  }

  /// The object with `other`'s members added; `other` wins where both have a member.
  package func merging(_ other: JSONValue) -> JSONValue {
    switch (self, other) {
    case (.object(let mine), .object(let theirs)):
      .object(mine.merging(theirs) { $0.merging($1) })
    case (.themed(let page, let column, let twoColumns), _):
      .themed(
        page: page.merging(other.value(in: .page)),
        column: column.merging(other.value(in: .column)),
        twoColumns: twoColumns.merging(other.value(in: .twoColumns)))
    case (.object, .themed(let page, let column, let twoColumns)):
      .themed(
        page: merging(page), column: merging(column), twoColumns: merging(twoColumns))
    default: other
    }
  }
}

extension JSONValue {
  /// A number, or null where it is undefined.
  package static func optional(_ value: Double?) -> JSONValue {
    value.map(JSONValue.number) ?? .null
  }

  package static func strings(_ values: [String]) -> JSONValue {
    .array(values.map(JSONValue.string))
  }
}

extension JSONValue: Encodable {
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .null: try container.encodeNil()
    case .bool(let value): try container.encode(value)
    case .integer(let value): try container.encode(value)
    // JSON has no infinity: charts leave out what is undefined.
    case .number(let value):
      if value.isFinite { try container.encode(value) } else { try container.encodeNil() }
    case .string(let value): try container.encode(value)
    case .array(let values): try container.encode(values)
    case .object(let members): try container.encode(members)
    case .themed(let page, _, _): try container.encode(page)
    }
  }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByFloatLiteral, ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral,
  ExpressibleByDictionaryLiteral, ExpressibleByNilLiteral
{
  public init(stringLiteral value: String) { self = .string(value) }
  public init(integerLiteral value: Int) { self = .integer(value) }
  public init(floatLiteral value: Double) { self = .number(value) }
  public init(booleanLiteral value: Bool) { self = .bool(value) }
  public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
  public init(nilLiteral: ()) { self = .null }
  public init(dictionaryLiteral elements: (String, JSONValue)...) {
    self = .object(Dictionary(elements) { _, last in last })
  }
}
