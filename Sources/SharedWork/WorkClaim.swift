import Foundation
import Support
import Synchronization

/// Which process has a piece of work that several share, on one machine or more: files in the piece's
/// folder, `claim-1.txt`, `claim-2.txt` and so on, which are added and never changed.
///
/// The file system lets one process alone make a file (`O_EXCL`, which network file systems keep too).
/// Its holder touches it while it lives; once it is no longer touched, another process may make
/// the next.
public final class WorkClaim: Sendable {
  /// Who holds a claim.
  public struct Holder: Sendable, Equatable {
    public var host: String
    public var process: Int32
    /// Whether it still gives signs of life.
    public var isAlive: Bool
  }

  private static let touchesInSeconds = 10.0
  /// Longer than a slow network file system takes to show a touch to others.
  private static let silenceInSeconds = 90.0

  private let file: URL
  private let isReleased = Mutex(false)

  /// Takes a piece.
  /// - Parameter place: the piece's folder, which is made.
  /// - Returns: nil where another process has it.
  /// - Throws: `SmilestoneError` where the folder cannot be written.
  public static func take(_ place: URL) throws -> WorkClaim? {
    try AtomicFile.createFolder(place)
    let last = lastNumber(in: place)
    if last > 0, holder(of: claim(last, in: place)).isAlive { return nil }
    let file = claim(last + 1, in: place)
    let descriptor = open(file.path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else {
      // Another process was quicker.
      if errno == EEXIST { return nil }
      throw SmilestoneError.failed(
        "Cannot write into \(place.path): \(String(cString: strerror(errno))).",
        remedy: "Make the folder writable, then give the same command again.")
    }
    let process = ProcessInfo.processInfo
    let text = Array("\(process.hostName) \(process.processIdentifier)\n".utf8)
    _ = write(descriptor, text, text.count)
    close(descriptor)
    return WorkClaim(file)
  }

  /// Who has a piece, or had it last; nil where nobody has begun.
  public static func holder(in place: URL) -> Holder? {
    let last = lastNumber(in: place)
    return last > 0 ? holder(of: claim(last, in: place)) : nil
  }

  private init(_ file: URL) {
    self.file = file
    Thread.detachNewThread { [self] in
      var touched = ContinuousClock.now
      while !isReleased.withLock({ $0 }) {
        Thread.sleep(forTimeInterval: 0.1)
        guard ContinuousClock.now - touched >= .seconds(WorkClaim.touchesInSeconds) else {
          continue
        }
        touched = .now
        utimes(file.path, nil)
      }
    }
  }

  /// Ends it: where the piece is not done, others may take it at once.
  public func release() {
    isReleased.withLock { $0 = true }
    var long = [timeval(), timeval()]
    utimes(file.path, &long)
  }

  private static func claim(_ number: Int, in place: URL) -> URL {
    place.appendingPathComponent("claim-\(number).txt")
  }

  private static func lastNumber(in place: URL) -> Int {
    var number = 0
    while FileManager.default.fileExists(atPath: claim(number + 1, in: place).path) { number += 1 }
    return number
  }

  private static func holder(of file: URL) -> Holder {
    let words = ((try? String(contentsOf: file, encoding: .utf8)) ?? "").split(separator: " ")
    let host = words.first.map(String.init) ?? "another machine"
    let process =
      words.count > 1 ? Int32(words[1].trimmingCharacters(in: .whitespacesAndNewlines)) ?? 0 : 0
    let isHere = host == ProcessInfo.processInfo.hostName
    let isGone = isHere && process > 0 && kill(process, 0) != 0 && errno == ESRCH
    return Holder(host: host, process: process, isAlive: !isGone && isTouched(file))
  }

  /// By the clock of the file system, which another machine may keep.
  private static func isTouched(_ file: URL) -> Bool {
    let probe = file.deletingLastPathComponent().appendingPathComponent(".now-\(UUID().uuidString)")
    defer { unlink(probe.path) }
    let descriptor = open(probe.path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o644)
    if descriptor >= 0 { close(descriptor) }
    var (touched, now) = (stat(), stat())
    guard stat(file.path, &touched) == 0 else { return false }
    let seconds = stat(probe.path, &now) == 0 ? now.st_mtim.tv_sec : time(nil)
    return Double(seconds - touched.st_mtim.tv_sec) < silenceInSeconds
  }
}
