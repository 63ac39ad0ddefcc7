import Foundation
import Support

/// A part of a document, between `<!-- NAME: made by make reference -->` and `<!-- end of NAME -->`.
struct GeneratedPart {
  /// Below the project's folder.
  let path: String
  let name: String
  let text: String

  /// Compares the part with the document's, and replaces it where that is asked for.
  /// - Returns: whether they differed.
  /// - Throws: `SmilestoneError.badInput` where the document or its marks are missing.
  func isStale(in root: URL, writing: Bool) throws -> Bool {
    let url = root.appendingPathComponent(path)
    let document = String(decoding: try InputFile.read(url), as: UTF8.self)
    let (start, end) = (
      "<!-- \(name): made by `make reference` -->\n", "<!-- end of \(name) -->"
    )
    guard let first = document.range(of: start),
      let last = document.range(of: end, range: first.upperBound..<document.endIndex)
    else {
      throw SmilestoneError.badInput(
        "\(path) has no place for \(name).", remedy: "Put a line “\(start)” and “\(end)” there.")
    }
    let old = document[first.upperBound..<last.lowerBound]
    if old == text { return false }
    if writing {
      try AtomicFile.write(
        document.replacingCharacters(in: first.upperBound..<last.lowerBound, with: text), to: url)
    }
    return true
  }
}

/// A document that is made as a whole.
struct GeneratedFile {
  let path: String
  let text: String

  /// The same as for a part.
  func isStale(in root: URL, writing: Bool) throws -> Bool {
    let url = root.appendingPathComponent(path)
    if (try? InputFile.read(url)) == Data(text.utf8) { return false }
    if writing { try AtomicFile.write(text, to: url) }
    return true
  }
}
