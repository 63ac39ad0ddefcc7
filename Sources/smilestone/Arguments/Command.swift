import Support
import Torch

/// One subcommand: what it is called, what it takes, and what it does.
struct Command: Sendable {
  /// "age train": the words after `smilestone`.
  let name: String
  /// One line for the list of commands.
  let summary: String
  /// What stands behind the options: "MANIFEST", "IMAGE ..."; empty for nothing.
  var operands = ""
  /// How many operands it takes.
  var operandCount: ClosedRange<Int> = 0...0
  /// More to know, below the summary in the help.
  var discussion = ""
  let options: [Option]
  var folderUse = FolderUse.alone
  /// Command lines that work, each with what it does.
  let examples: [(commandLine: String, effect: String)]
  let run: @Sendable (Arguments) throws -> Void
}

/// How a command's processes have the folder that it writes into.
enum FolderUse {
  /// One process has it to itself.
  case alone
  /// Of processes that a launcher starts together the first has it.
  case first
  /// Several work on it, and the command sees to it that they do not disturb each other.
  case shared
}

/// One option of a command.
struct Option: Sendable {
  /// "--out".
  let name: String
  /// What stands for its value in the help: "DIR"; nil for a switch.
  let valueName: String?
  let help: String
  var isRequired = false
  /// Whether it may be given several times.
  var isRepeatable = false
  /// The values that it takes, where these are few; for shells to complete.
  var choices: [String] = []
  /// Its name in the version before, which is understood with a note: "--choose".
  var formerName: String?

  /// Whether it names a file or folder that the command writes.
  var isOutput: Bool {
    ["--out", "--skipped", "--clusters", "--splits", "--figures", "--cache", "--share"].contains(
      name)
  }

  static func flag(_ name: String, _ help: String) -> Option {
    Option(name: name, valueName: nil, help: help)
  }

  static func value(
    _ name: String, _ valueName: String, _ help: String, required: Bool = false,
    repeatable: Bool = false
  ) -> Option {
    Option(
      name: name, valueName: valueName, help: help, isRequired: required,
      isRepeatable: repeatable)
  }

  /// The same, whose values are the names of an enumeration.
  func choosing<Choice: RawRepresentable & CaseIterable>(_ type: Choice.Type) -> Option
  where Choice.RawValue == String {
    choosing(Choice.allCases.map(\.rawValue))
  }

  /// The same, whose values are these.
  func choosing(_ names: [String]) -> Option {
    var option = self
    option.choices = names
    return option
  }

  /// The same, which the version before called otherwise.
  func formerly(_ formerName: String) -> Option {
    var option = self
    option.formerName = formerName
    return option
  }
}

/// Options that several commands share.
extension Option {
  static let json = Option.flag("--json", "Print the result as JSON.")
  static let device = Option.value(
    "--device", "DEVICE", "Where to compute: auto, cpu or cuda. Default: auto."
  ).choosing(DeviceChoice.self)
  static let threads = Option.value(
    "--threads", "N", "CPU threads of one operation. Default: all cores.")
  static let cache = Option.value(
    "--cache", "DIR",
    "Where decoded faces are kept. Default: `cache` beside the output, in the working folder without one."
  )
  static let seed = Option.value("--seed", "N", "Seed of every random choice. Default: 1.")
  static let config = Option.value(
    "--config", "FILE", "A JSON5 file with settings that differ from the preset's.")
  static let checkpointEvery = Option.value(
    "--checkpoint-every", "SECONDS",
    "How often a training saves itself, so that it can continue when stopped. Default: 60.")
  static let processTimeout = Option.value(
    "--process-timeout", "SECONDS",
    "Of several processes (docs/cluster.md): how long the others are waited for, and after which "
      + "silence one counts as lost. Default: 60.")
  static let dropLeaks = Option.flag(
    "--drop-leaks",
    "Leave out faces whose subject, file or photograph is also in a later split (train, validation, "
      + "test), instead of refusing such splits: the test faces stay.")
  static let ageGroups = Option.value(
    "--age-groups", "GROUPS",
    "The age groups, if not the study's: inclusive upper bounds in years as in 2,6,12, names with them as in "
      + "“baby<=1; child/children<=12; adult”, or a JSON5 file (docs/ages.md).")
  static let studySetting = set(
    "infant.learningRate=0.001", listedBy: "`smilestone settings study` and `smilestone settings`")
  static let set = set("learningRate=0.001", listedBy: "`smilestone settings`")
  static func set(_ example: String, listedBy list: String) -> Option {
    .value(
      "--set", "KEY=VALUE", "Change one setting, e.g. --set \(example); all: \(list).",
      repeatable: true)
  }
}
