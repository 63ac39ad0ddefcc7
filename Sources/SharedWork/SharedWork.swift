import Foundation
import Support

/// Work in pieces that several processes divide, on one machine or on several that share a folder: each
/// takes the next piece that no other has (`WorkClaim`) and waits at the end for the others'.
public enum SharedWork {
  private static let waitInTenthsOfSeconds = 20
  private static let mostFailuresWhileFree = 10

  /// Does a piece that is neither done nor another process's.
  /// - Parameter place: the piece's folder, which is made.
  /// - Returns: false where another process has it.
  public static func attempt(
    _ place: URL, isDone: () throws -> Bool, _ body: () throws -> Void
  ) throws -> Bool {
    if try isDone() { return true }
    guard !Interruption.isRequested else { throw stopped }
    guard let claim = try WorkClaim.take(place) else { return false }
    defer { claim.release() }
    // Another process may have ended it just before it was free.
    if try !isDone() { try body() }
    return true
  }

  /// Goes over pieces until all are done, here or in other processes.
  /// - Parameters:
  ///   - unit: what a piece is: "training".
  ///   - folder: the work's, which `smilestone status` takes.
  ///   - attempt: tries pieces and says of each whether it is done.
  /// - Throws: `SmilestoneError.stopped` when the user ends the waiting; what `attempt` throws.
  public static func untilDone<Piece>(
    _ pieces: [Piece], unit: String, in folder: URL, observer: any ProgressObserver,
    _ attempt: ([Piece]) throws -> [Bool]
  ) throws {
    var open = pieces
    while true {
      let others = try zip(open, attempt(open)).filter { !$1 }.map(\.0)
      guard !others.isEmpty else { return }
      if others.count != open.count || open.count == pieces.count {
        observer.message(
          "Waiting for \(counted(others.count, unit)) of other processes "
            + "(`smilestone status \(folder.path)`)")
      }
      open = others
      for _ in 0..<waitInTenthsOfSeconds {
        guard !Interruption.isRequested else { throw stopped }
        Thread.sleep(forTimeInterval: 0.1)
      }
    }
  }

  public static let stopped = SmilestoneError.stopped(
    "The work was stopped.", remedy: "The same command continues from where it was.")

  /// Runs `body` while no other process prepares the work or sums it up; waits for one that does.
  /// - Parameter command: what this process does, for others to read.
  public static func alone<Result>(
    in folder: URL, command: String, observer: any ProgressObserver, _ body: () throws -> Result
  ) throws -> Result {
    var hasBegun = false
    var hasWaited = false
    var failuresWhileFree = 0
    while true {
      do {
        return try FolderLock.holding(folder, command: command) {
          hasBegun = true
          return try body()
        }
      } catch  where !hasBegun {
        let isHeld = (try? FolderLock.requireFree(folder)) == nil
        // A holder may have let go since; what fails for another reason fails again.
        failuresWhileFree = isHeld ? 0 : failuresWhileFree + 1
        guard failuresWhileFree < mostFailuresWhileFree else { throw error }
        if isHeld, !hasWaited {
          observer.message("Waiting for another process in \(folder.path)")
          hasWaited = true
        }
        Thread.sleep(forTimeInterval: isHeld ? 0.5 : 0.05)
      }
    }
  }
}
