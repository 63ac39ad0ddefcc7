import Foundation
import Support
import Torch

extension Command {
  /// Runs the command. The folder that it writes into is its own meanwhile, and what killed
  /// processes have left there of unfinished files is removed first.
  /// - Parameter words: the whole command line, to tell other processes who has the folder.
  /// - Throws: what the command throws, or `SmilestoneError.failed` that names the process that has
  ///   the folder.
  func perform(_ arguments: Arguments, words: [String]) throws {
    guard try has(folderUse) else { return try run(arguments) }
    switch output(arguments) {
    case .folder(let folder):
      try FolderLock.holding(
        folder, command: "smilestone \(words.joined(separator: " "))"
      ) { try run(arguments) }
    case .file(let file):
      AtomicFile.removeLeftovers(of: try OutputPlace.file(file))
      try run(arguments)
    case nil: try run(arguments)
    }
  }

  /// Whether this process takes the folder for itself.
  private func has(_ use: FolderUse) throws -> Bool {
    switch use {
    case .alone: true
    case .first: try ProcessPlace.current()?.rank ?? 0 == 0
    case .shared: false
    }
  }

  private enum Output {
    case folder(URL)
    case file(URL)
  }

  /// What the command writes, as its help has it: the `DIR` or `FILE` of `--out`, or else the one
  /// `RUN` that it is given.
  private func output(_ arguments: Arguments) -> Output? {
    if let out = arguments.url("--out") {
      let isFolder = options.contains { $0.name == "--out" && $0.valueName == "DIR" }
      return isFolder ? .folder(out) : .file(out)
    }
    guard operands.hasPrefix("RUN"), arguments.operands.count == 1 else { return nil }
    let run = URL(fileURLWithPath: arguments.operands[0])
    // What is no folder is the command's to explain.
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: run.path, isDirectory: &isFolder)
      && isFolder.boolValue ? .folder(run) : nil
  }
}
