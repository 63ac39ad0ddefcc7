import Faces
import Support

/// A row's cells, by the column of the manifest that they fill.
struct FaceTableCells {
  let positions: [String: Int]
  let fields: [String]
  let values: ValueMap
  /// Whether “7,5” is 7.5.
  let allowsComma: Bool

  /// What the cell stands for, without blanks around it; nil where it is empty, says that it is not
  /// known, or there is no such column.
  subscript(target: String) -> String? {
    guard let position = positions[target], !fields[position].isEmpty else { return nil }
    let text = values.meaning(of: Cell.trimmed(fields[position]), in: target)
    return isKnown(text, in: target) ? text : nil
  }

  /// Where words are labels, “none” is one.
  private func isKnown(_ text: String, in target: String) -> Bool {
    ["emotion", "source_label"].contains(target)
      ? !DatasetWord.isUnknown(text) : !DatasetWord.isNoValue(text)
  }

  /// The image's cell as it is, for a file's name may start or end with a blank.
  var path: String { positions["image"].map { fields[$0] } ?? "" }

  /// The cell with a decimal point.
  func numberText(_ target: String) -> String? {
    self[target].map { text in
      Cell.number(text, allowsComma: allowsComma).map(ManifestNumber.text) ?? text
    }
  }

  /// - Parameter unitsPerYear: how many of the cell's units a year has.
  func age(_ target: String, unitsPerYear: Double = 1) throws -> AgeText? {
    try naming(target) {
      try self[target].map {
        try AgeText($0, unitsPerYear: unitsPerYear, allowsComma: allowsComma)
      }
    }
  }

  func number(_ target: String) throws -> Double? {
    guard let text = self[target] else { return nil }
    guard let number = Cell.number(text, allowsComma: allowsComma) else {
      throw UnusableImageError("“\(text)” is not a number (\(target))")
    }
    guard number >= 0 else { throw UnusableImageError("“\(text)” is negative (\(target))") }
    return number
  }

  func choice<Choice: RawRepresentable>(
    _ target: String
  ) throws -> Choice? where Choice.RawValue == String {
    guard let text = self[target] else { return nil }
    guard let choice = Choice(rawValue: text) ?? Choice(rawValue: DatasetWord.key(text)) else {
      throw UnusableImageError("“\(text)” is not known (\(target))")
    }
    return choice
  }

  func ageGroup(of ages: AgeGrouping) throws -> AgeGroup? {
    guard let text = self["age_group"] else { return nil }
    for group in [AgeGroup(rawValue: text), AgeGroup(rawValue: DatasetWord.key(text))]
    where ages.contains(group) { return group }
    throw UnusableImageError("“\(text)” is none of the age groups \(ages.namesInWords)")
  }

  func sex() throws -> Sex? {
    try word("sex", "a sex", Sex.init(datasetName:), example: "female")
  }

  func split() throws -> Split? {
    try word("split", "a split", Split.init(datasetName:), example: "train")
  }

  func label(_ labels: LabelScheme) throws -> SourceLabel? {
    try self["emotion"].map { try label($0, labels) }
      ?? self["source_label"].map { .other($0) }
  }

  /// The label in a cell that is a rater's; nil where there is none.
  func label(_ labels: LabelScheme, at position: Int) throws -> SourceLabel? {
    let text = values.meaning(of: Cell.trimmed(fields[position]), in: "emotion")
    return DatasetWord.isUnknown(text) ? nil : try label(text, labels)
  }

  private func label(_ text: String, _ labels: LabelScheme) throws -> SourceLabel {
    try understood(
      text, "emotion", labels.noun == .emotion ? "an emotion" : "one of \(labels.namesInWords)",
      { SourceLabel(datasetName: $0, labels: labels) }, example: labels.nearest(to: text))
  }

  private func word<Meaning>(
    _ target: String, _ what: String, _ meaning: (String) -> Meaning?, example: String
  ) throws -> Meaning? {
    try self[target].map { try understood($0, target, what, meaning, example: example) }
  }

  private func understood<Meaning>(
    _ text: String, _ target: String, _ what: String, _ meaning: (String) -> Meaning?,
    example: String
  ) throws -> Meaning {
    if let meaning = meaning(text) { return meaning }
    throw UnusableImageError(
      "“\(text)” is not \(what); say what it means with \(ValueMap.example(text, in: target, example)), "
        + "say")
  }

  private func naming<Value>(_ target: String, _ read: () throws -> Value) throws -> Value {
    do {
      return try read()
    } catch let refusal as UnusableImageError {
      throw UnusableImageError("\(refusal.reason) (\(target))")
    }
  }
}
