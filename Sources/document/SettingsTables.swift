import Analysis
import Support
import Training

/// The tables of settings.
enum SettingsTables {
  static let parts = [
    GeneratedPart(
      path: "docs/training.md", name: "settings of a training", text: table(TrainingSettings())),
    GeneratedPart(
      path: "docs/expression.md", name: "settings of the analysis",
      text: table(ExpressionSettings())),
  ]

  /// A row for each setting.
  private static func table<Settings: DescribedSettings & Encodable>(
    _ defaults: Settings
  ) -> String {
    let values = (try? JSONTree(encoding: defaults).leaves) ?? [:]
    let rows = Settings.descriptions.map { setting in
      let unit = setting.unit.isEmpty ? "" : " (\(setting.unit))"
      let only = setting.only.isEmpty ? "" : " (\(setting.only) alone)"
      return
        "| `\(setting.name)` | \(setting.values)\(unit) | \(values[setting.name]?.text ?? "none") | "
        + "\(setting.meaning)\(only) |\n"
    }
    return "| setting | values | default | what it does |\n|---|---|---|---|\n" + rows.joined()
  }
}
