import Foundation
import TestSupport
import Testing

/// Fixtures/serve.py at work on a folder; it ends with the test.
final class FaultyServer {
  private let process = Process()
  /// "http://127.0.0.1:8080"
  let address: String

  init(serving folder: URL) throws {
    let python = ProcessInfo.processInfo.environment["PYTHON"] ?? "python3"
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [python, try Fixture.url("serve.py").path, folder.path]
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    try process.run()
    let port = String(decoding: pipe.fileHandleForReading.availableData, as: UTF8.self)
      .trimmingCharacters(in: .whitespacesAndNewlines)
    try #require(Int(port) != nil, "the server did not start")
    address = "http://127.0.0.1:\(port)"
  }

  // Not with SIGTERM: processes inherit it blocked from the test's thread.
  deinit { kill(process.processIdentifier, SIGKILL) }

  /// The requests so far: "/good/a.pth bytes=10-".
  func requests() throws -> [String] {
    let log = try #require(URL(string: "\(address)/log"))
    return try String(contentsOf: log, encoding: .utf8).split(separator: "\n").map(String.init)
  }
}
