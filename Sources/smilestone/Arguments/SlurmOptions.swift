import Foundation
import SharedWork
import Support

/// Options of commands whose work several processes divide: Slurm starts these as the tasks of an array.
enum SlurmOptions {
  static let options: [Option] = [
    .value(
      "--slurm", "OPTIONS",
      "Write a job array for Slurm and submit it: sbatch's long options without dashes, as in "
        + "partition=gpu,time=4:00:00,gpus=1; “default” for none."),
    .value("--slurm-tasks", "N", "Tasks of the array. Default: one for each training."),
  ]

  /// Has Slurm run this command, without its options for Slurm, as the tasks of an array.
  /// - Parameters:
  ///   - pieces: how many pieces the work has.
  ///   - folder: gets the script and the tasks' output.
  ///   - work: what `smilestone status` takes.
  /// - Returns: whether that was asked for.
  static func submit(
    _ arguments: Arguments, pieces: () throws -> Int, into folder: URL, work: URL
  ) throws -> Bool {
    guard let options = arguments.string("--slurm") else {
      guard !arguments.has("--slurm-tasks") else {
        throw SmilestoneError.usage(
          "--slurm-tasks is of a job array.", remedy: "Add --slurm, or leave it out.")
      }
      return false
    }
    let array = SlurmArray(
      options: try SlurmArray.options(options),
      tasks: try arguments.integer("--slurm-tasks", in: 1...10_000) ?? pieces(),
      command: [try program().path]
        + SlurmArray.removing(
          ["--slurm", "--slurm-tasks"], from: Array(CommandLine.arguments.dropFirst())),
      workingFolder: FileManager.default.currentDirectoryPath, logFolder: folder)
    print(try array.start())
    TerminalObserver().message("`smilestone status \(work.path)` says how far it is.")
    return true
  }

  /// This program's own file.
  static func program() throws -> URL {
    if let file = Bundle.main.executableURL { return file }
    throw SmilestoneError.failed(
      "The program does not find its own file.", remedy: "Start it by its full path.")
  }
}
