@preconcurrency import Glibc
import Synchronization

/// The process's streams for messages and results.
public enum StandardStreams {
  /// Opens /dev/null for those of standard input, output and error that were closed; the next file
  /// to be opened would take their place, and messages would end in it.
  public static func openClosed() {
    while true {
      let descriptor = open("/dev/null", O_RDWR)
      guard descriptor >= 0, descriptor <= STDERR_FILENO else {
        if descriptor >= 0 { close(descriptor) }
        return
      }
    }
  }

  /// Whether what was last written to standard error ends within a line.
  public static var hasOpenErrorLine: Bool { errorLineIsOpen.load(ordering: .relaxed) }
  private static let errorLineIsOpen = Atomic<Bool>(false)

  /// Writes a message to standard error. One that cannot be written (the disk of a log is full, the
  /// terminal is gone) is lost: it is not worth the work that it tells of.
  public static func writeError(_ text: String) {
    if let last = text.last { errorLineIsOpen.store(last != "\n", ordering: .relaxed) }
    var text = text
    text.withUTF8 { bytes in
      var rest = UnsafeRawBufferPointer(bytes)
      while !rest.isEmpty {
        let count = write(STDERR_FILENO, rest.baseAddress, rest.count)
        if count < 0, errno == EINTR { continue }
        if count < 0, errno == EAGAIN {
          var state = pollfd(fd: STDERR_FILENO, events: Int16(POLLOUT), revents: 0)
          if poll(&state, 1, 1000) > 0 { continue }
        }
        guard count > 0 else { return }
        rest = UnsafeRawBufferPointer(rebasing: rest[count...])
      }
    }
  }

  /// Hands over what was printed so far.
  /// - Throws: `SmilestoneError.failed` where any of it could not be written.
  public static func flushOutput() throws {
    errno = 0
    let isFlushed = fflush(stdout) == 0
    let code = errno
    guard isFlushed, ferror(stdout) == 0 else {
      let reason = code == 0 ? "" : ": \(systemReason(code))"
      throw SmilestoneError.failed(
        "The results cannot be written to standard output\(reason).",
        remedy: "Free some space, or send the output elsewhere, then run the command again.")
    }
  }
}
