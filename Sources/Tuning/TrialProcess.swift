import Foundation
import SharedWork
import Support

/// Runs one training as a process of its own, so that a crash or a lack of memory costs one trial.
public struct TrialProcess: Sendable {
  public let program: URL
  public let arguments: [String]
  public let environment: [String: String]
  /// What the training prints.
  public let log: URL

  public init(
    program: URL, arguments: [String],
    environment: [String: String] = ProcessInfo.processInfo.environment, log: URL
  ) {
    self.program = program
    self.arguments = arguments
    self.environment = environment
    self.log = log
  }

  /// Runs it to its end; when the user stops the search, the training saves itself first.
  /// - Returns: nil when it succeeded, else why not.
  /// - Throws: `SmilestoneError` when it cannot be started, or the search was stopped; the
  ///   training's own error where its faces or options cannot be used, for no other training could
  ///   use them.
  public func run() throws -> String? {
    try AtomicFile.createFolder(log.deletingLastPathComponent())
    try AtomicFile.write("", to: log)
    let process = Process()
    process.executableURL = program
    process.arguments = arguments
    process.environment = environment
    process.standardInput = FileHandle.nullDevice
    do {
      let output = try FileHandle(forWritingTo: log)
      defer { try? output.close() }
      process.standardOutput = output
      process.standardError = output
      try process.run()
    } catch {
      throw SmilestoneError.failed(
        "A training cannot be started: \(error.localizedDescription)",
        remedy: "Check that \(log.deletingLastPathComponent().path) can be written.")
    }
    var isAskedToStop = false
    while process.isRunning {
      // Once: a second signal would end it before it has saved itself.
      if Interruption.isRequested, !isAskedToStop {
        process.terminate()
        isAskedToStop = true
      }
      Thread.sleep(forTimeInterval: 0.1)
    }
    process.waitUntilExit()
    if process.terminationReason == .exit, process.terminationStatus == 0 { return nil }
    if Interruption.isRequested { throw SharedWork.stopped }
    let reason = reason(process)
    if process.terminationReason == .exit,
      let code = SmilestoneError.Code(rawValue: process.terminationStatus), code != .failed,
      code != .stopped
    {
      throw SmilestoneError(
        code, reason, remedy: "The same command continues once that is repaired.")
    }
    return reason
  }

  /// The last line that it printed, without the program's name, or how it ended.
  private func reason(_ process: Process) -> String {
    let end =
      process.terminationReason == .exit
      ? "ended with status \(process.terminationStatus)"
      : "was ended by signal \(process.terminationStatus)"
    let text = (try? String(contentsOf: log, encoding: .utf8)) ?? ""
    let lines = text.split(whereSeparator: \.isNewline)
    guard var line = lines.last(where: { !$0.allSatisfy(\.isWhitespace) }) else { return end }
    let name = "\(program.lastPathComponent): "
    if line.hasPrefix(name) { line.removeFirst(name.count) }
    return "\(line.trimmingCharacters(in: .whitespaces)) (\(end))"
  }
}
