import Faces
import Foundation
import Support

/// What images' paths say, by a regular expression with named groups.
///
/// The expression (ICU's syntax) is looked for in the path below the data set's folder, without the
/// file's ending. Groups: subject, session, age, age_months, age_group, sex, ethnicity, emotion, split,
/// take.
public struct NamePattern: Sendable {
  private let expression: NSRegularExpression
  private let groups: [String]
  private let values: ValueMap

  private static let known = [
    "subject", "session", "age", "age_months", "age_group", "sex", "ethnicity", "emotion", "split",
    "take",
  ]
  /// The columns that it gives its records beyond the standard ones.
  static let extraColumns = ["session", "take", "age_range"]

  /// - Parameters:
  ///   - text: the expression.
  ///   - values: what the words of groups stand for.
  ///   - ignoresCase: whether capitals in names do not matter.
  /// - Throws: `SmilestoneError.usage` where it is no expression, or has no or unknown groups.
  public init(_ text: String, values: ValueMap = ValueMap(), ignoresCase: Bool = false) throws {
    do {
      // ICU's names of groups have no underscores.
      expression = try NSRegularExpression(
        pattern: text.replacing(/\(\?<[A-Za-z][A-Za-z0-9_]*>/) { Self.plain(String($0.output)) },
        options: ignoresCase ? .caseInsensitive : [])
    } catch {
      throw SmilestoneError.usage(
        "--pattern \(text): it is no regular expression.",
        remedy: #"Give one with named groups, such as (?<subject>s[0-9]+)_(?<emotion>[a-z]+)."#)
    }
    groups = text.matches(of: /\(\?<([A-Za-z][A-Za-z0-9_]*)>/).map { String($0.1) }
    guard !groups.isEmpty else {
      throw SmilestoneError.usage(
        "--pattern \(text): it has no named group.",
        remedy: "Name them, as in (?<subject>[0-9]+): \(Self.known.joined(separator: ", ")).")
    }
    if let odd = groups.first(where: { !Self.known.contains($0) }) {
      let meant =
        Misspelling.meant(by: odd, among: Self.known).map { "; did you mean \($0)?" } ?? "."
      throw SmilestoneError.usage(
        "--pattern \(text): there is no group “\(odd)”\(meant)",
        remedy: "Groups are \(Self.known.joined(separator: ", ")).")
    }
    self.values = values
  }

  private static func plain(_ group: String) -> String { group.replacing("_", with: "") }

  /// Whether an image's path has the pattern.
  func matches(_ path: String) -> Bool { match(Self.stem(path)) != nil }

  /// What an image's path says of it.
  /// - Returns: the record, with `extraColumns`, and its label; or the reason why it cannot be
  ///   understood.
  func describe(
    _ path: String, source: String, labels: LabelScheme, ages: AgeGrouping
  ) -> Result<FaceTable.Row, UnusableImageError> {
    let stem = Self.stem(path)
    guard let match = match(stem) else {
      return .failure(UnusableImageError("its name does not match the pattern"))
    }
    var fields: [String] = []
    var positions: [String: Int] = [:]
    for group in groups where positions[group] == nil {
      guard let range = Range(match.range(withName: Self.plain(group)), in: stem) else { continue }
      positions[group] = fields.count
      fields.append(String(stem[range]))
    }
    let cells = FaceTableCells(
      positions: positions, fields: fields, values: values, allowsComma: false)
    do {
      return .success(try Self.row(path, cells, source, labels, ages))
    } catch let refusal as UnusableImageError {
      return .failure(refusal)
    } catch {
      return .failure(UnusableImageError("\(error)"))
    }
  }

  private static func row(
    _ path: String, _ cells: FaceTableCells, _ source: String, _ labels: LabelScheme,
    _ ages: AgeGrouping
  ) throws -> FaceTable.Row {
    let age = try cells.age("age") ?? cells.age("age_months", unitsPerYear: 12)
    let record = FaceRecord(
      image: path, subject: cells["subject"].flatMap(SubjectName.init)?.text, source: source,
      ageInYears: age?.years, ageSource: age?.years == nil ? nil : .label,
      ageGroup: try cells.ageGroup(of: ages) ?? age?.years.map(ages.group(ofAgeInYears:))
        ?? age?.range?.ageGroup(of: ages),
      sex: try cells.sex(), ethnicity: cells["ethnicity"], split: try cells.split(),
      extra: [cells["session"] ?? "", cells["take"] ?? "", age?.range?.text ?? ""])
    return FaceTable.Row(record: record, label: try cells.label(labels))
  }

  private func match(_ stem: String) -> NSTextCheckingResult? {
    expression.firstMatch(in: stem, range: NSRange(stem.startIndex..., in: stem))
  }

  /// The path without its ending.
  private static func stem(_ path: String) -> String {
    let name = path.lastIndex(of: "/").map { path[path.index(after: $0)...] } ?? path[...]
    guard let dot = name.lastIndex(of: "."), dot > name.startIndex else { return path }
    return String(path[..<dot])
  }
}
