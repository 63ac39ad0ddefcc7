import Foundation
import Support

/// A file of decoded faces of one form, memory-mapped, which may be larger than memory. It is safe to map:
/// only this program writes it, aside, and renames it; nothing changes a file of that name later.
///
/// Layout: the faces, each [3, size, size] of bytes; the index as JSON; the index's size in bytes
/// (64 bits, little-endian); eight bytes that end every whole file. Images that could not be
/// decoded have a slot too, filled with zeros, and a reason in the index.
struct FaceStoreFile: Sendable {
  /// What a file holds, by slot.
  struct Index: Codable, Sendable {
    /// Hash over form and contents.
    var key = ""
    /// SHA-256 of each image's bytes.
    var hashes: [String] = []
    var widths: [Int] = []
    var heights: [Int] = []
    var formats: [String] = []
    var byteCounts: [Int] = []
    /// Reasons why images could not be decoded.
    var failures: [Int: String] = [:]
    /// The 16-bit images that are nearly black.
    var dark: [Int] = []
    /// The slots of JPEG files without their end mark.
    var unended: [Int] = []
    /// SHA-256 of the faces' bytes, block by block.
    var checksums: [String] = []

    var isWhole: Bool {
      [widths.count, heights.count, formats.count, byteCounts.count].allSatisfy {
        $0 == hashes.count
      } && (Array(failures.keys) + dark + unended).allSatisfy(hashes.indices.contains)
    }
  }

  /// What the names of all files end in.
  static let nameEnding = ".faces"
  private static let ending = Array("SMFACES3".utf8)
  /// Bytes of the faces that one checksum covers.
  private static let blockSize = 4 << 20

  /// Each content's slot.
  let slots: [String: Int]
  let failures: [Int: String]
  let dark: Set<Int>
  let unended: Set<Int>
  private let form: FaceForm
  private let index: Index
  private let bytes: Data

  /// Maps a file; nil where it is missing, cut short, damaged, or of another version.
  init?(_ url: URL, form: FaceForm) {
    guard let handle = try? FileHandle(forReadingFrom: url),
      let bytes = try? Data(contentsOf: url, options: .alwaysMapped)
    else { return nil }
    defer { try? handle.close() }
    let indexEnd = bytes.count - 8 - Self.ending.count
    guard indexEnd >= 0, bytes.suffix(Self.ending.count).elementsEqual(Self.ending),
      let indexSize = Int(exactly: Self.size(in: bytes[indexEnd..<indexEnd + 8])),
      indexSize <= indexEnd,
      let index = try? JSONText.decode(
        Index.self, from: bytes[indexEnd - indexSize..<indexEnd], name: url.path, as: "an index",
        remedy: ""),
      index.isWhole, index.hashes.count * form.byteCount == indexEnd - indexSize,
      (try? Self.key(form, hashes: index.hashes)) == index.key,
      let checksums = try? Self.checksums(
        handle.fileDescriptor, byteCount: indexEnd - indexSize),
      checksums == index.checksums
    else { return nil }
    slots = Dictionary(zip(index.hashes, 0...)) { first, _ in first }
    failures = index.failures
    dark = Set(index.dark)
    unended = Set(index.unended)
    self.form = form
    self.index = index
    self.bytes = bytes
  }

  /// Hash over form and contents, which names a file.
  static func key(_ form: FaceForm, hashes: [String]) throws -> String {
    try ContentHash.sha256(ofStrings: ["faces 3", "\(form.size)", form.colour.rawValue] + hashes)
  }

  func properties(of slot: Int) -> ImageProperties {
    ImageProperties(
      width: index.widths[slot], height: index.heights[slot], format: index.formats[slot],
      byteCount: index.byteCounts[slot])
  }

  /// SHA-256 of each block of a file's first bytes, on all cores.
  static func checksums(_ descriptor: Int32, byteCount: Int) throws -> [String] {
    try parallelMap(count: (byteCount + blockSize - 1) / blockSize) { block in
      let start = block * blockSize
      var bytes = [UInt8](repeating: 0, count: min(blockSize, byteCount - start))
      try bytes.withUnsafeMutableBytes { buffer in
        var done = 0
        while done < buffer.count {
          let step = pread(
            descriptor, buffer.baseAddress.map { $0 + done }, buffer.count - done,
            off_t(start + done))
          if step < 0, errno == EINTR { continue }
          guard step > 0 else { throw POSIXError(.EIO) }
          done += step
        }
      }
      return try ContentHash.sha256(of: bytes)
    }
  }

  /// The bytes of a face, [3, size, size].
  func withFace<Result>(
    _ slot: Int, _ body: (UnsafeBufferPointer<UInt8>) throws -> Result
  ) rethrows -> Result {
    try bytes.withUnsafeBytes { bytes in
      let face = bytes[slot * form.byteCount..<(slot + 1) * form.byteCount]
      return try body(UnsafeRawBufferPointer(rebasing: face).assumingMemoryBound(to: UInt8.self))
    }
  }

  /// What follows the faces in a file.
  static func tail(_ index: Index) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    var tail = try encoder.encode(index)
    let size = UInt64(tail.count)
    tail.append(contentsOf: (0..<8).map { UInt8(truncatingIfNeeded: size >> (8 * $0)) })
    tail.append(contentsOf: ending)
    return tail
  }

  private static func size(in bytes: Data) -> UInt64 {
    bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }
}
