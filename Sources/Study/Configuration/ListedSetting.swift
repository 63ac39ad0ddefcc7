import Support

/// A setting as help and documents list it.
public struct ListedSetting: Encodable, Sendable {
  public let name: String
  public let formerNames: [String]
  public let values: String
  public let unit: String
  /// The default as people write it; "none" for nothing.
  public let standard: String
  public let meaning: String
  /// What it is alone for; empty for everything.
  public let only: String

  enum CodingKeys: String, CodingKey {
    case name, formerNames, values, unit, meaning, only
    case standard = "default"
  }

  /// - Parameter isMarkdown: whether links and code stay.
  public static func list<Settings: DescribedSettings & Encodable>(
    _ descriptions: [SettingDescription<Settings>] = Settings.descriptions, of defaults: Settings,
    isMarkdown: Bool = false
  ) -> [ListedSetting] {
    let leaves = (try? JSONTree(encoding: defaults).leaves) ?? [:]
    func text(_ markdown: String) -> String {
      isMarkdown
        ? markdown
        : markdown.replacing(#/\[([^\]]*)\]\([^)]*\)/#) { $0.output.1 }.replacing("`", with: "")
    }
    return descriptions.map { setting in
      // A value of parts, such as a scheme, has no text of its own.
      let hasParts = leaves.keys.contains { $0.hasPrefix(setting.name + ".") }
      return ListedSetting(
        name: setting.name, formerNames: setting.formerNames, values: text(setting.values),
        unit: setting.unit,
        standard: (hasParts ? setting.text(defaults) : leaves[setting.name]?.text) ?? "none",
        meaning: text(setting.meaning), only: setting.only)
    }
  }
}
