import Foundation
import Synchronization

/// Lets long work end in good order when the user presses Ctrl-C or the system asks the process to
/// stop.
public enum Interruption {
  private static let requested = Atomic<Bool>(false)

  /// Whether SIGINT or SIGTERM has come since `watching` began.
  public static var isRequested: Bool { requested.load(ordering: .relaxed) }

  /// Does what the first signal does.
  public static func request() { requested.store(true, ordering: .relaxed) }

  /// Runs `body`; meanwhile the first SIGINT or SIGTERM only sets `isRequested`, and the second
  /// ends the process as ever.
  public static func watching<Result>(_ body: () throws -> Result) rethrows -> Result {
    // The handler may only touch what exists already, so the flag is made here.
    requested.store(false, ordering: .relaxed)
    unblock()
    let earlier = [SIGINT, SIGTERM].map { number in
      (
        number,
        signal(number) { number in
          Interruption.request()
          signal(number, SIG_DFL)
        }
      )
    }
    defer { for (number, handler) in earlier { signal(number, handler) } }
    return try body()
  }

  /// A process inherits the signals that its parent has blocked; a blocked signal never comes.
  private static func unblock() {
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGINT)
    sigaddset(&signals, SIGTERM)
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
  }
}
