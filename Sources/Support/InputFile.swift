import Foundation

/// Reads files of the user's into memory.
///
/// They are read, not mapped: a mapped file that another program shortens meanwhile, as editors and
/// synchronising clients do, would end this one (SIGBUS).
public enum InputFile {
  /// Larger files are not read: 4 GiB. A million predictions take 0.1 GB, a ViT-S/14 0.09 GB.
  static let maximumByteCount = 1 << 32

  /// The bytes of a whole file.
  /// - Parameter remedy: what to do where there is no such file.
  /// - Throws: `SmilestoneError.badInput` that names the file where it is missing, may not be read,
  ///   is no regular file, is too large, or was changed while it was read.
  public static func read(_ url: URL, remedy: String = "Check the path.") throws -> Data {
    let file = try OpenFile.open(url, remedy: remedy)
    guard file.byteCount > 0, let memory = malloc(file.byteCount) else {
      guard file.byteCount == 0 else {
        throw SmilestoneError.failed(
          "\(url.path) needs \(file.byteCount) bytes of memory, which are not there.",
          remedy: "End other programs, or use a machine with more memory.")
      }
      return Data()
    }
    let buffer = UnsafeMutableRawBufferPointer(start: memory, count: file.byteCount)
    do {
      try file.fill(buffer)
      try file.requireUnchanged()
    } catch {
      free(memory)
      throw error
    }
    return Data(bytesNoCopy: memory, count: file.byteCount, deallocator: .free)
  }

  /// Hands a whole file over in pieces, so that memory holds one of them.
  /// - Throws: what `read` throws, and what `body` throws.
  public static func forEachPiece(
    of url: URL, remedy: String = "Check the path.", _ body: (UnsafeRawBufferPointer) throws -> Void
  ) throws {
    let file = try OpenFile.open(url, remedy: remedy)
    let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
    defer { piece.deallocate() }
    var remaining = file.byteCount
    while remaining > 0 {
      let part = UnsafeMutableRawBufferPointer(rebasing: piece[..<min(piece.count, remaining)])
      try file.fill(part)
      try body(UnsafeRawBufferPointer(part))
      remaining -= part.count
    }
    try file.requireUnchanged()
  }
}

/// A regular file that is being read, and what it was when it was opened.
private struct OpenFile: ~Copyable {
  private let path: String
  private let descriptor: Int32
  private let status: stat

  var byteCount: Int { Int(status.st_size) }

  private init(path: String, descriptor: Int32, status: stat) {
    self.path = path
    self.descriptor = descriptor
    self.status = status
  }

  static func open(_ url: URL, remedy: String) throws -> OpenFile {
    // Without O_NONBLOCK a named pipe would wait for a writer.
    let descriptor = Foundation.open(url.path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      throw SmilestoneError.badInput(
        "\(url.path) cannot be read: \(systemReason(errno)).", remedy: remedy)
    }
    var status = stat()
    let isKnown = fstat(descriptor, &status) == 0
    let file = OpenFile(path: url.path, descriptor: descriptor, status: status)
    let kind = FileKind(status)
    guard isKnown, kind == .regular else {
      throw SmilestoneError.badInput(
        "\(url.path) cannot be read: it is \(kind?.name ?? "no file").", remedy: "Name a file.")
    }
    guard file.byteCount <= InputFile.maximumByteCount else {
      throw SmilestoneError.badInput(
        "\(url.path) has \(file.byteCount) bytes, more than the \(InputFile.maximumByteCount) that are "
          + "read.", remedy: "Check that it is the right file.")
    }
    return file
  }

  deinit { close(descriptor) }

  /// Fills memory with the file's next bytes.
  func fill(_ buffer: UnsafeMutableRawBufferPointer) throws {
    var count = 0
    while count < buffer.count {
      let step = Foundation.read(
        descriptor, buffer.baseAddress.map { $0 + count }, buffer.count - count)
      if step < 0, errno == EINTR { continue }
      guard step >= 0 else {
        throw SmilestoneError.badInput(
          "\(path) cannot be read: \(systemReason(errno)).", remedy: "Check the disk.")
      }
      guard step > 0 else { throw changed }
      count += step
    }
  }

  func requireUnchanged() throws {
    var now = stat()
    guard fstat(descriptor, &now) == 0, now.st_size == status.st_size,
      now.st_mtim.tv_sec == status.st_mtim.tv_sec, now.st_mtim.tv_nsec == status.st_mtim.tv_nsec
    else { throw changed }
  }

  private var changed: SmilestoneError {
    .badInput(
      "\(path) was changed while it was read.",
      remedy: "Wait until whatever writes it has ended, then run the command again.")
  }
}

/// The system's words for an error number: "No space left on device".
func systemReason(_ code: Int32) -> String { String(cString: strerror(code)) }
