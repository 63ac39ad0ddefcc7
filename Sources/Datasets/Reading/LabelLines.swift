import Foundation
import Support

/// A text file with words on each line, divided by blanks or tabs.
struct LabelLines {
  /// Lines without words are passed over.
  let lines: [(place: RowPlace, words: [String])]

  /// - Parameter name: what messages call the file; nil for its last part.
  /// - Throws: `SmilestoneError` (bad input) when the file cannot be read, is of another program or not
  ///   UTF-8.
  init(_ url: URL, name: String? = nil) throws {
    let data = try InputFile.read(url)
    if let foreign = ForeignTable.named(data) {
      throw SmilestoneError.badInput(
        "\(url.path) is \(foreign.what), not a list of text.", remedy: foreign.remedy)
    }
    guard let bytes = TextEncoding.utf8(data),
      let text = String(validating: bytes, as: UTF8.self)
    else {
      throw SmilestoneError.badInput(
        "\(url.path): the text is not UTF-8.", remedy: "Save the file as UTF-8.")
    }
    let table = name ?? url.lastPathComponent
    // In Swift CR and LF together are one character, a newline.
    lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated()
      .map { index, line in
        (
          RowPlace(table: table, line: index + 1),
          line.split(whereSeparator: \.isWhitespace).map(String.init)
        )
      }
      .filter { !$0.1.isEmpty }
  }
}
