import Analysis
import Foundation
import Study
import Support
import Synthetic
import Training

enum SettingsCommand {
  static let command = Command(
    name: "settings", summary: "List the settings that --set and --config change.",
    operands: "[\(kinds.map(\.name).joined(separator: "|"))]", operandCount: 0...1,
    discussion: """
      Without an operand those of a training, which `study` has three times: age.NAME, infant.NAME and \
      adult.NAME. study lists what else `study` has, with the defaults of the preset synthetic, synthetic what \
      `synth` draws from. Defaults are the program's own; presets have others (docs/presets.md).
      """,
    options: [.json],
    examples: [
      ("smilestone settings", "The settings of a training: name, values, default, meaning."),
      ("smilestone settings study", "Those of a study that are no training's."),
      ("smilestone settings expression --json", "Those of `smilestone expression`, for a machine."),
    ],
    run: run)

  /// Settings of one kind.
  private struct Kind: Sendable {
    let name: String
    let settings: @Sendable () -> [ListedSetting]
  }

  private static let kinds = [
    Kind(name: "training") { ListedSetting.list(of: TrainingSettings()) },
    Kind(name: "study") {
      ListedSetting.list(StudyConfiguration.own, of: StudyConfiguration(preset: .synthetic))
    },
    Kind(name: "synthetic") { ListedSetting.list(of: SyntheticCohortSettings()) },
    Kind(name: "expression") { ListedSetting.list(of: ExpressionSettings()) },
  ]

  private static func run(_ arguments: Arguments) throws {
    let name = arguments.operands.first ?? kinds[0].name
    guard let kind = kinds.first(where: { $0.name == name }) else {
      throw SmilestoneError.usage(
        "There are no settings “\(name)”.",
        remedy: suggestion(for: name, among: kinds.map(\.name)))
    }
    let settings = kind.settings()
    if arguments.has("--json") { return try printJSON(settings) }
    for setting in settings {
      let unit = setting.unit.isEmpty ? "" : " (\(setting.unit))"
      let former = setting.formerNames.isEmpty ? "" : "; formerly \(setting.formerNames[0])"
      let only = setting.only.isEmpty ? "" : " (\(setting.only) alone)"
      print("\(setting.name): \(setting.values)\(unit); default \(setting.standard)\(former)")
      let text = Help.wrapped(setting.meaning + only, width: 92)
      print("    " + text.joined(separator: "\n    "))
    }
  }
}
