import Foundation
import Support

/// The rows of all parts, in a CSV file, and the Markdown page that shows them.
struct Results {
  private let file: URL
  private let page: URL
  private(set) var rows: [Row] = []

  /// Everything below this line of the page is written by the program.
  private static let marker = "<!-- Everything below is written by `make validate`. -->"

  init(folder: URL) throws {
    file = folder.appendingPathComponent("validation.csv")
    page = folder.appendingPathComponent("validation.md")
    guard FileManager.default.fileExists(atPath: file.path) else { return }
    rows = try Row.read(file)
  }

  /// Puts new rows in the place of a part's old ones, or of those of the same settings alone.
  mutating func replace(_ part: String, with new: [Row], keepingOtherSettings: Bool) throws {
    let settings = Set(new.map(\.setting))
    rows =
      rows.filter {
        $0.part != part || keepingOtherSettings && !settings.contains($0.setting)
      } + new
    try Row.write(rows, to: file)
  }

  /// Writes how each part was simulated, and the tables, below what a person wrote.
  func writePage(_ parts: [Part]) throws {
    let old = (try? String(contentsOf: page, encoding: .utf8)) ?? ""
    let head = old.components(separatedBy: Results.marker)[0]
    var text = head + Results.marker + "\n"
    for part in parts {
      let own = rows.filter { $0.part == part.name }
      guard !own.isEmpty else { continue }
      text += "\n## \(part.title)\n\n\(part.method)\n\n"
      text += "| cohorts drawn | asked of each | found, % | aim, % | met | cohorts |\n"
      text += "|---|---|---|---|---|---|\n"
      for row in own { text += try row.markdown() + "\n" }
    }
    try AtomicFile.write(text, to: page)
  }
}
