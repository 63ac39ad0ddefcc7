import Foundation

/// Builds zip files of stored entries, as `torch.save` writes them, or with one thing wrong.
public struct ZipBuilder {
  /// Writes sizes and places as zip64 does beyond 4 GB.
  public var usesZip64 = false
  /// Compression method and flags that the directory claims.
  public var method: UInt16 = 0
  public var flags: UInt16 = 0
  /// What the directory adds to every entry's size and place.
  public var sizeError: UInt32 = 0
  public var placeError: UInt32 = 0

  public init() {}

  public func build(_ entries: [(name: String, bytes: Data)]) -> Data {
    var file = Data()
    var directory = Data()
    for entry in entries {
      let place = file.count
      let size = UInt32(entry.bytes.count)
      file += number(UInt32(0x0403_4B50)) + number(UInt16(20)) + number(flags) + number(method)
      file += Data(count: 8) + number(size) + number(size)
      file += number(UInt16(entry.name.utf8.count)) + number(UInt16(0)) + Data(entry.name.utf8)
      file += entry.bytes
      directory += header(entry.name, size: size &+ sizeError, place: UInt32(place) &+ placeError)
    }
    let start = file.count
    file += directory
    if usesZip64 { file += wideEnd(entries.count, directory.count, start, at: file.count) }
    let count = usesZip64 ? UInt16.max : UInt16(entries.count)
    file += number(UInt32(0x0605_4B50)) + Data(count: 4) + number(count) + number(count)
    file += number(usesZip64 ? UInt32.max : UInt32(directory.count))
    file += number(usesZip64 ? UInt32.max : UInt32(start)) + number(UInt16(0))
    return file
  }

  /// One line of the directory.
  private func header(_ name: String, size: UInt32, place: UInt32) -> Data {
    var extra = Data()
    if usesZip64 {
      extra = number(UInt16(1)) + number(UInt16(24)) + number(UInt64(size)) + number(UInt64(size))
      extra += number(UInt64(place))
    }
    let shownSize = usesZip64 ? UInt32.max : size
    var line = number(UInt32(0x0201_4B50)) + number(UInt16(20)) + number(UInt16(20))
    line += number(flags) + number(method) + Data(count: 8) + number(shownSize) + number(shownSize)
    line += number(UInt16(name.utf8.count)) + number(UInt16(extra.count)) + Data(count: 10)
    line += number(usesZip64 ? UInt32.max : place) + Data(name.utf8) + extra
    return line
  }

  private func wideEnd(_ count: Int, _ size: Int, _ start: Int, at place: Int) -> Data {
    var end = number(UInt32(0x0606_4B50)) + number(UInt64(44)) + Data(count: 12)
    end += number(UInt64(count)) + number(UInt64(count)) + number(UInt64(size))
    end += number(UInt64(start))
    return end + number(UInt32(0x0706_4B50)) + Data(count: 4) + number(UInt64(place))
      + number(UInt32(1))
  }

  private func number(_ value: some FixedWidthInteger) -> Data {
    withUnsafeBytes(of: value.littleEndian) { Data($0) }
  }
}
