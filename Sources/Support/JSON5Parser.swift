/// Reads JSON5 (https://spec.json5.org): JSON with comments, names and texts without double
/// quotation marks, and trailing commas.
///
/// Numbers must be finite and keys of an object differ, so that nothing is read otherwise than it
/// was meant.
struct JSON5Parser {
  let scalars: [Unicode.Scalar]
  var position = 0
  private var depth = 0

  /// - Throws: `JSONError` with the line of what cannot be read.
  static func parse(_ text: String) throws(JSONError) -> JSONTree {
    var parser = JSON5Parser(text)
    let value = try parser.value()
    try parser.passBlanks()
    guard parser.next == nil else { throw parser.flaw("something follows the end") }
    return value
  }

  private init(_ text: String) { scalars = Array(text.unicodeScalars) }

  var next: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

  func flaw(_ reason: String) -> JSONError {
    let breaks = scalars[..<min(position, scalars.count)].count { $0 == "\n" }
    return JSONError(line: breaks + 1, reason: reason)
  }

  /// Passes over a scalar if it is the next one.
  mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard next == scalar else { return false }
    position += 1
    return true
  }

  // MARK: Values

  private mutating func value() throws(JSONError) -> JSONTree {
    try passBlanks()
    guard let first = next else { throw flaw("a value is missing at the end") }
    switch first {
    case "{": return try nested { parser throws(JSONError) in try parser.object() }
    case "[": return try nested { parser throws(JSONError) in try parser.array() }
    case "\"", "'": return .string(try text())
    case "+", "-", ".", "0"..."9": return try number()
    default:
      let start = position
      let word = try name()
      switch word {
      case "null": return .null
      case "true": return .boolean(true)
      case "false": return .boolean(false)
      default:
        position = start
        throw flaw("“\(word)” is no value; texts stand in quotation marks")
      }
    }
  }

  private mutating func nested(
    _ body: (inout JSON5Parser) throws(JSONError) -> JSONTree
  ) throws(JSONError) -> JSONTree {
    depth += 1
    guard depth <= JSONText.maximumDepth else { throw flaw("its brackets are nested too deep") }
    position += 1
    let value = try body(&self)
    depth -= 1
    return value
  }

  private mutating func object() throws(JSONError) -> JSONTree {
    var entries: [String: JSONTree] = [:]
    let start = position
    while true {
      try passBlanks()
      if take("}") { return .object(entries) }
      guard next != nil else { throw unclosed(start) }
      let key = next == "\"" || next == "'" ? try text() : try name()
      guard entries[key] == nil else { throw flaw("“\(key)” stands twice in one object") }
      try passBlanks()
      guard take(":") else { throw flaw("a colon is missing behind “\(key)”") }
      entries[key] = try value()
      try passBlanks()
      guard take(",") || next == "}" || next == nil else {
        throw flaw("a comma is missing behind the value of “\(key)”")
      }
    }
  }

  private mutating func array() throws(JSONError) -> JSONTree {
    var values: [JSONTree] = []
    let start = position
    while true {
      try passBlanks()
      if take("]") { return .array(values) }
      guard next != nil else { throw unclosed(start) }
      values.append(try value())
      try passBlanks()
      guard take(",") || next == "]" || next == nil else {
        throw flaw("a comma is missing in a list")
      }
    }
  }

  private mutating func unclosed(_ start: Int) -> JSONError {
    position = start
    return flaw("a bracket is never closed")
  }

  private mutating func number() throws(JSONError) -> JSONTree {
    var spelling = ""
    while let scalar = next, scalar.isASCII,
      scalar.properties.isAlphabetic
        || "0123456789+-._".unicodeScalars.contains(scalar)
    {
      spelling.unicodeScalars.append(scalar)
      position += 1
    }
    let isNegative = spelling.hasPrefix("-")
    let digits = isNegative || spelling.hasPrefix("+") ? spelling.dropFirst() : spelling[...]
    if digits.lowercased().hasPrefix("0x") {
      guard let magnitude = UInt64(digits.dropFirst(2), radix: 16), !digits.contains("+"),
        !digits.contains("-"), !isNegative || magnitude <= UInt64(Int64.max)
      else { throw flaw("“\(spelling)” is no whole number of 64 bits") }
      if isNegative { return .integer(-Int64(magnitude)) }
      return Int64(exactly: magnitude).map { .integer($0) } ?? .unsigned(magnitude)
    }
    guard
      digits.wholeMatch(of: /(0|[1-9][0-9]*|[1-9][0-9]*\.[0-9]*|0?\.[0-9]+|0\.)([eE][+\-]?[0-9]+)?/)
        != nil
    else { throw flaw("“\(spelling)” is no finite number") }
    let plain = isNegative ? "-" + digits : String(digits)
    if let value = Int64(plain) { return .integer(value) }
    if let value = UInt64(plain) { return .unsigned(value) }
    // Swift's own reading wants a digit on both sides of the point.
    let whole = digits.hasPrefix(".") ? "0" + digits : String(digits)
    let spelt = whole.replacing(/\.($|[eE])/) { ".0\($0.output.1)" }
    guard let value = Double(spelt), value.isFinite else {
      throw flaw("“\(spelling)” is no finite number")
    }
    return .number(isNegative ? -value : value)
  }

  // MARK: Between values

  private mutating func passBlanks() throws(JSONError) {
    while let scalar = next {
      if scalar == "/" {
        try passComment()
      } else if scalar == "\u{FEFF}" || scalar.properties.isWhitespace {
        position += 1
      } else {
        return
      }
    }
  }

  private mutating func passComment() throws(JSONError) {
    let start = position
    position += 1
    if take("/") {
      while let scalar = next, !"\n\r\u{2028}\u{2029}".unicodeScalars.contains(scalar) {
        position += 1
      }
      return
    }
    guard take("*") else {
      position = start
      throw flaw("“/” stands where a name or a value should")
    }
    while next != nil {
      if take("*"), take("/") { return }
      if next != "*" { position += 1 }
    }
    position = start
    throw flaw("a comment is never closed")
  }
}
