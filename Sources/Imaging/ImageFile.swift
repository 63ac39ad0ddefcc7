import Foundation
import Support

/// Reads whole image files.
enum ImageFile {
  /// Larger files are no images of faces.
  static let maximumBytes = 1 << 29

  struct Content {
    let bytes: [UInt8]
    /// Nil where the file was changed while it was read.
    let stamp: FileStamp?
  }

  static func read(_ path: String) throws(ImageError) -> [UInt8] { try content(path).bytes }

  static func content(_ path: String) throws(ImageError) -> Content {
    // Without O_NONBLOCK a named pipe would wait for a writer.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw systemFailure() }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw systemFailure() }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw ImageError("it is not a file", remedy: "Name an image file.")
    }
    guard status.st_size <= maximumBytes else {
      throw ImageError(
        "its \(status.st_size) bytes exceed the limit of \(maximumBytes)",
        remedy: "Scale the image down.")
    }
    let size = Int(status.st_size)
    var failed = false
    let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      while count < size {
        let step = Foundation.read(descriptor, buffer.baseAddress.map { $0 + count }, size - count)
        if step < 0 && errno == EINTR { continue }
        failed = step < 0
        if step <= 0 { return }
        count += step
      }
    }
    guard !failed else { throw systemFailure() }
    let before = FileStamp(status)
    let isSame = fstat(descriptor, &status) == 0 && FileStamp(status) == before
    return Content(bytes: bytes, stamp: isSame && bytes.count == size ? before : nil)
  }

  private static func systemFailure() -> ImageError {
    let code = errno
    return switch code {
    case ENOENT, ENOTDIR:
      ImageError("there is no such file", remedy: "Check the path.")
    case EACCES, EPERM:
      ImageError("it may not be read", remedy: "Give yourself permission to read it.")
    default:
      ImageError(
        "it cannot be read (\(String(cString: strerror(code))))",
        remedy: "Check the disk and the path.")
    }
  }
}
