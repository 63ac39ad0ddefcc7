import Foundation
import TestSupport
import Testing

/// Processes that work on one command together, as torchrun starts them, with what they write.
struct Launch {
  let processes: [Process]
  let logs: [URL]

  /// - Parameters:
  ///   - name: of the files with what they write.
  ///   - variables: what the launcher says besides, or otherwise.
  ///   - arguments: of each process, by rank.
  init(
    _ count: Int, in folder: TemporaryFolder, name: String, variables: [String: String] = [:],
    arguments: (Int) -> [String]
  ) throws {
    let port = try Launch.freePort()
    let logs = (0..<count).map { folder.file("\(name)-\($0).log") }
    processes = try logs.enumerated().map { rank, log in
      try Data().write(to: log)
      let process = Program.process(arguments(rank))
      var environment = ProcessInfo.processInfo.environment
      if count > 1 {
        environment.merge([
          "RANK": "\(rank)", "WORLD_SIZE": "\(count)", "MASTER_ADDR": "127.0.0.1",
          "MASTER_PORT": "\(port)",
        ]) { $1 }
      }
      process.environment = environment.merging(variables) { $1 }
      process.standardOutput = FileHandle.nullDevice
      process.standardError = try FileHandle(forWritingTo: log)
      return process
    }
    self.logs = logs
  }

  func finish() throws -> [(status: Int32, errors: String)] {
    try zip(processes, logs).map { process, log in
      process.waitUntilExit()
      return (process.terminationStatus, try String(contentsOf: log, encoding: .utf8))
    }
  }

  /// Runs all to their end, which must be a good one.
  func succeed() throws {
    for process in processes { try process.run() }
    for (status, errors) in try finish() { #expect(status == 0, "\(errors)") }
  }

  /// A port that nobody listens on now.
  static func freePort() throws -> Int {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = in_addr_t(0x7f00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let status = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, length) == 0 ? getsockname(descriptor, $0, &length) : -1
      }
    }
    try #require(status == 0)
    return Int(UInt16(bigEndian: address.sin_port))
  }
}
