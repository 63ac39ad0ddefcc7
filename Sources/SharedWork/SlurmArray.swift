import Foundation
import Support

/// A job array for Slurm whose tasks all run one command; it divides its work among them by itself.
public struct SlurmArray: Sendable {
  /// sbatch's long options: ("time", "4:00:00").
  public var options: [(name: String, value: String)]
  public var tasks: Int
  public var command: [String]
  public var workingFolder: String
  /// Where the tasks' output goes.
  public var logFolder: URL

  public init(
    options: [(name: String, value: String)], tasks: Int, command: [String], workingFolder: String,
    logFolder: URL
  ) {
    self.options = options
    self.tasks = tasks
    self.command = command
    self.workingFolder = workingFolder
    self.logFolder = logFolder
  }

  /// The options of "partition=gpu,time=4:00:00"; none of "default".
  /// - Throws: `SmilestoneError.usage` that names what is none.
  public static func options(_ text: String) throws -> [(name: String, value: String)] {
    guard text != "default" else { return [] }
    return try text.split(separator: ",", omittingEmptySubsequences: false).map { part in
      let sides = part.split(separator: "=", maxSplits: 1).map(String.init)
      let isName = sides.first?.allSatisfy { $0.isASCII && ($0.isLetter || $0 == "-") } ?? false
      guard sides.count == 2, isName, !sides[0].hasPrefix("-"),
        !sides[1].contains(where: \.isNewline)
      else {
        throw SmilestoneError.usage(
          "--slurm: “\(part)” is no option of sbatch.",
          remedy: "Write NAME=VALUE, several with commas: partition=gpu,time=4:00:00.")
      }
      return (sides[0], sides[1])
    }
  }

  /// A command line without some of its options, which have a value each.
  public static func removing(_ options: Set<String>, from words: [String]) -> [String] {
    var result: [String] = []
    var skips = false
    for word in words {
      if skips {
        skips = false
      } else if options.contains(word) {
        skips = true
      } else if !options.contains(String(word.prefix { $0 != "=" })) {
        result.append(word)
      }
    }
    return result
  }

  /// What sbatch gets.
  public var script: String {
    let given = [
      ("job-name", "smilestone"), ("array", "1-\(tasks)"),
      ("output", logFolder.appendingPathComponent("slurm-%A_%a.log").path),
      ("chdir", workingFolder),
    ].filter { own in !options.contains { $0.name == own.0 } }
    let lines = (given + options.map { ($0.name, $0.value) }).map { "#SBATCH --\($0.0)=\($0.1)" }
    return
      (["#!/bin/sh"] + lines + ["exec " + command.map(SlurmArray.quoted).joined(separator: " ")])
      .joined(separator: "\n") + "\n"
  }

  /// Writes the script as `slurm.sh` beside the tasks' output and submits it.
  /// - Returns: what has become of it, in words.
  /// - Throws: `SmilestoneError.failed` with sbatch's reason.
  public func start() throws -> String {
    try AtomicFile.createFolder(logFolder)
    let file = logFolder.appendingPathComponent("slurm.sh")
    try AtomicFile.write(script, to: file)
    guard let job = try SlurmArray.submit(file) else {
      return "There is no sbatch here: where there is, give `sbatch \(file.path)`."
    }
    return "Submitted \(file.path) as job \(job)."
  }

  /// Gives a script to sbatch.
  /// - Returns: the job's number; nil where there is no sbatch.
  private static func submit(_ script: URL) throws -> String? {
    let places = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    guard
      let sbatch = places.map({ "\($0)/sbatch" })
        .first(where: FileManager.default.isExecutableFile(atPath:))
    else { return nil }
    let process = Process()
    let (output, errors) = (Pipe(), Pipe())
    process.executableURL = URL(fileURLWithPath: sbatch)
    process.arguments = ["--parsable", script.path]
    (process.standardOutput, process.standardError) = (output, errors)
    do { try process.run() } catch {
      throw SmilestoneError.failed(
        "sbatch cannot be started: \(error.localizedDescription)",
        remedy: "Give `sbatch \(script.path)` yourself.")
    }
    let job = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    let reason = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw SmilestoneError.failed(
        "sbatch refuses \(script.path): \(reason.trimmingCharacters(in: .whitespacesAndNewlines))",
        remedy: "Change --slurm.")
    }
    return job.trimmingCharacters(in: .whitespacesAndNewlines)
  }

  private static func quoted(_ word: String) -> String {
    let plain = word.allSatisfy {
      $0.isASCII && ($0.isLetter || $0.isNumber || "-_=./:,+@%".contains($0))
    }
    return plain && !word.isEmpty
      ? word : "'" + word.replacingOccurrences(of: "'", with: "'\\''") + "'"
  }
}
