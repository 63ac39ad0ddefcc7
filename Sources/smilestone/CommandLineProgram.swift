import Foundation
import Study
import Support
import Torch

/// Finds the command that a user wants, runs it, and turns errors into messages and exit statuses.
struct CommandLineProgram {
  let commands: [Command]

  /// - Returns: 0 done, 1 failed, 2 wrong usage, 3 bad input data, 128 and the signal's number stopped.
  func run(_ words: [String]) -> Int32 {
    let computes = command(for: words)?.options.contains(where: { $0.name == Option.threads.name })
    if computes == true { Runtime.letWaitingThreadsSleep() }
    StandardStreams.openClosed()
    Interruption.announceEnd(
      """
      \(isatty(STDERR_FILENO) == 1 ? "\n" : "")smilestone: stopped by a signal before it was done. \
      Give the same command again: a study, a search or a training continues where it was, others \
      begin again.

      """)
    Runtime.endWhenMemoryRunsOut(
      saying: """
        smilestone: there is not enough memory. Give it less to do at a time, end other programs, or \
        use a machine with more memory.

        """)
    do {
      try perform(words)
      try StandardStreams.flushOutput()
      return 0
    } catch let error as SmilestoneError {
      complain(error.description)
      return error.code.rawValue + (error.code == .stopped ? Interruption.signalNumber : 0)
    } catch {
      complain("\(error)")
      return SmilestoneError.Code.failed.rawValue
    }
  }

  private func perform(_ words: [String]) throws {
    guard let first = words.first, !["--help", "-h"].contains(first) else {
      return print(Help.overview(commands))
    }
    if ["--version", "-v", "version"].contains(first) {
      return print(Smilestone.description)
    }
    if first == "help" {
      return try perform(Array(words.dropFirst()) + ["--help"])
    }
    guard let command = command(for: words) else {
      let family = commands.filter { $0.name.hasPrefix("\(first) ") }
      guard !family.isEmpty, words.count == 2, ["--help", "-h"].contains(words[1]) else {
        throw unknown(words)
      }
      return print(Help.list(family))
    }
    let rest = Array(words.dropFirst(command.name.split(separator: " ").count))
    if rest.prefix(while: { $0 != "--" }).contains(where: { $0 == "--help" || $0 == "-h" }) {
      return print(Help.page(command))
    }
    let arguments = try Arguments(rest, for: command)
    try arguments.requireManifests()
    try arguments.requireOutputPlaces()
    try command.perform(arguments, words: words)
  }

  /// “video page” before “video”.
  private func command(for words: [String]) -> Command? {
    commands.filter { command in
      let name = command.name.split(separator: " ").map(String.init)
      return Array(words.prefix(name.count)) == name
    }.max { $0.name.count < $1.name.count }
  }

  private func unknown(_ words: [String]) -> SmilestoneError {
    let family = commands.map(\.name).filter { $0.hasPrefix((words.first ?? "") + " ") }
    guard family.isEmpty else {
      return .usage(
        "`smilestone \(words.joined(separator: " "))` \(words.count > 1 ? "is no command" : "needs a subcommand").",
        remedy: suggestion(for: words.joined(separator: " "), among: family))
    }
    let near = closest(to: words.first ?? "", among: commands.map(\.name))
    return .usage(
      "There is no command “\(words.first ?? "")”.",
      remedy: near.map { "Did you mean “\($0)”? `smilestone --help` lists them all." }
        ?? "`smilestone --help` lists them all.")
  }

  private func complain(_ message: String) {
    // A line of progress may still be open.
    let start = StandardStreams.hasOpenErrorLine && isatty(STDERR_FILENO) == 1 ? "\n" : ""
    StandardStreams.writeError("\(start)smilestone: \(message)\n")
  }
}
