import Foundation
import Support

/// The file behind a face store, memory-mapped, which may be larger than memory. It is safe to map:
/// only this program writes it, aside, and renames it; nothing changes a file of that name later.
///
/// Layout: the faces, each [3, size, size] of bytes; the index as JSON; the index's size in bytes
/// (64 bits, little-endian); eight bytes that end every whole file. Faces that could not be
/// decoded have a slot too, filled with zeros, and a reason in the index.
struct FaceStoreFile: Sendable {
  /// What a file holds; a file with another index than expected is not used.
  struct Index: Codable, Sendable {
    /// Hash over format version, size, colour and contents.
    let key: String
    /// Reasons, by slot, why images could not be decoded.
    let failures: [Int: String]
    /// The slots of images that are far from square, and of 16-bit ones that are nearly black.
    let oblong: [Int]
    let dark: [Int]
    /// SHA-256 of the faces' bytes, block by block.
    let checksums: [String]
  }

  static let ending = Array("SMFACES2".utf8)
  /// Bytes of the faces that one checksum covers.
  private static let blockSize = 4 << 20

  let faceSize: Int
  let failures: [Int: String]
  let oblong: Set<Int>
  let dark: Set<Int>
  private let bytes: Data

  /// Maps a file; nil where it is missing, cut short, damaged, or not what is expected.
  init?(_ url: URL, key: String, faceSize: Int, faceCount: Int) {
    guard let handle = try? FileHandle(forReadingFrom: url),
      let bytes = try? Data(contentsOf: url, options: .alwaysMapped)
    else { return nil }
    defer { try? handle.close() }
    let facesEnd = faceSize * faceCount
    let indexEnd = bytes.count - 8 - Self.ending.count
    guard indexEnd >= facesEnd, bytes.suffix(Self.ending.count).elementsEqual(Self.ending),
      Self.size(in: bytes[indexEnd..<indexEnd + 8]) == UInt64(indexEnd - facesEnd),
      let index = try? JSONText.decode(
        Index.self, from: bytes[facesEnd..<indexEnd], name: url.path, as: "an index", remedy: ""),
      index.key == key,
      let checksums = try? Self.checksums(handle.fileDescriptor, byteCount: facesEnd),
      checksums == index.checksums
    else { return nil }
    self.faceSize = faceSize
    self.failures = index.failures
    oblong = Set(index.oblong)
    dark = Set(index.dark)
    self.bytes = bytes
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
      let face = bytes[slot * faceSize..<(slot + 1) * faceSize]
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
