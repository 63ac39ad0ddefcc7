/// Texts in quotation marks, and names without.
extension JSON5Parser {
  mutating func text() throws(JSONError) -> String {
    let start = position
    let quote = scalars[position]
    position += 1
    var result = String.UnicodeScalarView()
    while let scalar = next {
      position += 1
      if scalar == quote { return String(result) }
      switch scalar {
      case "\\":
        if let character = try escaped() { result.append(character) }
      case "\n", "\r":
        position = start
        throw flaw("a text in quotation marks is not closed on its line")
      default: result.append(scalar)
      }
    }
    position = start
    throw flaw("a text in quotation marks is never closed")
  }

  /// Stands behind a backslash; nil for a line break that is left away.
  private mutating func escaped() throws(JSONError) -> Unicode.Scalar? {
    guard let scalar = next else { throw flaw("the text ends in a backslash") }
    position += 1
    switch scalar {
    case "b": return "\u{8}"
    case "f": return "\u{C}"
    case "n": return "\n"
    case "r": return "\r"
    case "t": return "\t"
    case "v": return "\u{B}"
    case "0" where !("0"..."9" ~= (next ?? " ")): return "\0"
    case "0"..."9": throw flaw("a backslash stands before a digit")
    case "x": return try Unicode.Scalar(UInt8(truncatingIfNeeded: hexadecimal(2)))
    case "u": return try unicode()
    case "\r":
      _ = take("\n")
      return nil
    case "\n", "\u{2028}", "\u{2029}": return nil
    default: return scalar
    }
  }

  /// Stands behind \u; characters beyond 16 bits are two such numbers.
  private mutating func unicode() throws(JSONError) -> Unicode.Scalar {
    let first = try hexadecimal(4)
    var code = first
    if (0xD800..<0xDC00).contains(first), take("\\"), take("u") {
      let second = try hexadecimal(4)
      guard (0xDC00..<0xE000).contains(second) else { throw flaw("half of a character is missing") }
      code = 0x10000 + (first - 0xD800) << 10 + (second - 0xDC00)
    }
    guard let scalar = Unicode.Scalar(code) else { throw flaw("half of a character is missing") }
    return scalar
  }

  private mutating func hexadecimal(_ count: Int) throws(JSONError) -> UInt32 {
    var code: UInt32 = 0
    for _ in 0..<count {
      guard let scalar = next, let digit = Character(scalar).hexDigitValue, scalar.isASCII else {
        throw flaw("a backslash stands before what is no character's code")
      }
      code = code << 4 | UInt32(digit)
      position += 1
    }
    return code
  }

  /// A word without quotation marks, as JavaScript's names.
  mutating func name() throws(JSONError) -> String {
    var result = String.UnicodeScalarView()
    while let scalar = next {
      if scalar == "\\" {
        position += 1
        guard take("u") else { throw flaw("a backslash stands in a name") }
        result.append(try unicode())
        continue
      }
      let isInside = scalar.properties.isXIDContinue && !result.isEmpty
      guard scalar.properties.isXIDStart || isInside || scalar == "$" || scalar == "_" else {
        break
      }
      result.append(scalar)
      position += 1
    }
    guard !result.isEmpty else {
      throw flaw("“\(next.map(String.init) ?? "")” stands where a name or a value should")
    }
    return String(result)
  }
}
