import Report
import Study
import Support

/// Options that say whose work a run is; they stay with the run.
enum BylineOptions {
  static let options: [Option] = [
    .value(
      "--title", "TEXT", "The page's title; the answer then follows it. Kept in the run folder."),
    .value(
      "--authors", "NAMES",
      "Who made the run, separated by semicolons, for the page and its citation. Kept likewise."),
    .value("--affiliation", "TEXT", "Where the authors work. Kept likewise."),
    .value("--date", "YYYY-MM-DD", "The day of the report. Kept likewise."),
    .value(
      "--roles", "TEXT",
      "What each author did, in CRediT’s roles: 'Ada One: Software, Supervision; Ben Two: Resources'. Kept likewise."
    ),
  ]

  /// Keeps what is given with the run; an empty text takes away what was kept.
  static func keep(_ arguments: Arguments, in run: RunFolder) throws {
    guard options.contains(where: { arguments.has($0.name) }) else { return }
    var byline = run.byline.exists ? try Byline(contentsOf: run.byline) : Byline()
    func text(_ name: String) -> String? {
      arguments.string(name).flatMap { $0.isEmpty ? nil : $0 }
    }
    if arguments.has("--title") { byline.title = text("--title") }
    if arguments.has("--authors") { byline.authors = Byline.authors(in: text("--authors") ?? "") }
    if arguments.has("--affiliation") { byline.affiliation = text("--affiliation") }
    if arguments.has("--roles") {
      let roles = try ContributorRole.roles(in: text("--roles") ?? "", of: byline.authors)
      byline.roles = roles.isEmpty ? nil : roles
    }
    if arguments.has("--date") { byline.date = try text("--date").map(Byline.checkedDate) }
    try AtomicFile.createFolder(run.url)
    try byline.write(to: run.byline)
  }
}
