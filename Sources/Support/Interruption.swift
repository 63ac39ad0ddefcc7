import Foundation
import Synchronization

/// Lets work end in good order when the user presses Ctrl-C, the system asks the process to stop, or
/// the terminal is closed.
public enum Interruption {
  private static let signals = [SIGINT, SIGTERM, SIGHUP]
  /// The signal that has come since `watching` began; 0 for none.
  private static let requested = Atomic<Int32>(0)
  /// What to say before a signal ends the process; a handler may not allocate, so it lies here.
  nonisolated(unsafe) private static var notice = UnsafeRawBufferPointer(start: nil, count: 0)

  /// Whether SIGINT, SIGTERM or SIGHUP has come since `watching` began.
  public static var isRequested: Bool { signalNumber != 0 }

  /// Which of them it was; 0 for none.
  public static var signalNumber: Int32 { requested.load(ordering: .relaxed) }

  /// Does what the first signal does.
  public static func request(by number: Int32 = SIGINT) {
    requested.store(number, ordering: .relaxed)
  }

  /// From now on SIGINT, SIGTERM and SIGHUP write a text to standard error before they end the
  /// process, which then has the status that they always give (130, 143, 129 in a shell).
  public static func announceEnd(_ text: String) {
    let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: text.utf8.count, alignment: 1)
    copy.copyBytes(from: text.utf8)
    notice = UnsafeRawBufferPointer(copy)
    unblock()
    for number in signals where !isIgnored(number) { signal(number, end) }
  }

  /// Runs `body`; meanwhile the first of these signals only sets `isRequested`, and the second ends
  /// the process as ever.
  public static func watching<Result>(_ body: () throws -> Result) rethrows -> Result {
    // The handler may only touch what exists already, so the flag is made here.
    requested.store(0, ordering: .relaxed)
    unblock()
    let earlier = signals.filter { !isIgnored($0) }.map { number in
      (
        number,
        signal(number) { number in
          Interruption.request(by: number)
          signal(number, Interruption.notice.isEmpty ? SIG_DFL : Interruption.end)
        }
      )
    }
    defer { for (number, handler) in earlier { signal(number, handler) } }
    return try body()
  }

  /// Ends the process as the signal's own action would, so that a shell sees which it was.
  private static let end: @convention(c) (Int32) -> Void = { number in
    _ = write(STDERR_FILENO, Interruption.notice.baseAddress, Interruption.notice.count)
    signal(number, SIG_DFL)
    var pending = sigset_t()
    sigemptyset(&pending)
    sigaddset(&pending, number)
    pthread_sigmask(SIG_UNBLOCK, &pending, nil)
    raise(number)
    // The first process of a container is not ended by its own signals.
    _exit(128 + number)
  }

  /// `nohup` has its process ignore that the terminal is closed, and a shell its background ones
  /// that Ctrl-C is pressed; that stays so.
  private static func isIgnored(_ number: Int32) -> Bool {
    var action = sigaction()
    guard sigaction(number, nil, &action) == 0 else { return false }
    return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
      == unsafeBitCast(SIG_IGN, to: Int.self)
  }

  /// A process inherits the signals that its parent has blocked; a blocked signal never comes.
  private static func unblock() {
    var set = sigset_t()
    sigemptyset(&set)
    for number in signals { sigaddset(&set, number) }
    pthread_sigmask(SIG_UNBLOCK, &set, nil)
  }
}
