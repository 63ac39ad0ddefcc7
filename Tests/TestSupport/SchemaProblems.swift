import Support

/// Where a value does not fit a JSON Schema, of the kind that `JSONSchema` makes: empty where it fits.
public func schemaProblems(_ value: JSONTree, _ schema: JSONTree) -> [String] {
  guard case .object(let root) = schema, case .object(let definitions)? = root["$defs"] else {
    return ["no schema"]
  }
  return problems(value, schema, definitions, at: "")
}

private func problems(
  _ value: JSONTree, _ schema: JSONTree, _ definitions: [String: JSONTree], at path: String
) -> [String] {
  guard case .object(let rules) = schema else { return ["\(path): no schema"] }
  if case .string(let reference)? = rules["$ref"] {
    let name = String(reference.dropFirst("#/$defs/".count))
    return definitions[name].map { problems(value, $0, definitions, at: path) }
      ?? ["\(path): \(name) is not defined"]
  }
  if case .array(let choices)? = rules["anyOf"] {
    let found = choices.map { problems(value, $0, definitions, at: path) }
    return found.min { $0.count < $1.count } ?? []
  }
  if case .array(let choices)? = rules["enum"] {
    return choices.contains(value) ? [] : ["\(path): not one of the choices"]
  }
  let types: [JSONTree] =
    switch rules["type"] {
    case .string(let name)?: [.string(name)]
    case .array(let names)?: names
    default: []
    }
  guard types.isEmpty || types.contains(where: { fits(value, $0) }) else {
    return ["\(path): not of the type \(types)"]
  }
  switch value {
  case .array(let elements):
    guard let items = rules["items"] else { return ["\(path): no items"] }
    return elements.flatMap { problems($0, items, definitions, at: path + "[]") }
  case .object(let members):
    if let all = rules["additionalProperties"] {
      return members.flatMap { problems($0.value, all, definitions, at: "\(path).*") }
    }
    guard case .object(let properties)? = rules["properties"] else {
      return ["\(path): no members"]
    }
    var found = members.flatMap { name, member in
      properties[name].map { problems(member, $0, definitions, at: "\(path).\(name)") }
        ?? ["\(path).\(name): not in the schema"]
    }
    if case .array(let required)? = rules["required"] {
      for case .string(let name) in required where members[name] == nil {
        found.append("\(path).\(name): missing")
      }
    }
    return found
  default: return []
  }
}

private func fits(_ value: JSONTree, _ type: JSONTree) -> Bool {
  switch (type, value) {
  case (.string("null"), .null), (.string("boolean"), .boolean), (.string("string"), .string),
    (.string("array"), .array), (.string("object"), .object), (.string("integer"), .integer),
    (.string("integer"), .unsigned), (.string("number"), .number), (.string("number"), .integer),
    (.string("number"), .unsigned):
    true
  default: false
  }
}
