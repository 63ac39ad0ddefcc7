/// The brackets and quotes of a JSON text.
enum JSONOutline {
  /// What keeps a text from being read; nil where its brackets and quotes are in pairs and no
  /// deeper, and its objects no more, than the limits.
  static func flaw(
    in bytes: UnsafeRawBufferPointer, maximumDepth: Int, maximumObjects: Int
  ) -> JSONError? {
    var line = 1
    /// The closing bracket that each open one waits for, and its line.
    var open: [(closing: UInt8, line: Int)] = []
    var objects = 0
    var position = 0
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      switch byte {
      case UInt8(ascii: "\n"): line += 1
      case 0:
        return JSONError(
          line: line, reason: "it holds characters of code 0, as UTF-16 does", isOfEncoding: true)
      case UInt8(ascii: "\""):
        guard passText(bytes, &position) else {
          return JSONError(line: line, reason: "a text in quotation marks is never closed")
        }
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        open.append((byte + 2, line))
        if byte == UInt8(ascii: "{") { objects += 1 }
        if open.count > maximumDepth {
          return JSONError(line: line, reason: "its brackets are nested too deep")
        }
        if objects > maximumObjects {
          return JSONError(line: line, reason: "it has more than \(maximumObjects) objects")
        }
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        guard open.popLast()?.closing == byte else {
          return JSONError(
            line: line, reason: "a closing bracket does not match the one that is open")
        }
      default: break
      }
    }
    return open.last.map { JSONError(line: $0.line, reason: "a bracket is never closed") }
  }

  /// Stands behind the opening quotation mark; stops behind the closing one, false where the line
  /// or the text ends before it.
  private static func passText(_ bytes: UnsafeRawBufferPointer, _ position: inout Int) -> Bool {
    while position < bytes.count {
      let byte = bytes[position]
      if byte == UInt8(ascii: "\n") { return false }
      position += byte == UInt8(ascii: "\\") ? 2 : 1
      if byte == UInt8(ascii: "\"") { return true }
    }
    return false
  }
}
