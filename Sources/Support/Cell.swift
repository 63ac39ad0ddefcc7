/// What the cells of tables have in common.
public enum Cell {
  /// A cell without blanks around it, those that do not break and have no width among them, which web pages
  /// and spreadsheets leave. Bytes are looked at first, for hardly any cell has some.
  public static func trimmed(_ cell: String) -> String {
    let bytes = cell.utf8
    guard let first = bytes.first, let last = bytes.last else { return cell }
    if first >= 0x80 || last >= 0x80 { return trimmedOfWideBlanks(cell) }
    guard isBlank(first) || isBlank(last) else { return cell }
    let start = bytes.firstIndex { !isBlank($0) } ?? bytes.endIndex
    let end = bytes.lastIndex { !isBlank($0) }.map { bytes.index(after: $0) } ?? start
    // Wide blanks may stand within the others.
    guard start < end, bytes[start] < 0x80, bytes[bytes.index(before: end)] < 0x80 else {
      return trimmedOfWideBlanks(cell)
    }
    return String(cell[start..<end])
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
  }

  private static let blanks: Set<Unicode.Scalar> = [
    " ", "\t", "\u{A0}", "\u{2007}", "\u{202F}", "\u{3000}", "\u{200B}", "\u{FEFF}",
  ]

  private static func trimmedOfWideBlanks(_ cell: String) -> String {
    let scalars = cell.unicodeScalars
    let start = scalars.firstIndex { !blanks.contains($0) } ?? scalars.endIndex
    let end = scalars.lastIndex { !blanks.contains($0) }.map { scalars.index(after: $0) } ?? start
    return String(scalars[start..<end])
  }

  /// A finite number; nil for other text.
  /// - Parameter allowsComma: whether “7,5” is 7.5.
  public static func number(_ text: String, allowsComma: Bool) -> Double? {
    let hasComma = allowsComma && text.utf8.contains(UInt8(ascii: ","))
    let plain = hasComma ? text.replacing(",", with: ".", maxReplacements: 1) : text
    return Double(plain).flatMap { $0.isFinite ? $0 : nil }
  }
}
