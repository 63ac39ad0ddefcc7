import Foundation
import Statistics
import Support

/// The share of cohorts in which a question's answer was yes.
struct Row: Sendable {
  var part: String
  var setting: String
  var question: String
  var aim: Aim
  /// Cohorts in which the method gave an answer, those with yes, and those without an answer.
  var cohorts: Int
  var yes: Int
  var unanswered: Int

  static let columns = ["part", "setting", "question", "aim", "cohorts", "yes", "unanswered"]

  var fields: [String] {
    [part, setting, question, aim.rawValue, "\(cohorts)", "\(yes)", "\(unanswered)"]
  }

  init(
    part: String, setting: String, question: String, aim: Aim, cohorts: Int, yes: Int,
    unanswered: Int
  ) {
    self.part = part
    self.setting = setting
    self.question = question
    self.aim = aim
    self.cohorts = cohorts
    self.yes = yes
    self.unanswered = unanswered
  }

  /// - Returns: nil for a line that this program did not write.
  init?(fields: [String]) {
    guard fields.count == Row.columns.count, let aim = Aim(rawValue: fields[3]),
      let cohorts = Int(fields[4]), let yes = Int(fields[5]), let unanswered = Int(fields[6])
    else { return nil }
    self.init(
      part: fields[0], setting: fields[1], question: fields[2], aim: aim, cohorts: cohorts,
      yes: yes, unanswered: unanswered)
  }

  /// - Returns: the rows that this program wrote into a file.
  static func read(_ file: URL) throws -> [Row] {
    var rows: [Row] = []
    try CSVReader(contentsOf: file).forEachRow { row in
      if let row = Row(fields: row.fields) { rows.append(row) }
    }
    return rows
  }

  static func write(_ rows: [Row], to file: URL) throws {
    var writer = CSVWriter(header: columns)
    for row in rows { writer.append(row.fields) }
    try AtomicFile.write(writer.text, to: file)
  }

  /// Whether the aim is met; nil without an aim or an answer.
  var isMet: Bool? { cohorts > 0 ? aim.isMet(by: Double(yes) / Double(cohorts)) : nil }

  /// The row of a Markdown table: "| setting | question | 95.1 (94.1 to 96.0) | … |".
  func markdown() throws -> String {
    let found = try wilsonInterval(successes: yes, trials: cohorts).map {
      String(format: "%.1f (%.1f to %.1f)", 100 * $0.value, 100 * $0.lower, 100 * $0.upper)
    }
    let verdict = isMet.map { $0 ? "yes" : "**no**" } ?? ""
    return "| \(setting) | \(question) | \(found ?? "") | \(aim.words) | \(verdict) | \(cohorts) |"
  }
}
