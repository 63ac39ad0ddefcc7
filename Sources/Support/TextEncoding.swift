import Foundation

/// How the letters of a text file are written as bytes.
public enum TextEncoding: String, CaseIterable, Sendable {
  case utf8 = "utf-8"
  case utf16 = "utf-16"
  /// What spreadsheets in western Europe save as “CSV”.
  case windows1252 = "windows-1252"

  private static let utf8Mark: [UInt8] = [0xEF, 0xBB, 0xBF]
  /// The first begins as UTF-16's does.
  private static let utf32Marks: [([UInt8], String.Encoding)] = [
    ([0xFF, 0xFE, 0, 0], .utf32LittleEndian), ([0, 0, 0xFE, 0xFF], .utf32BigEndian),
  ]

  /// The text as UTF-8 without a byte-order mark. A mark says which encoding it is, whatever was
  /// given; without one UTF-16 is known by its many zeros.
  /// - Parameter encoding: what the user says that it is; nil for UTF-8.
  /// - Returns: nil where the bytes are no text of that encoding. UTF-8 is not checked here.
  public static func utf8(_ data: Data, encoding: TextEncoding? = nil) -> Data? {
    if data.starts(with: utf8Mark) { return data.dropFirst(utf8Mark.count) }
    for (mark, encoding) in utf32Marks where data.starts(with: mark) {
      return String(data: data.dropFirst(mark.count), encoding: encoding).map { Data($0.utf8) }
    }
    if let isBigEndian = isBigEndianUTF16(data, isTold: encoding == .utf16) {
      let hasMark = data.starts(with: [0xFE, 0xFF]) || data.starts(with: [0xFF, 0xFE])
      let text = String(
        data: hasMark ? data.dropFirst(2) : data,
        encoding: isBigEndian ? .utf16BigEndian : .utf16LittleEndian)
      return text.map { Data($0.utf8) }
    }
    guard encoding == .windows1252 else { return data }
    return String(data: data, encoding: .windowsCP1252).map { Data($0.utf8) }
  }

  /// Nil where it is not UTF-16.
  private static func isBigEndianUTF16(_ data: Data, isTold: Bool) -> Bool? {
    if data.starts(with: [0xFE, 0xFF]) { return true }
    if data.starts(with: [0xFF, 0xFE]) { return false }
    // A title in English has a zero in every pair of bytes.
    let sample = Array(data.prefix(64))
    let zeros = [0, 1].map { parity in
      stride(from: parity, to: sample.count, by: 2).count { sample[$0] == 0 }
    }
    let half = sample.count / 2
    if half > 1, zeros[0] * 4 > half * 3, zeros[1] == 0 { return true }
    if half > 1, zeros[1] * 4 > half * 3, zeros[0] == 0 { return false }
    return isTold ? false : nil
  }
}
