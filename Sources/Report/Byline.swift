import Foundation
import Support

/// Whose work a run is, for the heading of its page and for whoever cites it: `byline.json`.
public struct Byline: Codable, Sendable, Equatable {
  /// The page's title, in place of the answer, which then follows it.
  public var title: String?
  /// In the order of the citation: "Ada Lovelace".
  public var authors: [String] = []
  public var affiliation: String?
  /// "2026-11-30".
  public var date: String?
  /// What the authors did, by their names; nil for not said.
  public var roles: [String: [ContributorRole]]?

  public init() {}

  /// Reads `byline.json`.
  /// - Throws: `SmilestoneError.badInput` when the file is no such file.
  public init(contentsOf url: URL) throws {
    self = try JSONText.read(
      Byline.self, from: url, as: "a title with authors",
      remedy: "Remove it, and give --title, --authors, --affiliation, --date and --roles again.")
  }

  /// Writes the file whole or not at all.
  public func write(to url: URL) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    try AtomicFile.write(try encoder.encode(self) + Data("\n".utf8), to: url)
  }

  /// Names separated by semicolons; commas stay, for names as "Lovelace, Ada".
  public static func authors(in text: String) -> [String] {
    text.split(separator: ";").map { $0.trimmingCharacters(in: .whitespaces) }
      .filter { !$0.isEmpty }
  }

  /// - Throws: `SmilestoneError.usage` for what is no day as "2026-11-30".
  public static func checkedDate(_ text: String) throws -> String {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    let numbers = parts.compactMap { Int($0) }
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = .gmt
    let day =
      numbers.count == 3
      ? DateComponents(calendar: calendar, year: numbers[0], month: numbers[1], day: numbers[2])
      : nil
    guard parts.map(\.count) == [4, 2, 2], let day, day.isValidDate else {
      throw SmilestoneError.usage(
        "“\(text)” is no date.", remedy: "Write year, month and day as in 2026-11-30.")
    }
    return text
  }

  /// "Ada Lovelace and Charles Babbage, University of London, 2026-11-30"; nil for nobody and no day.
  var line: String? {
    let parts = [
      authors.isEmpty ? nil : authors.joined(separator: ", "), affiliation, date,
    ].compactMap(\.self)
    return parts.isEmpty ? nil : parts.joined(separator: " · ")
  }

  /// Authors with their roles, in the order of the authors; those without any are left out.
  var contributions: [(author: String, roles: [ContributorRole])] {
    authors.compactMap { author in roles?[author].map { (author, $0) } }
  }

  /// The run as something to cite; nil without authors.
  /// - Parameter answer: the page's title where the byline has none.
  func reference(run: String, answer: String) -> Reference? {
    guard !authors.isEmpty else { return nil }
    func plain(_ text: String) -> String { Reference.plain(text) }
    return Reference(
      "misc", "run",
      [
        "title": "{\(plain(title ?? answer))}",
        "author": authors.map(plain).joined(separator: " and "),
        "year": date.map { String($0.prefix(4)) } ?? "n.d.",
        "howpublished": "Report of the Smilestone run ``\(plain(run))''"
          + (affiliation.map { ", \(plain($0))" } ?? ""),
      ])
  }
}
