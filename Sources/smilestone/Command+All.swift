extension Command {
  /// All commands, in the order of the help.
  static let all: [Command] = [
    StartCommand.command, StudyCommand.command, PlanCommand.command, SynthCommand.command,
    ManifestCheckCommand.command,
    ManifestJoinCommand.command,
    ManifestCommand.command, FacesCommand.command, LandmarksCommand.command, ExploreCommand.command,
    AgeTrainCommand.command,
    AgeEvaluateCommand.command, AgePredictCommand.command, AgeExpressionCommand.command,
    StratifyCommand.command, TrainCommand.command, TuneCommand.command, StatusCommand.command,
    EvaluateCommand.command,
    ExpressionCommand.command, MatrixCommand.command, PredictCommand.command,
    VideoPageCommand.command, VideoCommand.command,
    EventsConvertCommand.command, ReliabilityCommand.command,
    ModelsTrainCommand.command, ModelsListCommand.command, ReportCommand.command,
    ExportCommand.command,
    WeightsListCommand.command, WeightsFetchCommand.command, WeightsImportCommand.command,
    WeightsExportCommand.command, SettingsCommand.command, CompletionsCommand.command,
    ManualCommand.command, DoctorCommand.command,
  ]
}
