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

  /// Starts a process whose output nobody reads, and waits until a file is there or it has ended.
  static func start(_ process: Process, until file: URL) throws {
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    while process.isRunning, !FileManager.default.fileExists(atPath: file.path) { usleep(1000) }
  }

  /// Makes the folder of a study that was killed as soon as its settings were there.
  static func killStudy(into folder: URL, _ arguments: String...) throws {
    let process = process(["study", "--out", folder.path] + arguments)
    try start(process, until: folder.appendingPathComponent("study.json"))
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    #expect(process.terminationStatus == SIGKILL, "it ended by itself")
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
