import Foundation

/// Where the entries of a zip file lie, as `torch.save` writes it: stored, neither compressed nor
/// encrypted; zip64 where needed.
/// Source: PKWARE's APPNOTE 6.3.10, sections 4.3 and 4.5.3.
struct ZipArchive {
  private let file: Data
  /// Each entry's bytes in the file, by name.
  let entries: [String: Range<Int>]

  /// Entries that are compressed, which torch.save never writes.
  private let compressed: Set<String>

  static let firstBytes = Data("PK\u{3}\u{4}".utf8)
  /// A file for each tensor, and a few more.
  static let maximumEntryCount = StoredTensor.maximumCount + 100

  /// - Throws: `WeightsError` when the directory or an entry does not hold together.
  init(_ file: Data) throws {
    self.file = file
    let directory = try Directory(file)
    var reader = ByteReader(file, from: directory.offset)
    var entries: [String: Range<Int>] = [:]
    var compressed: Set<String> = []
    for _ in 0..<directory.entryCount {
      let (name, range, isStored) = try ZipArchive.entry(&reader, in: file)
      if !isStored { compressed.insert(name) }
      guard entries.updateValue(range, forKey: name) == nil else {
        throw WeightsError("has two entries \(shown(name))")
      }
    }
    self.entries = entries
    self.compressed = compressed
  }

  /// An entry's bytes, without copying them.
  func bytes(of name: String) throws -> Data {
    guard let range = entries[name] else { throw WeightsError("has no entry \(shown(name))") }
    guard !compressed.contains(name) else {
      throw WeightsError("has a compressed entry \(shown(name)), which torch.save never writes")
    }
    return file[(file.startIndex + range.lowerBound)..<(file.startIndex + range.upperBound)]
  }

  // MARK: The directory

  /// The end of the central directory, which says where it begins.
  private struct Directory {
    let offset: Int
    let entryCount: Int

    init(_ file: Data) throws {
      // The record has 22 bytes and a comment of up to 65,535 behind it.
      let mark = Data("PK\u{5}\u{6}".utf8)
      let tail = file.suffix(22 + 65_535)
      guard let found = tail.range(of: mark, options: .backwards) else {
        throw WeightsError("has no directory: it was cut off")
      }
      let end = found.lowerBound - file.startIndex
      var reader = ByteReader(file, from: end + 10)
      var count = UInt64(try reader.integer(UInt16.self))
      _ = try reader.integer(UInt32.self)
      var start = UInt64(try reader.integer(UInt32.self))
      _ = try reader.take(try reader.integer(UInt16.self))
      if let wide = try Directory.wideRecord(file, before: end) { (count, start) = wide }
      guard count <= ZipArchive.maximumEntryCount else {
        throw WeightsError("has \(count) entries, more than \(ZipArchive.maximumEntryCount)")
      }
      guard let offset = Int(exactly: start),
        offset <= end
      else { throw WeightsError("has a directory that lies outside the file") }
      self.offset = offset
      entryCount = Int(count)
    }

    /// The zip64 record, when a locator stands before the ordinary one.
    private static func wideRecord(
      _ file: Data, before end: Int
    ) throws -> (count: UInt64, start: UInt64)? {
      guard end >= 20 else { return nil }
      var locator = ByteReader(file, from: end - 20)
      guard try locator.integer(UInt32.self) == 0x0706_4B50 else { return nil }
      _ = try locator.integer(UInt32.self)
      guard let place = Int(exactly: try locator.integer(UInt64.self)), place <= end else {
        throw WeightsError("has a zip64 directory that lies outside the file")
      }
      var record = ByteReader(file, from: place)
      guard try record.integer(UInt32.self) == 0x0606_4B50 else {
        throw WeightsError("has a broken zip64 directory")
      }
      _ = try record.take(28)
      let count = try record.integer(UInt64.self)
      _ = try record.integer(UInt64.self)
      return (count, try record.integer(UInt64.self))
    }
  }

  /// Reads one line of the directory and finds the entry's bytes behind its own header.
  private static func entry(
    _ reader: inout ByteReader, in file: Data
  ) throws -> (name: String, range: Range<Int>, isStored: Bool) {
    guard try reader.integer(UInt32.self) == 0x0201_4B50 else {
      throw WeightsError("has a broken directory")
    }
    _ = try reader.take(4)
    let flags = try reader.integer(UInt16.self)
    let method = try reader.integer(UInt16.self)
    _ = try reader.take(8)
    var compressed = UInt64(try reader.integer(UInt32.self))
    var size = UInt64(try reader.integer(UInt32.self))
    let nameLength = try reader.integer(UInt16.self)
    let extraLength = try reader.integer(UInt16.self)
    let commentLength = try reader.integer(UInt16.self)
    _ = try reader.take(8)
    var header = UInt64(try reader.integer(UInt32.self))
    let name = try reader.text(nameLength)
    var extra = ByteReader(try reader.take(extraLength))
    _ = try reader.take(commentLength)
    // The zip64 field holds those of the three numbers that did not fit, in this order.
    while extra.remainingCount >= 4 {
      let kind = try extra.integer(UInt16.self)
      var field = ByteReader(try extra.take(try extra.integer(UInt16.self)))
      guard kind == 1 else { continue }
      if size == UInt32.max { size = try field.integer() }
      if compressed == UInt32.max { compressed = try field.integer() }
      if header == UInt32.max { header = try field.integer() }
    }
    guard flags & 1 == 0 else { throw WeightsError("has an encrypted entry \(shown(name))") }
    let range = try naming("has an entry \(shown(name)) that") {
      try bytes(header, compressed, in: file)
    }
    return (name, range, method == 0 && compressed == size)
  }

  /// The bytes behind an entry's own header, whose name and extra field may have other lengths.
  private static func bytes(
    _ header: UInt64, _ size: UInt64, in file: Data
  ) throws -> Range<Int> {
    guard let start = Int(exactly: header), start < file.count else {
      throw WeightsError("lies outside the file")
    }
    var reader = ByteReader(file, from: start)
    guard try reader.integer(UInt32.self) == 0x0403_4B50 else {
      throw WeightsError("has no header")
    }
    _ = try reader.take(22)
    let skipped = Int(try reader.integer(UInt16.self)) + Int(try reader.integer(UInt16.self))
    _ = try reader.take(skipped)
    let first = reader.position
    return first..<(first + (try reader.take(size)).count)
  }
}
