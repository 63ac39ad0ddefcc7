/// What there is to know of one setting of `Settings`. Validation, help, documentation and the report's
/// table of settings come from lists of these.
public struct SettingDescription<Settings>: Sendable {
  /// As in `study.json` and after `--set`: "learningRate", "distanceLoss.weight".
  public let name: String
  /// Names of earlier versions, which are understood for one version.
  public let formerNames: [String]
  /// For people: "Peak learning rate".
  public let title: String
  /// What it is alone for: "expression models"; empty for everything.
  public let only: String
  /// What it may be, for tables: "0 ≤ x < 1", "`adam`, `adamw`, `sgd`".
  public let values: String
  /// What it must be, for messages: "at least 0 and below 1"; nil where every value will do.
  public let rule: String?
  /// "px", "years", "epochs"; empty for none.
  public let unit: String
  /// What it does, in a few words; Markdown.
  public let meaning: String
  /// A value as people read it, with its unit: "48 px"; nil where it is off or not used.
  public let text: @Sendable (Settings) -> String?
  /// Whether a value is allowed.
  public let isValid: @Sendable (Settings) -> Bool

  /// A part of other settings, whose names begin with the part's.
  /// - Parameter part: "augmentation".
  public func of<Whole>(
    _ part: String, _ path: any KeyPath<Whole, Settings> & Sendable
  ) -> SettingDescription<Whole> {
    SettingDescription<Whole>(
      name: "\(part).\(name)", formerNames: formerNames.map { "\(part).\($0)" }, title: title,
      only: only, values: values, rule: rule, unit: unit, meaning: meaning,
      text: { text($0[keyPath: path]) }, isValid: { isValid($0[keyPath: path]) })
  }

  fileprivate init(
    name: String, formerNames: [String], title: String, only: String, values: String, rule: String?,
    unit: String, meaning: String, text: @escaping @Sendable (Settings) -> String?,
    isValid: @escaping @Sendable (Settings) -> Bool
  ) {
    self.name = name
    self.formerNames = formerNames
    self.title = title
    self.only = only
    self.values = values
    self.rule = rule
    self.unit = unit
    self.meaning = meaning
    self.text = text
    self.isValid = isValid
  }
}

/// - Parameters that all of these share:
///   - title: for people.
///   - off: whether the number 0, or the choice, stands for not doing it.
///   - only: what it is alone for.
///   - isUsed: whether other settings let it have an effect.
extension SettingDescription {
  /// A number.
  package static func number<Number: SettingNumber>(
    _ name: String, _ path: any KeyPath<Settings, Number> & Sendable, _ range: NumberRange,
    unit: String = "", title: String, zeroIsOff: Bool = false, only: String = "",
    formerNames: [String] = [], isUsed: @escaping @Sendable (Settings) -> Bool = { _ in true },
    _ meaning: String
  ) -> SettingDescription {
    SettingDescription(
      name: name, formerNames: formerNames, title: title, only: only,
      values: range.formula, rule: range.words, unit: unit, meaning: meaning,
      text: {
        let number = $0[keyPath: path].double
        guard isUsed($0), number != 0 || !zeroIsOff else { return nil }
        return NumberRange.text(number) + (unit.isEmpty ? "" : " \(unit)")
      },
      isValid: { range.contains($0[keyPath: path].double) })
  }

  /// One of a list.
  /// - Parameter words: what is shown in place of a value's name; nil where it stands for not doing it.
  public static func choice<Value: RawRepresentable<String> & CaseIterable & Sendable>(
    _ name: String, _ path: any KeyPath<Settings, Value> & Sendable, title: String,
    only: String = "", formerNames: [String] = [],
    words: @escaping @Sendable (Value) -> String? = { $0.rawValue }, _ meaning: String
  ) -> SettingDescription {
    SettingDescription(
      name: name, formerNames: formerNames, title: title, only: only,
      values: Value.allCases.map { "`\($0.rawValue)`" }.joined(separator: ", "), rule: nil,
      unit: "", meaning: meaning, text: { words($0[keyPath: path]) }, isValid: { _ in true })
  }

  /// Anything else, which its own type checks.
  public static func other<Value>(
    _ name: String, _ path: any KeyPath<Settings, Value> & Sendable, values: String,
    title: String, only: String = "", formerNames: [String] = [], _ meaning: String,
    text: @escaping @Sendable (Value) -> String?
  ) -> SettingDescription {
    SettingDescription(
      name: name, formerNames: formerNames, title: title, only: only, values: values, rule: nil,
      unit: "",
      meaning: meaning, text: { text($0[keyPath: path]) }, isValid: { _ in true })
  }
}

/// A type of numbers that settings have.
package protocol SettingNumber: Sendable {
  var double: Double { get }
}

extension Double: SettingNumber {
  package var double: Double { self }
}

extension Int: SettingNumber {
  package var double: Double { Double(self) }
}

/// Settings that are described.
public protocol DescribedSettings {
  static var descriptions: [SettingDescription<Self>] { get }
}

extension DescribedSettings {
  /// - Throws: `SmilestoneError.usage` that names the first setting out of its range.
  public func requireValidValues() throws {
    for setting in Self.descriptions where !setting.isValid(self) {
      throw SmilestoneError.usage(
        "The setting \(setting.name) is out of range.",
        remedy: setting.rule.map { "It must be \($0)." })
    }
  }
}
