import Faces
import Support

/// Signs that a person who is known by name appears without one, or under two names.
public struct UnnamedPersons: Sendable {
  private let records: [FaceRecord]

  public init(_ records: [FaceRecord]) { self.records = records }

  /// A line for each kind of sign, with an example; empty where there is none.
  /// - Parameter duplicateClusters: the cluster of near duplicates of each face, nil for faces without any.
  public func hints(duplicateClusters: [String?]) -> [String] {
    var hints = sharedPhotographs(duplicateClusters)
    if let hint = similarNames { hints.append(hint) }
    return hints
  }

  private func sharedPhotographs(_ clusters: [String?]) -> [String] {
    var members: [String: [Int]] = [:]
    for (row, cluster) in clusters.enumerated() {
      if let cluster { members[cluster, default: []].append(row) }
    }
    var (unnamed, renamed): ([(face: Int, known: Int)], [(Int, Int)]) = ([], [])
    for rows in members.values.sorted(by: { $0[0] < $1[0] }) {
      guard let known = rows.first(where: { records[$0].subject != nil }) else { continue }
      unnamed += rows.filter { records[$0].subject == nil }.map { ($0, known) }
      let other = rows.first { row in
        records[row].subjectKey.map { $0 != records[known].subjectKey } ?? false
      }
      if let other { renamed.append((known, other)) }
    }
    var hints: [String] = []
    if let first = unnamed.first {
      hints.append(
        "\(counted(unnamed.count, "face")) without a subject and with the "
          + "photograph of one that has one (\(records[first.face].image) with \(inWords(first.known))): fill in who they are."
      )
    }
    if let (first, second) = renamed.first {
      hints.append(
        "\(counted(renamed.count, "photograph")) with several subjects "
          + "(\(inWords(first)), \(inWords(second))): is that one person under two names?")
    }
    return hints
  }

  private func inWords(_ row: Int) -> String {
    "\(records[row].image) of “\(records[row].subject ?? "")”"
  }

  /// Files without a subject whose names have a known subject's as a part.
  private var similarNames: String? {
    // Numbers alone are in every name.
    let known = Dictionary(
      records.compactMap { record in
        record.subjectKey.flatMap { key in
          key.contains(where: \.isLetter) && key.count > 1 ? (key, record.subject ?? key) : nil
        }
      }, uniquingKeysWith: { first, _ in first })
    guard !known.isEmpty else { return nil }
    var (count, example): (Int, String?) = (0, nil)
    for record in records where record.subject == nil {
      let name = (record.image.split(separator: "/").last ?? "").lowercased()
      let parts = name.split { !$0.isLetter && !$0.isNumber }.map(String.init)
      guard let subject = parts.lazy.compactMap({ known[$0] }).first else { continue }
      count += 1
      example = example ?? "\(record.image) like “\(subject)”"
    }
    return example.map {
      "\(counted(count, "face")) without a subject and named like a known one "
        + "(\($0)): fill in who it is."
    }
  }
}
