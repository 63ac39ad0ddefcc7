import Analysis
import Study
import Support
import Synthetic
import Training

/// The tables of settings.
enum SettingsTables {
  static let parts = [
    part(
      "docs/training.md", "settings of a training",
      ListedSetting.list(of: TrainingSettings(), isMarkdown: true)),
    part(
      "docs/presets.md", "settings of a study",
      ListedSetting.list(
        StudyConfiguration.own, of: StudyConfiguration(preset: .synthetic), isMarkdown: true)),
    part(
      "docs/presets.md", "settings of a synthetic cohort",
      ListedSetting.list(of: SyntheticCohortSettings(), isMarkdown: true)),
    part(
      "docs/expression.md", "settings of the analysis",
      ListedSetting.list(of: ExpressionSettings(), isMarkdown: true)),
  ]

  /// A row for each setting.
  private static func part(
    _ path: String, _ name: String, _ settings: [ListedSetting]
  ) -> GeneratedPart {
    let rows = settings.map { setting in
      let unit = setting.unit.isEmpty ? "" : " (\(setting.unit))"
      let only = setting.only.isEmpty ? "" : " (\(setting.only) alone)"
      return
        "| `\(setting.name)` | \(setting.values)\(unit) | \(setting.standard) | "
        + "\(setting.meaning)\(only) |\n"
    }
    return GeneratedPart(
      path: path, name: name,
      text: "| setting | values | default | what it does |\n|---|---|---|---|\n" + rows.joined())
  }
}
