import Faces
import Foundation

/// Numbers in place of the names of persons, image files and clusters of copies: the same number for the same
/// name in all files of a copy.
struct Pseudonyms {
  private var images = Numbers()
  private var subjects = Numbers()
  private var clusters = Numbers()
  private var raters = Numbers()

  /// Numbers in the order in which names first come.
  private struct Numbers {
    private var known: [String: Int] = [:]

    mutating func number(of name: String) -> Int {
      let number = known[name] ?? known.count + 1
      known[name] = number
      return number
    }
  }

  /// "image-00012.png": the ending says what kind of file it is.
  mutating func image(_ path: String) -> String {
    let ending = URL(fileURLWithPath: path).pathExtension.lowercased()
    return String(format: "image-%05d", images.number(of: path))
      + (ending.isEmpty ? "" : ".\(ending)")
  }

  /// "person-0012". Names count within their source.
  mutating func subject(_ name: String?, source: String?) -> String? {
    guard let name else { return nil }
    return String(format: "person-%04d", subjects.number(of: "\(source ?? "")\n\(name)"))
  }

  /// "rater-12". Names count within their source.
  mutating func rater(_ name: String, source: String?) -> String {
    "rater-\(raters.number(of: "\(source ?? "")\n\(SubjectName.key(name))"))"
  }

  /// "photograph-0012"; nil for none.
  mutating func cluster(_ name: String?) -> String? {
    guard let name, !name.isEmpty else { return nil }
    return String(format: "photograph-%04d", clusters.number(of: name))
  }
}

/// Texts without the places of this machine's files: "tif:/data/TIF" becomes "tif:TIF".
enum PlacelessText {
  static func of(_ text: String) -> String {
    text.replacing(#/(^|[\s“"'(:=`,])((?:\/[^\/\s”"'),;`]+)+)/#) { match in
      "\(match.output.1)\(match.output.2.split(separator: "/").last ?? "")"
    }
  }
}
