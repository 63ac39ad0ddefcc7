import Foundation
import Synchronization

/// Where the program stops for a test that is to find it there, to kill it or to look at it.
///
/// The environment variable `SMILESTONE_PAUSE_AFTER` holds the end of a file's path. The process stops
/// itself, as by SIGSTOP, when it has first written such a file; SIGCONT lets it continue. With
/// `SMILESTONE_PAUSE_PARENT_AFTER` it stops the process that started it, a search, and continues itself.
enum PausePoint {
  private static let ending = environment["SMILESTONE_PAUSE_AFTER"]
  private static let endingForParent = environment["SMILESTONE_PAUSE_PARENT_AFTER"]
  private static let environment = ProcessInfo.processInfo.environment
  private static let wasReached = Mutex(false)

  static func passed(_ file: URL) {
    let isOwn = ending.map(file.path.hasSuffix) ?? false
    guard isOwn || endingForParent.map(file.path.hasSuffix) ?? false else { return }
    let isFirst = wasReached.withLock { reached in
      defer { reached = true }
      return !reached
    }
    if isFirst { kill(isOwn ? getpid() : getppid(), SIGSTOP) }
  }
}
