import Foundation

/// Reads rows of fields one after the other from a table's bytes.
struct CSVParser {
  /// The file's name, for messages.
  let name: String
  let separator: UInt8
  var position: Int
  var line: Int
  /// The number of fields that rows are likely to have.
  var expectedFields = 0

  /// The next row's fields, or nil at the end.
  mutating func nextRow(_ buffer: UnsafeRawBufferPointer) throws -> [String]? {
    guard position < buffer.count else { return nil }
    let firstLine = line
    var fields: [String] = []
    fields.reserveCapacity(expectedFields)
    while true {
      fields.append(try nextField(buffer, rowLine: firstLine))
      guard position < buffer.count else { return fields }
      let end = buffer[position]
      position += 1
      if end == separator { continue }
      if end == UInt8(ascii: "\r"), position < buffer.count,
        buffer[position] == UInt8(ascii: "\n")
      {
        position += 1
      }
      line += 1
      return fields
    }
  }

  /// Reads one field and stops at the separator or line end after it.
  private mutating func nextField(
    _ buffer: UnsafeRawBufferPointer, rowLine: Int
  ) throws -> String {
    if position < buffer.count, buffer[position] == UInt8(ascii: "\"") {
      return try quotedField(buffer, rowLine: rowLine)
    }
    let start = position
    while position < buffer.count, !isDelimiter(buffer[position]) { position += 1 }
    return try decode(buffer[start..<position], rowLine: rowLine)
  }

  private mutating func quotedField(
    _ buffer: UnsafeRawBufferPointer, rowLine: Int
  ) throws -> String {
    position += 1
    var content: [UInt8] = []
    while true {
      guard position < buffer.count else {
        throw SmilestoneError.badInput(
          "\(name), line \(rowLine): a quoted field is never closed.",
          remedy: "Add the missing quotation mark.")
      }
      let byte = buffer[position]
      position += 1
      if byte == UInt8(ascii: "\"") {
        guard position < buffer.count, buffer[position] == UInt8(ascii: "\"") else { break }
        position += 1
      } else if byte == UInt8(ascii: "\n") {
        line += 1
      }
      content.append(byte)
    }
    guard position >= buffer.count || isDelimiter(buffer[position]) else {
      throw SmilestoneError.badInput(
        "\(name), line \(rowLine): text follows a closing quotation mark.",
        remedy: "Double the quotation marks inside a quoted field.")
    }
    return try content.withUnsafeBytes { try decode($0[...], rowLine: rowLine) }
  }

  private func isDelimiter(_ byte: UInt8) -> Bool {
    byte == separator || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
  }

  private func decode(
    _ bytes: Slice<UnsafeRawBufferPointer>, rowLine: Int
  ) throws -> String {
    let content = bytes.dropFirst(FormulaGuard.length(in: bytes))
    let characters = UnsafeRawBufferPointer(rebasing: content).assumingMemoryBound(to: UInt8.self)
    guard let text = String(validating: characters, as: UTF8.self) else {
      throw SmilestoneError.badInput(
        "\(name), line \(rowLine): the text is not UTF-8.",
        remedy:
          "Save it as UTF-8 (in Excel “CSV UTF-8”); `smilestone manifest` also takes it as it "
          + "is with --encoding windows-1252.")
    }
    return text
  }
}
