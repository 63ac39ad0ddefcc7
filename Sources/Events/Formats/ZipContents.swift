import CZip
import Foundation
import Support

/// Small zip files in memory, by libzip.
enum ZipContents {
  /// Larger entries are not read: no spreadsheet of codes is.
  private static let maximumByteCount = 1 << 26

  /// The bytes of one entry; nil where there is none of that name, or it is too large or damaged.
  static func entry(_ name: String, of data: Data) -> Data? {
    data.withUnsafeBytes { bytes in
      guard let source = zip_source_buffer_create(bytes.baseAddress, UInt64(bytes.count), 0, nil)
      else { return nil }
      guard let archive = zip_open_from_source(source, ZIP_RDONLY, nil) else {
        zip_source_free(source)
        return nil
      }
      defer { zip_discard(archive) }
      var status = zip_stat_t()
      guard zip_stat(archive, name, 0, &status) == 0, status.size <= maximumByteCount,
        let file = zip_fopen(archive, name, 0)
      else { return nil }
      defer { zip_fclose(file) }
      var content = Data(count: Int(status.size))
      let count = content.withUnsafeMutableBytes { zip_fread(file, $0.baseAddress, status.size) }
      return count == Int64(status.size) ? content : nil
    }
  }

  /// A zip file of some entries; the same entries are the same bytes.
  /// - Throws: `SmilestoneError.failed` where there is not enough memory.
  static func file(_ entries: [(name: String, bytes: Data)]) throws -> Data {
    let failure = SmilestoneError.failed(
      "A zip file cannot be made: there is not enough memory.", remedy: "End other programs.")
    guard let target = zip_source_buffer_create(nil, 0, 0, nil) else { throw failure }
    zip_source_keep(target)
    defer { zip_source_free(target) }
    guard let archive = zip_open_from_source(target, ZIP_TRUNCATE, nil) else { throw failure }
    // The archive reads them when it is closed.
    let copies = entries.map { entry in
      let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: entry.bytes.count, alignment: 1)
      copy.copyBytes(from: entry.bytes)
      return copy
    }
    defer { for copy in copies { copy.deallocate() } }
    for (entry, copy) in zip(entries, copies) {
      let source = zip_source_buffer(archive, copy.baseAddress, UInt64(copy.count), 0)
      let index = zip_file_add(archive, entry.name, source, UInt32(ZIP_FL_ENC_UTF_8))
      // The first of January 1980, where zip's dates begin.
      guard index >= 0, zip_file_set_dostime(archive, UInt64(index), 0, 0x21, 0) == 0 else {
        zip_discard(archive)
        throw failure
      }
    }
    guard zip_close(archive) == 0, zip_source_open(target) == 0 else { throw failure }
    defer { zip_source_close(target) }
    zip_source_seek(target, 0, SEEK_END)
    let count = Int(zip_source_tell(target))
    zip_source_seek(target, 0, SEEK_SET)
    var data = Data(count: max(count, 0))
    let read = data.withUnsafeMutableBytes {
      zip_source_read(target, $0.baseAddress, UInt64(count))
    }
    guard read == Int64(count) else { throw failure }
    return data
  }
}
