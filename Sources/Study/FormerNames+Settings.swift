import Support
import Training

extension FormerNames {
  /// Those of settings.
  static let ofSettings = FormerNames(
    Dictionary(
      TrainingSettings.descriptions.flatMap { setting in
        setting.formerNames.map { (last($0), last(setting.name)) }
      }
    ) { first, _ in first })

  private static func last(_ name: String) -> String {
    name.split(separator: ".").last.map(String.init) ?? name
  }
}
