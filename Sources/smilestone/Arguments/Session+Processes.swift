import Foundation
import Study
import Support
import Torch

extension Session {
  static func device(_ arguments: Arguments) throws -> Device {
    try (arguments.choice("--device") ?? DeviceChoice.auto).resolved()
  }

  static func threads(_ arguments: Arguments) throws -> Int? {
    try arguments.integer("--threads", in: 1...1024)
  }

  /// Runs a command in the processes that a launcher has started for it, of which the first alone says
  /// what happens, or in this one.
  static func shared(_ arguments: Arguments, _ body: (Session) throws -> Void) throws {
    guard let place = try ProcessPlace.current() else { return try body(Session(arguments)) }
    let timeout = try arguments.integer("--process-timeout", in: 1...86_400) ?? 60
    let device = try device(arguments)
    try ProcessGroup.joined(place, device: device, timeoutInSeconds: Double(timeout)) { group in
      let session = try Session(arguments, device: device, group: group)
      session.observer.message(
        "Process 0 of \(group.size), on \(Set(group.hosts).sorted().joined(separator: ", ")), with "
          + "\(counted(Runtime.threadCount, "thread"))")
      try body(session)
    }
  }

  private init(_ arguments: Arguments, device: Device, group: ProcessGroup) throws {
    self.device = device
    processes = group
    observer = TerminalObserver(isSilent: !group.isFirst)
    let cores = ProcessInfo.processInfo.processorCount
    if let threads = try Session.threads(arguments) {
      try Runtime.setThreadCount(threads)
    } else if Runtime.threadCount == cores {
      // Neither the launcher nor the user has divided the machine's cores.
      try Runtime.setThreadCount(max(1, cores / group.localSize))
    }
  }

  /// Whether this process writes what the command makes.
  var isWriting: Bool { processes?.isFirst ?? true }
}

extension ProcessPlace {
  /// Where the launcher of this process has put it; nil for a process on its own.
  static func current() throws -> ProcessPlace? {
    try ProcessPlace(environment: ProcessInfo.processInfo.environment)
  }
}
