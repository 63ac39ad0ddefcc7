/// An error that a user can act on: what went wrong, where, and the remedy.
///
/// Every target throws this one type for bad files, data and options, so the command line can
/// print it and choose the exit status in one place.
public struct SmilestoneError: Error, Sendable, Equatable {
  /// The kind of failure; each maps to one exit status of the command line.
  public enum Code: Int32, Sendable {
    /// Something failed while working: exit status 1.
    case failed = 1
    /// A command or option was used wrongly: exit status 2.
    case usage = 2
    /// A file or its content cannot be used: exit status 3.
    case badInput = 3
    /// The user or the system asked it to stop, and what was done is saved: 128 and the signal's number,
    /// as shells have it (130 for Ctrl-C).
    case stopped = 128
  }

  public let code: Code
  /// One sentence that names the file, row or option.
  public let message: String
  /// What the user can do about it, as one sentence; nil where nothing helps.
  public let remedy: String?

  public init(_ code: Code, _ message: String, remedy: String? = nil) {
    self.code = code
    self.message = message
    self.remedy = remedy
  }

  public static func failed(_ message: String, remedy: String? = nil) -> SmilestoneError {
    SmilestoneError(.failed, message, remedy: remedy)
  }

  public static func usage(_ message: String, remedy: String? = nil) -> SmilestoneError {
    SmilestoneError(.usage, message, remedy: remedy)
  }

  public static func stopped(_ message: String, remedy: String? = nil) -> SmilestoneError {
    SmilestoneError(.stopped, message, remedy: remedy)
  }

  public static func badInput(_ message: String, remedy: String? = nil) -> SmilestoneError {
    SmilestoneError(.badInput, message, remedy: remedy)
  }
}

extension SmilestoneError: CustomStringConvertible {
  public var description: String {
    guard let remedy else { return message }
    return "\(message) \(remedy)"
  }
}
