import Support
import Synchronization

/// The contents of the files that this process has read: a file whose stamp is the same need not be
/// opened again to know its hash.
final class KnownContents: Sendable {
  private let files = Mutex<[PathKey: (stamp: FileStamp, hash: String)]>([:])

  func remember(_ path: String, stamp: FileStamp, hash: String) {
    files.withLock { $0[PathKey(path)] = (stamp, hash) }
  }

  /// SHA-256 of a file's bytes; nil where it was not read before, or has changed since.
  func hash(of path: String) -> String? {
    guard let known = files.withLock({ $0[PathKey(path)] }), FileStamp(path) == known.stamp else {
      return nil
    }
    return known.hash
  }
}
