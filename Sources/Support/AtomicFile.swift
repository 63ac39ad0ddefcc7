import Foundation

/// Writes files so that they appear whole or not at all: aside, flushed to disk, then renamed.
public enum AtomicFile {
  /// Replaces the file at `url` with `data`.
  /// - Throws: `SmilestoneError` that names the file and the system's reason (a full disk, say);
  ///   the earlier content, if any, is then untouched.
  /// - Parameter isFlushed: false where many files are written and `flushAll()` follows
  ///   them; until then a power cut may empty them.
  public static func write(_ data: Data, to url: URL, isFlushed: Bool = true) throws {
    try write(to: url, isFlushed: isFlushed) { handle in try handle.write(contentsOf: data) }
  }

  public static func write(_ text: String, to url: URL) throws {
    try write(Data(text.utf8), to: url)
  }

  /// Replaces the file at `url`, or the one that its links lead to, with what `body` writes into
  /// the handle it is given. What is no regular file is refused.
  ///
  /// While the file is being written it lies aside under a name of its own, locked. Killing the
  /// process leaves it there unlocked: `removeLeftovers(in:)` finds it.
  public static func write(
    to url: URL, isFlushed: Bool = true, _ body: (FileHandle) throws -> Void
  ) throws {
    let url = try OutputPlace.file(url)
    try writeAside(url, isFlushed: isFlushed) { handle in
      try body(handle)
      return url
    }
  }

  /// Writes a new file into a folder whose name is known when it is written.
  /// - Parameters:
  ///   - name: what it is called in messages, and where it lies aside.
  ///   - body: returns the file's name.
  /// - Returns: where the file is.
  public static func write(
    into folder: URL, as name: String, _ body: (FileHandle) throws -> String
  ) throws -> URL {
    try writeAside(folder.appendingPathComponent(name), isFlushed: true) { handle in
      try OutputPlace.file(folder.appendingPathComponent(body(handle)))
    }
  }

  /// - Parameter body: returns where the file goes, in the same folder.
  @discardableResult
  private static func writeAside(
    _ url: URL, isFlushed: Bool, _ body: (FileHandle) throws -> URL
  ) throws -> URL {
    let folder = url.deletingLastPathComponent()
    try createFolder(folder)
    let aside = folder.appendingPathComponent(asideName(of: url.lastPathComponent))
    let descriptor = try createLocked(aside, for: url)
    let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    let place: URL
    do {
      place = try body(handle)
      guard !isFlushed || fsync(descriptor) == 0 else { throw systemError("write", url) }
      guard rename(aside.path, place.path) == 0 else { throw systemError("rename", url) }
    } catch {
      unlink(aside.path)
      throw wrapped(error, url)
    }
    // Closing unlocks, so it comes last; the bytes are on disk already.
    try? handle.close()
    if isFlushed { flushFolder(folder) }
    PausePoint.passed(place)
    return place
  }

  /// Waits until all that was written without being flushed is on disk.
  public static func flushAll() { sync() }

  /// Creates and locks the file to write. Should `removeLeftovers` of another process remove it in
  /// the moment between the two, it is created again.
  private static func createLocked(_ aside: URL, for url: URL) throws -> Int32 {
    while true {
      let descriptor = open(aside.path, O_CREAT | O_TRUNC | O_RDWR | O_CLOEXEC, 0o644)
      guard descriptor >= 0 else { throw systemError("create", url) }
      flock(descriptor, LOCK_EX)
      var status = stat()
      if fstat(descriptor, &status) == 0, status.st_nlink > 0 { return descriptor }
      close(descriptor)
    }
  }

  /// Makes a folder and those above it.
  public static func createFolder(_ url: URL) throws {
    try OutputPlace.requireFolder(url)
    do {
      try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    } catch {
      throw SmilestoneError.failed(
        "The folder \(url.path) cannot be made: \(refusal(of: url)).",
        remedy: "Choose a place that you may write to.")
    }
  }

  /// Why a folder cannot be made, by the first of the missing ones above it: Foundation's reasons name none.
  private static func refusal(of folder: URL) -> String {
    var missing = folder
    var parent = missing.deletingLastPathComponent()
    while !FileManager.default.fileExists(atPath: parent.path), parent.path != missing.path {
      missing = parent
      parent = missing.deletingLastPathComponent()
    }
    guard mkdir(missing.path, 0o777) != 0 else { return "it could not be made at first; try again" }
    let code = errno
    return code == ENOENT ? "\(parent.path) takes no new folders" : systemReason(code)
  }

  /// The rename itself is only safe from a power cut once the folder is on disk.
  private static func flushFolder(_ folder: URL) {
    let descriptor = open(folder.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }

  private static func systemError(_ verb: String, _ url: URL) -> SmilestoneError {
    let code = errno
    let reason = String(cString: strerror(code))
    return .failed(
      "Cannot \(verb) \(url.path): \(reason).", remedy: remedy(forSystemCode: code))
  }

  private static func wrapped(_ error: any Error, _ url: URL) -> SmilestoneError {
    if let error = error as? SmilestoneError { return error }
    let code = Int32(posixCode(of: error as NSError))
    let reason = code == 0 ? error.localizedDescription : String(cString: strerror(code))
    return .failed(
      "Cannot write \(url.path): \(reason).", remedy: remedy(forSystemCode: code))
  }

  private static func posixCode(of error: NSError) -> Int {
    if error.domain == NSPOSIXErrorDomain { return error.code }
    if let inner = error.userInfo[NSUnderlyingErrorKey] as? NSError {
      return posixCode(of: inner)
    }
    return error.domain == NSCocoaErrorDomain
      && error.code == CocoaError.fileWriteOutOfSpace.rawValue
      ? Int(ENOSPC) : 0
  }

  private static func remedy(forSystemCode code: Int32) -> String {
    switch code {
    case ENOSPC, EDQUOT: "Free some space or choose another disk, then run the command again."
    case EACCES, EPERM, EROFS: "Choose a place that you may write to."
    default: "Check the disk and the path, then run the command again."
    }
  }
}
