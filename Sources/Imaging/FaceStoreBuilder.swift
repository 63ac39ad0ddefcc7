import Foundation
import Support

/// Decodes images into a new face store file.
struct FaceStoreBuilder: Sendable {
  let contents: FaceContents
  /// Side of the faces in pixels.
  let size: Int
  let colour: FaceColour
  let key: String

  private var faceSize: Int { 3 * size * size }

  /// Writes the file: whole, or not at all. Memory holds one image for each core, no more.
  func build(_ url: URL, observer: any ProgressObserver) throws {
    let count = contents.hashes.count
    let progress = ProgressCounter(
      task: "Decoding", total: count, unit: "images", observer: observer)
    try AtomicFile.write(to: url) { handle in
      let descriptor = handle.fileDescriptor
      // A disk too small shows at once, not after an hour.
      let reserved = count == 0 ? 0 : posix_fallocate(descriptor, 0, off_t(count * faceSize))
      guard reserved == 0 else { throw systemError(reserved) }
      let results = try parallelMap(count: count) { slot in
        let result = try store(slot, in: descriptor)
        progress.advance()
        return result
      }
      let failures = results.enumerated().compactMap { slot, result in
        result.failure.map { (slot, $0) }
      }
      let index = FaceStoreFile.Index(
        key: key, failures: Dictionary(uniqueKeysWithValues: failures),
        oblong: results.indices.filter { results[$0].isOblong },
        dark: results.indices.filter { results[$0].isDark },
        checksums: try FaceStoreFile.checksums(descriptor, byteCount: count * faceSize))
      try handle.seek(toOffset: UInt64(count * faceSize))
      try handle.write(contentsOf: FaceStoreFile.tail(index))
    }
  }

  /// What came of one image.
  private struct Result: Sendable {
    /// Why it could not be decoded; nil where it was.
    var failure: String?
    var isOblong = false
    var isDark = false
  }

  /// Decodes one image into its slot.
  private func store(_ slot: Int, in descriptor: Int32) throws -> Result {
    let decoded: DecodedImage
    do {
      decoded = try read(slot).withUnsafeBytes { try DecodedImage.decode($0) }
    } catch let failure as ImageFailure {
      return Result(failure: failure.reason)
    }
    let image = decoded.image
    let fewest = FaceStore.smallestSide
    guard min(image.width, image.height) >= fewest else {
      return Result(
        failure: "\(image.width) × \(image.height) pixels are too few to show a face "
          + "(\(fewest) × \(fewest) at least)")
    }
    let face = image.resized(toWidth: size, height: size)
    try write((colour == .grey ? face.grey() : face).planes, to: slot, in: descriptor)
    return Result(isOblong: image.isOblong, isDark: decoded.darkness != nil)
  }

  /// The bytes that were hashed. Anything else must not be kept under their hash, not even as a
  /// failure.
  private func read(_ slot: Int) throws -> [UInt8] {
    let path = contents.paths[slot]
    guard let bytes = try? ImageFile.read(path),
      try ContentHash.sha256(of: bytes) == contents.hashes[slot]
    else {
      throw SmilestoneError.failed(
        "The image \(path) changed while it was being read.", remedy: "Run the command again.")
    }
    return bytes
  }

  private func write(_ face: [UInt8], to slot: Int, in descriptor: Int32) throws {
    try face.withUnsafeBytes { bytes in
      var done = 0
      while done < bytes.count {
        let step = pwrite(
          descriptor, bytes.baseAddress.map { $0 + done }, bytes.count - done,
          off_t(slot * faceSize + done))
        if step < 0 && errno != EINTR { throw systemError(errno) }
        done += max(step, 0)
      }
    }
  }

  /// `AtomicFile` names the file and gives the remedy.
  private func systemError(_ code: Int32) -> POSIXError {
    POSIXError(POSIXErrorCode(rawValue: code) ?? .EIO)
  }
}
