import Foundation

/// Reads values one after the other from bytes that may end anywhere.
struct ByteReader {
  private let bytes: Data
  /// Bytes read so far.
  private(set) var position: Int

  /// - Parameter position: where to start, at most the number of bytes.
  init(_ bytes: Data, from position: Int = 0) {
    self.bytes = bytes
    self.position = min(max(position, 0), bytes.count)
  }

  var remainingCount: Int { bytes.count - position }

  /// The next bytes, without copying them.
  mutating func take(_ count: some BinaryInteger) throws -> Data {
    guard let count = Int(exactly: count), count >= 0, count <= remainingCount else {
      throw WeightsError("ends too early")
    }
    let start = bytes.startIndex + position
    position += count
    return bytes[start..<(start + count)]
  }

  mutating func byte() throws -> UInt8 {
    guard remainingCount > 0 else { throw WeightsError("ends too early") }
    defer { position += 1 }
    return bytes[bytes.startIndex + position]
  }

  /// A little-endian number.
  mutating func integer<Number: FixedWidthInteger>(_ type: Number.Type = Number.self) throws
    -> Number
  {
    let part = try take(Number.bitWidth / 8)
    return part.reversed().reduce(into: Number.zero) {
      $0 = $0 << 8 | Number(truncatingIfNeeded: $1)
    }
  }

  /// Text up to a line feed, which is passed over.
  mutating func line() throws -> String {
    let rest = bytes[(bytes.startIndex + position)...].prefix(1000)
    guard let end = rest.firstIndex(of: UInt8(ascii: "\n")) else {
      throw WeightsError("has a line without an end")
    }
    let text = try text(end - rest.startIndex)
    position += 1
    return text
  }

  /// UTF-8 text of a length in bytes.
  mutating func text(_ count: some BinaryInteger) throws -> String {
    guard let text = String(validating: try take(count), as: UTF8.self) else {
      throw WeightsError("has text that is not UTF-8")
    }
    return text
  }
}
