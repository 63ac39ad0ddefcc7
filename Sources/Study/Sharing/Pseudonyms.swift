import Faces
import Foundation

/// Numbers in place of the names of persons, image files and clusters of copies: the same number for the same
/// name in all files of a copy.
struct Pseudonyms {
  private var images: [String: String] = [:]
  private var subjects: [String: String] = [:]
  private var clusters: [String: String] = [:]

  /// "image-00012.png": the ending says what kind of file it is.
  mutating func image(_ path: String) -> String {
    if let known = images[path] { return known }
    let ending = URL(fileURLWithPath: path).pathExtension.lowercased()
    let name = String(format: "image-%05d", images.count + 1) + (ending.isEmpty ? "" : ".\(ending)")
    images[path] = name
    return name
  }

  /// "person-0012". Names count within their source.
  mutating func subject(_ name: String?, source: String?) -> String? {
    name.map { name in
      let key = "\(source ?? "")\n\(name)"
      if let known = subjects[key] { return known }
      let number = String(format: "person-%04d", subjects.count + 1)
      subjects[key] = number
      return number
    }
  }

  /// "photograph-0012".
  mutating func cluster(_ name: String?) -> String? {
    name.flatMap { name in
      guard !name.isEmpty else { return nil }
      if let known = clusters[name] { return known }
      let number = String(format: "photograph-%04d", clusters.count + 1)
      clusters[name] = number
      return number
    }
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
