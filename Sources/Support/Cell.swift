/// What the cells of tables have in common.
public enum Cell {
  /// A cell without blanks around it. Bytes are looked at first, for hardly any cell has some.
  public static func trimmed(_ cell: String) -> String {
    let bytes = cell.utf8
    guard let first = bytes.first, let last = bytes.last, isBlank(first) || isBlank(last) else {
      return cell
    }
    let start = bytes.firstIndex { !isBlank($0) } ?? bytes.endIndex
    let end = bytes.lastIndex { !isBlank($0) }.map { bytes.index(after: $0) } ?? start
    return String(cell[start..<end])
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
  }

  /// A finite number; nil for other text.
  /// - Parameter allowsComma: whether “7,5” is 7.5.
  public static func number(_ text: String, allowsComma: Bool) -> Double? {
    let hasComma = allowsComma && text.utf8.contains(UInt8(ascii: ","))
    let plain = hasComma ? text.replacing(",", with: ".", maxReplacements: 1) : text
    return Double(plain).flatMap { $0.isFinite ? $0 : nil }
  }
}
