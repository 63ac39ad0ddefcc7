import Foundation
import Support

/// The names of the classes that a `data.yaml` beside images in YOLO form lists, by their numbers; or those
/// of a `classes.txt`, one a line.
///
/// Of YAML only what such files hold of names is read: `names: [anger, happy]`, over several lines or not,
/// a list of `- anger`, and numbered names `0: anger`.
struct YOLOClasses {
  let names: [Int: String]

  /// What the file is called; programs that mark boxes write lists of names alone.
  private static let files = [
    "data.yaml", "data.yml", "dataset.yaml", "dataset.yml", "classes.txt", "obj.names",
    "_darknet.labels",
  ]

  /// The file in a folder, or in one at most two levels below it; nil where there is none.
  static func file(in folder: URL) -> URL? {
    folder.datasetFiles(files, levels: DatasetPlace.wrapperLevels).first
  }

  /// - Throws: `SmilestoneError` (bad input) when the file cannot be read or names no class.
  init(_ url: URL) throws {
    guard let text = String(data: try InputFile.read(url), encoding: .utf8),
      let names = ["yaml", "yml"].contains(url.pathExtension.lowercased())
        ? Self.names(in: text) : Self.list(text), !names.isEmpty
    else {
      throw SmilestoneError.badInput(
        "\(url.path) has no list “names” of classes.",
        remedy:
          "Write it as names: [anger, happy, …], in the order of the numbers in the label files.")
    }
    self.names = names
  }

  /// A name a line.
  private static func list(_ text: String) -> [Int: String] {
    numbered(text.split(whereSeparator: \.isNewline).map(plain).filter { !$0.isEmpty })
  }

  private static func names(in text: String) -> [Int: String]? {
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      .map { $0.prefix { $0 != "#" } }
    guard let start = lines.firstIndex(where: { $0.hasPrefix("names:") }) else { return nil }
    let rest = lines[start].dropFirst("names:".count)
    let block = lines[(start + 1)...].prefix { line in
      // What belongs to it is indented, a list's “-” need not be.
      line.allSatisfy(\.isWhitespace) || line.first?.isWhitespace == true || line.hasPrefix("-")
        || line.hasPrefix("]")
    }
    let whole = ([rest] + block).joined(separator: "\n")
    if let list = whole.firstMatch(of: /\[([^\]]*)\]/) {
      return numbered(list.1.split(separator: ",").map(plain))
    }
    if let map = whole.firstMatch(of: /\{([^}]*)\}/) {
      return keyed(map.1.split(separator: ","))
    }
    let entries = block.filter { !$0.allSatisfy(\.isWhitespace) }
    let items = entries.compactMap { $0.firstMatch(of: /^\s*-\s*(.+)$/).map { plain($0.1) } }
    return items.count == entries.count ? numbered(items) : keyed(entries)
  }

  private static func numbered(_ names: [String]) -> [Int: String] {
    Dictionary(uniqueKeysWithValues: zip(names.indices, names))
  }

  /// “0: anger”; nil where an entry is of another form or a number stands twice.
  private static func keyed(_ entries: [Substring]) -> [Int: String]? {
    var names: [Int: String] = [:]
    for entry in entries {
      guard let match = entry.firstMatch(of: /^\s*([0-9]{1,4})\s*:\s*(.+)$/),
        let number = Int(match.1), names.updateValue(plain(match.2), forKey: number) == nil
      else { return nil }
    }
    return names
  }

  /// Without blanks and quotation marks around it.
  private static func plain(_ text: Substring) -> String {
    let text = Cell.trimmed(String(text).replacing("\n", with: " "))
    guard text.count > 1, let first = text.first, first == text.last, "'\"".contains(first) else {
      return text
    }
    return String(text.dropFirst().dropLast())
  }
}
