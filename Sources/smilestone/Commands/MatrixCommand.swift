import Analysis
import Faces
import Foundation
import Presentation
import Statistics
import Study
import Support
import Training

enum MatrixCommand {
  static let command = Command(
    name: "matrix", summary: "Train alike on each age group of a study, and test on every one.",
    operands: "RUN", operandCount: 1...1,
    discussion: """
      The study's two models learn from different numbers of faces with different distributions of emotions.
      Here every model gets as many faces of each emotion as the group that has fewest, and the same
      settings. Models tested on the group that they were trained on are the controls. What varies
      between trainings is shown apart from what varies between test faces. A matrix that was stopped
      continues; more --trainings add to those that are there. Given several times, also on machines that
      share the folder, the command's processes divide the trainings (docs/cluster.md).
      docs/fair-training.md explains the numbers.
      """,
    options: [
      .value(
        "--groups", "GROUP,...",
        "Age groups of the study to train on. Default: all with at least \(MatrixTraining.minimumTrainingFaces) training faces."
      ),
      .value(
        "--trainings", "N",
        "Trainings on each group, each with a seed of its own. Default: "
          + "\(MatrixTraining.defaultTrainings)."),
      .value("--epochs", "N", "Passes over the training faces. Default: the infant model's."),
      .set, .checkpointEvery, FindingList.option, .json,
    ] + SlurmOptions.options + Session.options,
    folderUse: .shared,
    examples: [
      ("smilestone matrix runs/first", "All groups with enough faces, three trainings of each."),
      (
        "smilestone matrix runs/first --groups toddler,adult --trainings 5",
        "The infant and the adult model at equal numbers and distributions, five times."
      ),
      (
        "smilestone matrix runs/first --slurm time=4:00:00,cpus-per-task=8 --slurm-tasks 5",
        "The trainings on five nodes or parts of nodes at a time."
      ),
    ],
    run: run)

  private static func run(_ arguments: Arguments) throws {
    let session = try Session(arguments)
    let run = RunFolder(URL(fileURLWithPath: arguments.operands[0]))
    let context = try StudyContext(
      run: run, device: session.device, observer: session.observer,
      checkpointSeconds: arguments.checkpointSeconds())
    let options = try MatrixOptions(arguments)
    guard
      try !SlurmOptions.submit(
        arguments, pieces: { try options.count(in: context) }, into: run.matrixFolder,
        work: run.url)
    else { return }
    let matrix = try options.perform(in: context, isShared: true)
    if arguments.has("--json") { return try printJSON(matrix) }
    print(Tables.text(matrix, arguments, file: run.matrix))
    print("\(run.matrix.path)\n`smilestone report \(arguments.operands[0])` shows it on the page.")
  }
}

/// What a matrix is to be made of.
struct MatrixOptions {
  /// What follows the option of this name.
  private let option: String
  private let groups: [String]?
  private let trainings: Int
  private let assignments: [String]
  private let epochs: Int?

  init(_ arguments: Arguments) throws {
    option = "--groups"
    groups = try MatrixOptions.groups(arguments, option)
    trainings =
      try arguments.integer("--trainings", in: 1...100) ?? MatrixTraining.defaultTrainings
    assignments = arguments.strings("--set")
    epochs = try arguments.integer("--epochs", in: 1...10_000)
  }

  /// A study's matrix: `--matrix N` with `--matrix-groups`; nil where none is asked for.
  init?(study arguments: Arguments) throws {
    option = "--matrix-groups"
    groups = try MatrixOptions.groups(arguments, option)
    guard let trainings = try arguments.integer("--matrix", in: 1...100) else {
      guard groups == nil else {
        throw SmilestoneError.usage(
          "--matrix-groups says which groups --matrix trains on, and --matrix is missing.",
          remedy: "Add --matrix \(MatrixTraining.defaultTrainings).")
      }
      return nil
    }
    self.trainings = trainings
    assignments = []
    epochs = nil
  }

  /// The most trainings that it can have.
  func count(in context: StudyContext) throws -> Int {
    try trainings * (groups?.count ?? MatrixTraining(context).ages.groups.count)
  }

  /// - Parameter isShared: whether other processes may make the same matrix meanwhile.
  func perform(in context: StudyContext, isShared: Bool = false) throws -> TrainTestMatrix {
    let training = try MatrixTraining(context)
    var settings = try SettingsFile.applying(assignments, to: training.defaultSettings)
    if let epochs { settings.epochs = epochs }
    try settings.validate()
    let ages = training.ages
    return try training.perform(
      groups: groups?.map { try ages.group(named: $0, option: option) }, trainings: trainings,
      settings: settings, isShared: isShared)
  }

  private static func groups(_ arguments: Arguments, _ option: String) throws -> [String]? {
    guard let text = arguments.string(option) else { return nil }
    let groups = text.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
    guard Set(groups).count == groups.count, groups.count > 1 else {
      throw SmilestoneError.usage(
        "\(option) \(text): at least two different age groups are compared.",
        remedy: "Write for example \(option) toddler,adult.")
    }
    return groups
  }
}

extension Tables {
  static func text(_ matrix: TrainTestMatrix, _ arguments: Arguments, file: URL) -> String {
    let head = ["trained on \\ tested on"] + matrix.testedGroups.map(\.displayName)
    let rows = matrix.trainedGroups.map { trained in
      [trained.displayName]
        + matrix.testedGroups.map { tested in
          matrix.cell(trainedOn: trained, testedOn: tested).map(text) ?? ""
        }
    }
    let byPValue = matrix.foreignTrainings.sorted {
      ($0.adjustedPValue ?? 1) < ($1.adjustedPValue ?? 1)
    }
    let lines = byPValue.compactMap { foreign in
      foreign.difference.map { "- \(text(foreign, difference: $0))" }
    }
    let comparison =
      lines.isEmpty
      ? ""
      : "\n\nMinus the control, which was trained on the tested group:\n"
        + FindingList(lines, in: file.path, arguments).text
    return """
      Accuracy at an equal distribution of \(matrix.testedEmotions.map(\.rawValue).joined(separator: ", ")), %: mean of \
      \(matrix.trainings) training\(matrix.trainings == 1 ? "" : "s") on \(matrix.trainingFaces) faces \
      of each group, 95% CI over test subjects, ± standard deviation between trainings
      \(TextTable.aligned([head] + rows))\(comparison)
      """
  }

  private static func text(_ cell: MatrixCell) -> String {
    guard let accuracy = cell.accuracy else { return "undefined" }
    return String(
      format: "%.1f (%.1f to %.1f)", 100 * accuracy.value, 100 * accuracy.lower,
      100 * accuracy.upper)
      + (cell.standardDeviationBetweenTrainings.map { String(format: " ±%.1f", 100 * $0) } ?? "")
  }

  private static func text(_ foreign: ForeignTraining, difference: Estimate) -> String {
    let numbers = String(
      format: "%+.1f points (%+.1f to %+.1f)", 100 * difference.value, 100 * difference.lower,
      100 * difference.upper)
    let between = foreign.standardDeviationBetweenTrainings.map {
      String(format: ", ±%.1f between trainings", 100 * $0)
    }
    let p = foreign.adjustedPValue.map {
      $0 < 0.001
        ? ", corrected p < 0.001"
        : String(
          format: ", corrected p %@ %.3f",
          (foreign.test?.pValueIsUpperBound == true ? "≤" : "=") as NSString, $0)
    }
    return "trained on \(foreign.trainedOn.displayName), tested on "
      + "\(foreign.testedOn.displayName): \(numbers)\(between ?? "")\(p ?? "")"
  }
}
