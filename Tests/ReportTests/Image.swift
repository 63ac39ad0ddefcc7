import Foundation

/// A small PNG made by the tests themselves: a round face with eyes and a mouth.
enum Image {
  /// - Parameters:
  ///   - eyes: eye radius as a share of the head's, larger in the young.
  ///   - smile: from −1 (corners down) to 1 (corners up).
  static func face(eyes: Double, smile: Double, side: Int = 64) -> Data {
    var rows: [UInt8] = []
    for y in 0..<side {
      rows.append(0)  // no row filter
      for x in 0..<side {
        let u = 2 * (Double(x) + 0.5) / Double(side) - 1
        let v = 2 * (Double(y) + 0.5) / Double(side) - 1
        rows += color(u, v, eyes: eyes, smile: smile)
      }
    }
    return png(side: side, rows: rows)
  }

  private static func color(_ u: Double, _ v: Double, eyes: Double, smile: Double) -> [UInt8] {
    guard u * u + v * v < 0.8 else { return [196, 206, 216] }
    let eye = min(hypot(u - 0.33, v + 0.2), hypot(u + 0.33, v + 0.2))
    let mouth = abs(v - 0.42 + smile * 0.9 * (u * u - 0.06))
    let isDark = eye < eyes || (abs(u) < 0.4 && mouth < 0.05)
    return isDark ? [60, 40, 40] : [232, 190, 160]
  }

  private static func png(side: Int, rows: [UInt8]) -> Data {
    let size = bigEndian(UInt32(side))
    var file = Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
    file += chunk("IHDR", size + size + [8, 2, 0, 0, 0])
    file += chunk("IDAT", zlib(rows))
    file += chunk("IEND", [])
    return file
  }

  /// Deflate without compression: stored blocks.
  private static func zlib(_ bytes: [UInt8]) -> [UInt8] {
    var stream: [UInt8] = [0x78, 0x01]
    var start = 0
    while start < bytes.count {
      let end = min(start + 65535, bytes.count)
      let length = UInt16(end - start)
      stream.append(end == bytes.count ? 1 : 0)
      for half in [length, ~length] { stream += [UInt8(half & 255), UInt8(half >> 8)] }
      stream += bytes[start..<end]
      start = end
    }
    var a: UInt32 = 1
    var b: UInt32 = 0
    for byte in bytes {
      a = (a + UInt32(byte)) % 65521
      b = (b + a) % 65521
    }
    return stream + bigEndian(b << 16 | a)
  }

  private static func chunk(_ type: String, _ content: [UInt8]) -> [UInt8] {
    let body = Array(type.utf8) + content
    var crc: UInt32 = 0xFFFF_FFFF
    for byte in body {
      crc ^= UInt32(byte)
      for _ in 0..<8 { crc = crc & 1 == 1 ? (crc >> 1) ^ 0xEDB8_8320 : crc >> 1 }
    }
    return bigEndian(UInt32(content.count)) + body + bigEndian(~crc)
  }

  private static func bigEndian(_ value: UInt32) -> [UInt8] {
    (0..<4).map { UInt8(value >> (24 - 8 * $0) & 255) }
  }
}
