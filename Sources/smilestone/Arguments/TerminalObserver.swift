import Foundation
import Support

/// Shows progress on standard error: one line that is rewritten on a terminal, and now and then a
/// plain line elsewhere.
///
/// `@unchecked Sendable`: the mutable state is only touched under `lock`.
final class TerminalObserver: ProgressObserver, @unchecked Sendable {
  private let lock = NSLock()
  private let isTerminal = isatty(STDERR_FILENO) == 1
  private let isSilent: Bool
  private var task = ""
  private var started = ContinuousClock.now
  private var drawn = ContinuousClock.now
  private var startCount = 0
  private var lineIsOpen = false

  /// - Parameter isSilent: whether another process shows the same.
  init(isSilent: Bool = false) { self.isSilent = isSilent }

  func update(_ progress: ProgressUpdate) {
    guard !isSilent else { return }
    lock.withLock {
      let now = ContinuousClock.now
      if progress.task != task {
        closeLine()
        task = progress.task
        started = now
        drawn = now
        startCount = progress.completed
        return
      }
      let interval: Duration = isTerminal ? .milliseconds(100) : .seconds(15)
      let isLast = progress.completed >= progress.total
      guard now - drawn >= interval || (isLast && isTerminal) else { return }
      drawn = now
      let line = text(of: progress, elapsed: now - started)
      if isTerminal {
        write("\r\u{1B}[K\(line)")
        lineIsOpen = true
        if isLast { closeLine() }
      } else {
        write(line + "\n")
      }
    }
  }

  func message(_ line: String) {
    guard !isSilent else { return }
    lock.withLock {
      if lineIsOpen { write("\r\u{1B}[K") }
      lineIsOpen = false
      task = ""
      write(line + "\n")
    }
  }

  private func text(of progress: ProgressUpdate, elapsed: Duration) -> String {
    let seconds = max(elapsed / .seconds(1), 1e-9)
    let rate = Double(progress.completed - startCount) / seconds
    let percent = progress.total > 0 ? 100 * progress.completed / progress.total : 100
    var parts = [
      "\(progress.task): \(isTerminal ? TerminalObserver.bar(percent) + " " : "")\(percent)% of \(progress.total) \(progress.unit)",
      String(format: rate < 10 ? "%.1f %@/s" : "%.0f %@/s", rate, progress.unit as NSString),
    ]
    if rate > 0, progress.completed < progress.total {
      parts.append(timeLeft(Double(progress.total - progress.completed) / rate))
    }
    if !progress.detail.isEmpty { parts.append(progress.detail) }
    return parts.joined(separator: ", ")
  }

  /// "[######..............]": a twentieth for each sign.
  private static func bar(_ percent: Int) -> String {
    let done = min(max(percent / 5, 0), 20)
    return "[" + String(repeating: "#", count: done) + String(repeating: ".", count: 20 - done)
      + "]"
  }

  private func timeLeft(_ seconds: Double) -> String {
    let whole = Int(seconds.rounded(.up))
    if whole < 60 { return "\(whole) s left" }
    if whole < 3600 { return "\(whole / 60) min \(whole % 60) s left" }
    return "\(whole / 3600) h \(whole % 3600 / 60) min left"
  }

  private func closeLine() {
    if lineIsOpen { write("\n") }
    lineIsOpen = false
  }

  private func write(_ text: String) { StandardStreams.writeError(text) }
}
