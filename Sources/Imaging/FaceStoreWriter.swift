import Foundation
import Support

/// Writes faces of one form into a new file, one behind the other.
final class FaceStoreWriter {
  private let form: FaceForm
  private let handle: FileHandle
  private var index = FaceStoreFile.Index()
  private var hashes: Set<String> = []

  /// - Parameter room: faces at most. Their place on the disk is taken at once: a disk too small shows
  ///   now, not after an hour.
  private init(_ form: FaceForm, _ handle: FileHandle, room: Int) throws {
    self.form = form
    self.handle = handle
    let reserved = posix_fallocate(handle.fileDescriptor, 0, off_t(room * form.byteCount))
    guard reserved == 0 else { throw POSIXError(POSIXErrorCode(rawValue: reserved) ?? .EIO) }
  }

  /// Writes a file for each form: whole, or not at all.
  /// - Parameters:
  ///   - room: faces in a file at most.
  ///   - body: appends to the writers, one for each form.
  /// - Returns: the files, named after their contents.
  static func write(
    _ forms: [FaceForm], into folder: URL, room: Int, _ body: ([FaceStoreWriter]) throws -> Void
  ) throws -> [URL] {
    var urls: [URL] = []
    func open(_ rest: ArraySlice<FaceForm>, _ writers: [FaceStoreWriter]) throws {
      guard let form = rest.first else { return try body(writers) }
      let url = try AtomicFile.write(into: folder, as: "\(form.filePrefix)faces") { handle in
        let writer = try FaceStoreWriter(form, handle, room: room)
        try open(rest.dropFirst(), writers + [writer])
        return try writer.finish()
      }
      urls.append(url)
    }
    try open(forms[...], [])
    return urls.reversed()
  }

  /// Appends one face; a content that is there already is passed over.
  func append(_ made: MadeFaces, face: [UInt8], hash: String) throws {
    guard hashes.insert(hash).inserted else { return }
    let slot = index.hashes.count
    try handle.write(contentsOf: Data(face))
    index.hashes.append(hash)
    index.widths.append(made.properties.width)
    index.heights.append(made.properties.height)
    index.formats.append(made.properties.format)
    index.byteCounts.append(made.properties.byteCount)
    if let failure = made.failure { index.failures[slot] = failure }
    if made.isDark { index.dark.append(slot) }
    if made.lacksEnd { index.unended.append(slot) }
  }

  /// Writes what follows the faces.
  /// - Returns: the file's name.
  private func finish() throws -> String {
    let end = index.hashes.count * form.byteCount
    index.checksums = try FaceStoreFile.checksums(handle.fileDescriptor, byteCount: end)
    index.key = try FaceStoreFile.key(form, hashes: index.hashes)
    try handle.write(contentsOf: FaceStoreFile.tail(index))
    try handle.truncate(atOffset: handle.offset())
    return "\(form.filePrefix)\(index.key.prefix(32))\(FaceStoreFile.nameEnding)"
  }
}
