import Support
import Training

/// Settings under the names of earlier versions, which are understood for one version more.
enum FormerSettings {
  /// The present name by the former one, without the names of what they are part of.
  static let names = Dictionary(
    TrainingSettings.descriptions.flatMap { setting in
      setting.formerNames.map { (last($0), last(setting.name)) }
    }
  ) { first, _ in first }

  private static func last(_ name: String) -> String {
    name.split(separator: ".").last.map(String.init) ?? name
  }

  /// A tree of settings with present names in place of former ones. Where both are there, the present
  /// one holds.
  static func renamed(_ tree: JSONTree) -> JSONTree {
    guard case .object(let entries) = tree else { return tree }
    let renamed = entries.map {
      (names[$0.key] ?? $0.key, isFormer: names[$0.key] != nil, $0.value)
    }
    return .object(
      Dictionary(
        renamed.sorted { !$0.isFormer && $1.isFormer }.map { ($0.0, FormerSettings.renamed($0.2)) },
        uniquingKeysWith: { present, _ in present }))
  }

  /// What to say of former names in a tree: "pictureSize is now called imageSize".
  static func notes(on tree: JSONTree) -> [String] {
    let used = Set(tree.leaves.keys.flatMap { $0.split(separator: ".").map(String.init) })
    return names.filter { used.contains($0.key) }.map { "\($0.key) is now called \($0.value)" }
      .sorted()
  }
}
