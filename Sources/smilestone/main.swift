import Foundation
import Support

/// All commands, in the order of the help.
let commands: [Command] = [
  StudyCommand.command, SynthCommand.command, ManifestCheckCommand.command,
  ManifestCommand.command, ExploreCommand.command, AgeTrainCommand.command,
  AgeEvaluateCommand.command, AgePredictCommand.command, StratifyCommand.command,
  TrainCommand.command, EvaluateCommand.command, PredictCommand.command, ReportCommand.command,
  DoctorCommand.command,
]

exit(CommandLineProgram(commands: commands).run(Array(CommandLine.arguments.dropFirst())))
