import Foundation
import Testing

/// Runs the program as a user does.
struct Program {
  struct Outcome {
    let status: Int32
    let output: String
    let errors: String
  }

  /// The program lies beside the test runner.
  static var url: URL {
    URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
      .deletingLastPathComponent().appendingPathComponent("smilestone")
  }

  static func process(_ arguments: [String]) -> Process {
    let process = Process()
    process.executableURL = url
    process.arguments = arguments
    return process
  }

  @discardableResult
  static func run(_ arguments: String...) throws -> Outcome {
    try finish(process(arguments))
  }

  /// Starts a process and waits until it pauses, when it has first written a file whose path ends so.
  /// Output that nothing takes is read by nobody.
  /// - Parameter isOfChild: whether a process that it starts writes the file, and continues.
  static func start(
    _ process: Process, pausingAfter file: String, isOfChild: Bool = false
  ) throws {
    process.environment = ProcessInfo.processInfo.environment.merging(
      [isOfChild ? "SMILESTONE_PAUSE_PARENT_AFTER" : "SMILESTONE_PAUSE_AFTER": file]) { $1 }
    if process.standardOutput == nil { process.standardOutput = FileHandle.nullDevice }
    if process.standardError == nil { process.standardError = FileHandle.nullDevice }
    // A shell that runs tests in the background lets them ignore these signals, and children inherit that.
    for number in [SIGINT, SIGHUP] { signal(number, SIG_DFL) }
    try process.run()
    var state = siginfo_t()
    // WNOWAIT leaves an end to be waited for by `Process`.
    let outcome = waitid(
      P_PID, id_t(process.processIdentifier), &state, WSTOPPED | WEXITED | WNOWAIT)
    try #require(outcome == 0 && state.si_code == CLD_STOPPED, "it ended before it wrote \(file)")
  }

  /// Sends a process that pauses a signal, lets it continue, and waits for its end.
  static func end(_ process: Process, by signal: Int32) {
    kill(process.processIdentifier, signal)
    kill(process.processIdentifier, SIGCONT)
    process.waitUntilExit()
  }

  /// Makes the folder of a study that was killed as soon as its settings were there.
  static func killStudy(into folder: URL, _ arguments: String...) throws {
    let process = process(["study", "--out", folder.path] + arguments)
    try start(process, pausingAfter: "\(folder.lastPathComponent)/study.json")
    end(process, by: SIGKILL)
  }

  /// Starts a process and waits for its end; output goes through files, which never block.
  static func finish(_ process: Process) throws -> Outcome {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("smilestone-program-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let (output, errors) = (
      folder.appendingPathComponent("output"), folder.appendingPathComponent("errors")
    )
    for file in [output, errors] { try Data().write(to: file) }
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = try FileHandle(forWritingTo: errors)
    process.standardInput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return Outcome(
      status: process.terminationStatus,
      output: try String(contentsOf: output, encoding: .utf8),
      errors: try String(contentsOf: errors, encoding: .utf8))
  }
}
