/// The JSON Schema (2020-12) of what a type is read from, found by letting the type read itself from a
/// decoder that notes what it is asked for.
///
/// A type that refuses the values it is given must have an example (`SchemaExample`), or what its owner
/// reads after it is not noted.
public enum JSONSchema {
  /// - Parameters:
  ///   - title: of the schema.
  ///   - description: what the file is.
  public static func of<Value: Decodable>(
    _ type: Value.Type, title: String, description: String
  ) -> JSONTree {
    let node = SchemaNode()
    _ = try? node.describe(type)
    node.typeName = nil
    var definitions: [String: JSONTree] = [:]
    let schema = node.schema(&definitions)
    let head: JSONTree = .object([
      "$schema": .string("https://json-schema.org/draft/2020-12/schema"), "title": .string(title),
      "description": .string(description), "$defs": .object(definitions),
    ])
    return head.merging(schema)
  }
}

/// A type with a value that its own `init(from:)` reads.
public protocol SchemaExample: Codable {
  static var schemaExample: Self { get }
}

/// What is known of one value of a file.
final class SchemaNode {
  enum Kind {
    case unknown
    case plain(String)
    case choice([JSONTree])
    case array(SchemaNode)
    /// Any keys, values alike.
    case map(SchemaNode)
    case object
  }

  var kind = Kind.unknown
  /// Of an object: the type's name, under which it is defined once for the whole schema.
  var typeName: String?
  private(set) var members: [String: SchemaNode] = [:]
  private(set) var optional: Set<String> = []
  var isNullable = false
  /// The member that a type has asked for and not read yet: what it reads next depends on it.
  var asked: String?

  func member(_ name: String) -> SchemaNode {
    if let known = members[name] { return known }
    let node = SchemaNode()
    members[name] = node
    return node
  }

  func markOptional(_ name: String) { optional.insert(name) }

  /// Notes what a type reads, and makes a value of it.
  func describe<Value: Decodable>(_ type: Value.Type) throws -> Value {
    if let shaped = type as? any ShapedValue.Type,
      let value = try shaped.shape(self) as? Value
    {
      return value
    }
    if let example = type as? any SchemaExample.Type { return try self.example(example, of: type) }
    if let listed = type as? any (CaseIterable & Encodable).Type,
      let first = choose(listed) as? Value
    {
      return first
    }
    defer { if case .object = kind { typeName = SchemaNode.name(of: type) } }
    return try Value(from: SchemaDecoder(node: self))
  }

  /// "AgeCalibration.Membership"; nil for a type that is seen in its file alone.
  private static func name(of type: Any.Type) -> String? {
    let name = String(reflecting: type).split(separator: ".").dropFirst().joined(separator: ".")
    return name.contains { $0 == " " || $0 == "<" } ? nil : name
  }

  /// A type that is written as an object reads its members first, whether or not it likes what they hold.
  private func example<Value: Decodable>(
    _ type: any SchemaExample.Type, of valueType: Value.Type
  ) throws -> Value {
    let example = type.schemaExample
    let tree = try JSONTree(encoding: example)
    if case .object = tree {
      _ = try? Value(from: SchemaDecoder(node: self))
      typeName = SchemaNode.name(of: valueType)
    } else {
      kind = .plain(JSONTree.typeName(tree))
    }
    guard let value = example as? Value else {
      throw SmilestoneError.failed("\(type) has no example of its own type.")
    }
    return value
  }

  /// Notes the cases of an enumeration.
  private func choose<Choice: CaseIterable & Encodable>(_ type: Choice.Type) -> Any? {
    kind = .choice(type.allCases.compactMap { try? JSONTree(encoding: $0) })
    return type.allCases.first
  }

  /// - Parameter definitions: of the types, by name; gets those that it lacks.
  func schema(_ definitions: inout [String: JSONTree]) -> JSONTree {
    guard let typeName else { return body(&definitions) }
    if definitions[typeName] == nil {
      // A place of its own first, for a type that holds itself.
      definitions[typeName] = .null
      definitions[typeName] = body(&definitions)
    }
    let reference = JSONTree.object(["$ref": .string("#/$defs/\(typeName)")])
    return isNullable
      ? .object(["anyOf": .array([reference, .object(["type": .string("null")])])]) : reference
  }

  private func body(_ definitions: inout [String: JSONTree]) -> JSONTree {
    var entries: [String: JSONTree] = [:]
    switch kind {
    case .unknown: break
    case .plain(let name): entries["type"] = .string(name)
    case .choice(let cases): entries["enum"] = .array(cases)
    case .array(let element):
      entries["type"] = .string("array")
      entries["items"] = element.schema(&definitions)
    case .map(let value):
      entries["type"] = .string("object")
      entries["additionalProperties"] = value.schema(&definitions)
    case .object:
      entries["type"] = .string("object")
      entries["properties"] = .object(members.mapValues { $0.schema(&definitions) })
      let required = members.keys.filter { !optional.contains($0) }.sorted()
      if !required.isEmpty { entries["required"] = .array(required.map { .string($0) }) }
    }
    guard isNullable, typeName == nil, case .string(let type)? = entries["type"] else {
      return .object(entries)
    }
    entries["type"] = .array([.string(type), .string("null")])
    return .object(entries)
  }
}

extension JSONTree {
  /// JSON Schema's name of a value's type.
  static func typeName(_ value: JSONTree) -> String {
    switch value {
    case .null: "null"
    case .boolean: "boolean"
    case .integer, .unsigned: "integer"
    case .number: "number"
    case .string: "string"
    case .array: "array"
    case .object: "object"
    }
  }
}

/// Containers, whose elements are described where they have none.
private protocol ShapedValue {
  static func shape(_ node: SchemaNode) throws -> Self
}

extension Optional: ShapedValue where Wrapped: Decodable {
  fileprivate static func shape(_ node: SchemaNode) throws -> Self {
    node.isNullable = true
    return try? node.describe(Wrapped.self)
  }
}

extension Array: ShapedValue where Element: Decodable {
  fileprivate static func shape(_ node: SchemaNode) throws -> Self {
    let element = SchemaNode()
    node.kind = .array(element)
    return (try? element.describe(Element.self)).map { [$0] } ?? []
  }
}

extension Dictionary: ShapedValue where Key == String, Value: Decodable {
  fileprivate static func shape(_ node: SchemaNode) throws -> Self {
    let value = SchemaNode()
    node.kind = .map(value)
    return (try? value.describe(Value.self)).map { ["name": $0] } ?? [:]
  }
}
