/// A decoder without data, which notes in a node what is asked of it.
struct SchemaDecoder: Decoder {
  let node: SchemaNode
  let codingPath: [any CodingKey] = []
  let userInfo: [CodingUserInfoKey: Any] = [:]

  func container<Key>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    node.kind = .object
    defer { node.asked = nil }
    return KeyedDecodingContainer(SchemaMembers(node: node, isConditional: node.asked != nil))
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
    let element = SchemaNode()
    node.kind = .array(element)
    return SchemaElements(element: element)
  }

  func singleValueContainer() throws -> any SingleValueDecodingContainer {
    SchemaValue(node: node)
  }
}

/// The members of an object; every one that is asked for is there.
private struct SchemaMembers<Key: CodingKey>: KeyedDecodingContainerProtocol {
  let node: SchemaNode
  /// Whether these members are read where another is there.
  let isConditional: Bool
  let codingPath: [any CodingKey] = []
  let allKeys: [Key] = []

  func contains(_ key: Key) -> Bool {
    node.markOptional(key.stringValue)
    node.asked = key.stringValue
    return true
  }

  func decodeNil(forKey key: Key) throws -> Bool {
    node.markOptional(key.stringValue)
    node.asked = nil
    return false
  }

  func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
    if isConditional { node.markOptional(key.stringValue) }
    return try node.member(key.stringValue).describe(type)
  }

  func decodeIfPresent<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value? {
    node.markOptional(key.stringValue)
    return try? node.member(key.stringValue).describe(type)
  }

  func nestedContainer<Nested>(
    keyedBy type: Nested.Type, forKey key: Key
  ) throws -> KeyedDecodingContainer<Nested> {
    try SchemaDecoder(node: node.member(key.stringValue)).container(keyedBy: type)
  }

  func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
    try SchemaDecoder(node: node.member(key.stringValue)).unkeyedContainer()
  }

  func superDecoder() throws -> any Decoder { SchemaDecoder(node: node.member("super")) }

  func superDecoder(forKey key: Key) throws -> any Decoder {
    SchemaDecoder(node: node.member(key.stringValue))
  }
}

/// The elements of a list, all alike.
private struct SchemaElements: UnkeyedDecodingContainer {
  let element: SchemaNode
  let codingPath: [any CodingKey] = []
  let count: Int? = 0
  let isAtEnd = true
  private(set) var currentIndex = 0

  init(element: SchemaNode) { self.element = element }

  mutating func decodeNil() throws -> Bool { false }

  mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
    try element.describe(type)
  }

  mutating func nestedContainer<Nested>(
    keyedBy type: Nested.Type
  ) throws -> KeyedDecodingContainer<Nested> {
    try SchemaDecoder(node: element).container(keyedBy: type)
  }

  mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
    try SchemaDecoder(node: element).unkeyedContainer()
  }

  mutating func superDecoder() throws -> any Decoder { SchemaDecoder(node: element) }
}

/// One plain value.
private struct SchemaValue: SingleValueDecodingContainer {
  let node: SchemaNode
  let codingPath: [any CodingKey] = []

  func decodeNil() -> Bool { false }

  func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
    let plain: (name: String, value: Any)? =
      switch type {
      case is Bool.Type: ("boolean", true)
      case is String.Type: ("string", "")
      case is Double.Type: ("number", 0.5)
      case is Float.Type: ("number", Float(0.5))
      case let integer as any FixedWidthInteger.Type: ("integer", integer.init(1))
      default: nil
      }
    guard let plain, let value = plain.value as? Value else { return try node.describe(type) }
    node.kind = .plain(plain.name)
    return value
  }
}
