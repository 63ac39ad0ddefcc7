import Analysis
import Foundation
import Support
import Training

enum SettingsCommand {
  static let command = Command(
    name: "settings", summary: "List the settings that --set and --config change.",
    operands: "[\(kinds.map(\.name).joined(separator: "|"))]", operandCount: 0...1,
    discussion: """
      Without an operand those of a training, which `study` has three times: age.NAME, infant.NAME and \
      adult.NAME. Defaults are the program's own; presets have others (docs/presets.md).
      """,
    options: [.json],
    examples: [
      ("smilestone settings", "The settings of a training: name, values, default, meaning."),
      ("smilestone settings expression --json", "Those of `smilestone expression`, for a machine."),
    ],
    run: run)

  /// Settings of one kind.
  private struct Kind: Sendable {
    let name: String
    let settings: @Sendable () -> [ListedSetting]
  }

  private static let kinds = [
    Kind(name: "training") { listed(TrainingSettings()) },
    Kind(name: "expression") { listed(ExpressionSettings()) },
  ]

  private struct ListedSetting: Encodable {
    let name: String
    let formerNames: [String]
    let values: String
    let unit: String
    let standard: String
    let meaning: String
    let only: String

    enum CodingKeys: String, CodingKey {
      case name, formerNames, values, unit, meaning, only
      case standard = "default"
    }
  }

  private static func listed<Settings: DescribedSettings & Encodable>(
    _ defaults: Settings
  ) -> [ListedSetting] {
    let values = (try? JSONTree(encoding: defaults).leaves) ?? [:]
    return Settings.descriptions.map { setting in
      ListedSetting(
        name: setting.name, formerNames: setting.formerNames,
        values: setting.values.replacing("`", with: ""), unit: setting.unit,
        standard: values[setting.name]?.text ?? "none",
        // Links and code are Markdown's.
        meaning: setting.meaning.replacing(#/\[([^\]]*)\]\([^)]*\)/#) { $0.output.1 }
          .replacing("`", with: ""), only: setting.only)
    }
  }

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
