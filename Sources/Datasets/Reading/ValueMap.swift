import Faces
import Support

/// What the cells of a column and the names of folders stand for, as the user says: codes, words of
/// another language, unusual words.
public struct ValueMap: Sendable, Equatable {
  /// By column, the meaning of each word in lower case.
  private var meanings: [String: [String: String]] = [:]

  public init() {}

  /// - Parameter texts: “COLUMN:FROM=TO” each, such as “emotion:0=anger”, “sex:1=female”.
  /// - Throws: `SmilestoneError.usage` for a text of another form, a column that is none of a
  ///   manifest's, a word that is given twice, or a meaning that the column does not have.
  public init(_ texts: [String], vocabulary: Vocabulary) throws {
    for text in texts {
      guard let colon = text.firstIndex(of: ":"), let equals = text.lastIndex(of: "="),
        colon < equals
      else {
        throw SmilestoneError.usage(
          "--value \(text): not of the form COLUMN:FROM=TO.",
          remedy: "Give --value emotion:0=anger, say.")
      }
      let column = Cell.trimmed(String(text[..<colon]))
      let word = Self.key(String(text[text.index(after: colon)..<equals]))
      let meaning = Cell.trimmed(String(text[text.index(after: equals)...]))
      try Self.require(meaning, in: column, of: text, vocabulary)
      guard meanings[column, default: [:]].updateValue(meaning, forKey: word) == nil else {
        throw SmilestoneError.usage(
          "--value says twice what “\(word)” of \(column) means.", remedy: "Say it once.")
      }
    }
  }

  /// How a user says what a word means, in quotation marks where a shell needs them.
  static func example(_ word: String, in column: String, _ meaning: String) -> String {
    let text = "\(column):\(word)=\(meaning)"
    let isPlain = text.allSatisfy { $0.isLetter || $0.isNumber || "_-.:=/,+%@".contains($0) }
    return "--value \(isPlain ? text : "\"\(text)\"")"
  }

  /// What a word stands for; the word itself where nothing was said of it.
  func meaning(of word: String, in column: String) -> String {
    guard let column = meanings[column] else { return word }
    return column[Self.key(word)] ?? word
  }

  private static func key(_ word: String) -> String { Cell.trimmed(word).lowercased() }

  private static func require(
    _ meaning: String, in column: String, of text: String, _ vocabulary: Vocabulary
  ) throws {
    let columns = [
      "emotion", "sex", "split", "age_group", "age", "age_months", "ethnicity", "subject", "source",
    ]
    guard columns.contains(column) else {
      let meant =
        Misspelling.meant(by: column, among: columns).map { "; did you mean \($0)?" } ?? "."
      throw SmilestoneError.usage(
        "--value \(text): “\(column)” is not a column that it is for\(meant)",
        remedy: "It is for \(columns.joined(separator: ", ")).")
    }
    let isKnown =
      switch column {
      case "emotion": SourceLabel(datasetName: meaning, labels: vocabulary.labels) != nil
      case "sex": Sex(datasetName: meaning) != nil
      case "split": Split(datasetName: meaning) != nil
      case "age_group": vocabulary.ages.contains(AgeGroup(rawValue: meaning))
      default: true
      }
    guard isKnown || meaning.isEmpty else {
      throw SmilestoneError.usage(
        "--value \(text): “\(meaning)” is no \(column).",
        remedy: "Give one that docs/datasets.md lists, or nothing for “not known”.")
    }
  }
}
