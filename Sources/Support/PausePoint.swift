import Foundation
import Synchronization

/// Where the program stops for a test that is to find it there, to kill it or to look at it.
///
/// The environment variable `SMILESTONE_PAUSE_AFTER` holds the end of a file's path. The process stops
/// itself, as by SIGSTOP, when it has first written such a file; SIGCONT lets it go on.
enum PausePoint {
  private static let ending = ProcessInfo.processInfo.environment["SMILESTONE_PAUSE_AFTER"]
  private static let wasReached = Mutex(false)

  static func passed(_ file: URL) {
    guard let ending, file.path.hasSuffix(ending) else { return }
    let isFirst = wasReached.withLock { reached in
      defer { reached = true }
      return !reached
    }
    if isFirst { kill(getpid(), SIGSTOP) }
  }
}
