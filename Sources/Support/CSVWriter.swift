import Foundation

/// Builds comma-separated text: fields are quoted only where they must be, lines end in LF.
///
/// Spreadsheets run a cell that begins with =, +, -, @, a tab or a carriage return as a formula. So
/// such text, unless it is a number, gets an apostrophe before it, which `CSVReader` takes off.
public struct CSVWriter {
  public private(set) var text = ""
  private let columnCount: Int

  public init(header: [String]) {
    columnCount = header.count
    append(header)
  }

  public mutating func append(_ fields: [String]) {
    precondition(fields.count == columnCount, "a row must have a field for every column")
    for (index, field) in fields.enumerated() {
      if index > 0 { text += "," }
      text += CSVWriter.quoted(FormulaGuard.added(to: field))
    }
    text += "\n"
  }

  /// Hands the text over; further rows start again, without the header.
  public mutating func takeText() -> String {
    defer { text = "" }
    return text
  }

  private static func quoted(_ field: String) -> String {
    let special: (UInt8) -> Bool = { byte in
      byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\n")
        || byte == UInt8(ascii: "\r")
    }
    guard field.utf8.contains(where: special) else { return field }
    return "\"" + field.replacingOccurrences(of: "\"", with: "\"\"") + "\""
  }
}

/// The apostrophe before text that a spreadsheet would run.
///
/// Where apostrophes stand before such a beginning already, one more is added, so that taking one
/// off gives every text back.
enum FormulaGuard {
  private static let apostrophe = UInt8(ascii: "'")

  static func added(to field: String) -> String {
    let hasApostrophe = field.utf8.first == apostrophe
    guard isFormula(field.utf8), hasApostrophe || Double(field) == nil else { return field }
    return "'" + field
  }

  /// How many of a field's bytes are a guard: 0 or 1.
  static func length(in field: some Collection<UInt8>) -> Int {
    field.first == apostrophe && isFormula(field) ? 1 : 0
  }

  /// Whether a formula follows any apostrophes.
  private static func isFormula(_ field: some Collection<UInt8>) -> Bool {
    guard let first = field.first(where: { $0 != apostrophe }) else { return false }
    return switch first {
    case UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "@"),
      UInt8(ascii: "\t"), UInt8(ascii: "\r"):
      true
    default: false
    }
  }
}
