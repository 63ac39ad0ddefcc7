import Foundation

/// Keeps a folder to one process at a time.
///
/// The lock is the system's (`flock`), on a file in the folder that says who holds it: it ends with
/// its process, however that ends, so a killed one leaves none behind. On a file system without
/// locks nothing is locked.
public enum FolderLock {
  private static let fileName = ".smilestone.lock"

  /// Runs `body` while this process alone may write into a folder, which is made where it is
  /// missing. What killed processes have left half-written in it goes first. A folder that was made
  /// and is still empty afterwards goes too.
  /// - Parameter command: what the holder does, for others to read.
  /// - Throws: `SmilestoneError.failed` that names the holder, where another process has the folder;
  ///   what `body` throws.
  public static func holding<Result>(
    _ folder: URL, command: String, _ body: () throws -> Result
  ) throws -> Result {
    let made = missingFolders(folder)
    try AtomicFile.createFolder(folder)
    let file = folder.appendingPathComponent(fileName).path
    let descriptor = try acquire(file, of: folder)
    defer {
      // Removed before it is unlocked: whoever opens it in between finds it gone, and makes another.
      unlink(file)
      close(descriptor)
      for folder in made { rmdir(folder) }
    }
    write(holder(command), to: descriptor)
    AtomicFile.removeLeftovers(below: folder)
    return try body()
  }

  /// Refuses a folder that another process has.
  /// - Throws: `SmilestoneError.failed` that names the holder.
  public static func requireFree(_ folder: URL) throws {
    let descriptor = open(
      folder.appendingPathComponent(fileName).path, O_RDWR | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    if flock(descriptor, LOCK_SH | LOCK_NB) != 0, errno == EWOULDBLOCK {
      throw inUse(folder, descriptor)
    }
  }

  private static func acquire(_ file: String, of folder: URL) throws -> Int32 {
    while true {
      let descriptor = open(file, O_CREAT | O_RDWR | O_CLOEXEC | O_NOFOLLOW, 0o644)
      guard descriptor >= 0 else {
        throw SmilestoneError.failed(
          "Cannot write into \(folder.path): \(String(cString: strerror(errno))).",
          remedy: "Choose a place that you may write to.")
      }
      if flock(descriptor, LOCK_EX | LOCK_NB) != 0, errno == EWOULDBLOCK {
        defer { close(descriptor) }
        throw inUse(folder, descriptor)
      }
      // A former holder may have removed the file just before it was locked here.
      var status = stat()
      if fstat(descriptor, &status) == 0, status.st_nlink > 0 { return descriptor }
      close(descriptor)
    }
  }

  // MARK: The holder

  private static func holder(_ command: String) -> String {
    let time = ISO8601DateFormatter().string(from: Date())
    let process = ProcessInfo.processInfo
    return "process \(process.processIdentifier) on \(process.hostName), since \(time): \(command)"
  }

  private static func write(_ text: String, to descriptor: Int32) {
    ftruncate(descriptor, 0)
    let bytes = Array(text.utf8)
    // A disk that is full shows with the first file that matters.
    _ = pwrite(descriptor, bytes, bytes.count, 0)
  }

  private static func inUse(_ folder: URL, _ descriptor: Int32) -> SmilestoneError {
    .failed(
      "Another process writes into \(folder.path) (\(readHolder(descriptor))).",
      remedy: "Wait until it has ended, or stop it, then give the command again; or choose another "
        + "folder.")
  }

  private static func readHolder(_ descriptor: Int32) -> String {
    var bytes = [UInt8](repeating: 0, count: 4096)
    // The holder may be about to write who it is.
    for _ in 0..<20 {
      let count = pread(descriptor, &bytes, bytes.count, 0)
      if count > 0 { return String(decoding: bytes.prefix(count), as: UTF8.self) }
      usleep(10_000)
    }
    return "which does not say who it is"
  }

  /// The folder and those above it that do not exist, the deepest first.
  private static func missingFolders(_ folder: URL) -> [String] {
    var missing: [String] = []
    var url = folder.standardizedFileURL
    while url.path != "/", !FileManager.default.fileExists(atPath: url.path) {
      missing.append(url.path)
      url = url.deletingLastPathComponent()
    }
    return missing
  }
}
