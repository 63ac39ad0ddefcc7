import Events
import Faces
import Presentation
import Tracking

/// The tables of recordings: how many frames could be used, and how long what was coded.
struct SessionTables {
  let sessions: [RecordedSession]
  let events: [CodedEvent]
  /// Of all recordings, age groups, children and sessions.
  let usable: [UsableShare]

  /// - Parameter events: the models' and people's.
  init(_ sessions: [RecordedSession], events: [CodedEvent]) throws {
    self.sessions = sessions
    self.events = events
    usable = try UsableShare.shares(
      of: sessions.map(\.recordedFrames), ageGroups: SessionTables.ageGroups(of: sessions))
  }

  /// In the order of the ages in them.
  private static func ageGroups(of sessions: [RecordedSession]) -> [String] {
    sessions.sorted { ($0.ageInYears ?? .infinity) < ($1.ageInYears ?? .infinity) }
      .compactMap(\.ageGroup)
      .reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  var usableTable: DataTable {
    DataTable(
      columns: [
        "", "of", "children", "recordings", "frames", "judged", "95% CI, from", "to",
      ],
      rows: usable.map { row in
        [
          .text(name(of: row)), .text(row.scope.rawValue),
          .count(row.children), .count(row.recordings), .count(row.frames), .share(row.share),
          .share(row.lower), .share(row.upper),
        ]
      })
  }

  private func name(of row: UsableShare) -> String {
    switch row.scope {
    case .all: "all"
    case .ageGroup: AgeGroup(rawValue: row.name).displayName
    case .child, .session: row.name
    }
  }

  /// A row for each recording, by child and age.
  var recordings: DataTable {
    let ordered = sessions.sorted {
      ($0.subject ?? $0.video, $0.ageInYears ?? .infinity, $0.video)
        < ($1.subject ?? $1.video, $1.ageInYears ?? .infinity, $1.video)
    }
    return DataTable(
      columns: ["recording", "child", "session", "age, years", "age group", "frames"]
        + kinds.map(\.title),
      rows: ordered.map { session in
        [
          .text(session.video), session.subject.map { .text($0) } ?? .missing,
          session.session.map { .text($0) } ?? .missing, .number(session.ageInYears, decimals: 1),
          session.ageGroup.map { .text(AgeGroup(rawValue: $0).displayName) } ?? .missing,
          .count(session.statuses.count),
        ] + kinds.map { .share($0.share(in: [session], events)) }
      })
  }

  /// A row for each age group; nil where no age is known.
  var ageGroups: DataTable? {
    let groups = SessionTables.ageGroups(of: sessions)
    guard !groups.isEmpty else { return nil }
    return DataTable(
      columns: ["age group", "children", "recordings", "minutes"] + kinds.map(\.title),
      rows: groups.map { group in
        let members = sessions.filter { $0.ageGroup == group }
        return [
          .text(AgeGroup(rawValue: group).displayName),
          .count(Set(members.map { $0.subject ?? $0.video }).count),
          .count(members.count),
          .number(members.reduce(0) { $0 + $1.durationInSeconds } / 60, decimals: 1),
        ] + kinds.map { .share($0.share(in: members, events)) }
      })
  }

  /// What each coder coded.
  private var kinds: [CodedKind] {
    let shown = events.filter { event in sessions.contains { $0.holds(event) } }
    return Set(shown.map { CodedKind(coder: SessionCharts.coder($0), code: $0.code) })
      .sorted { ($0.coder, $0.code) < ($1.coder, $1.code) }
  }
}

/// One code of one coder.
private struct CodedKind: Hashable {
  let coder: String
  let code: String

  var title: String { "\(coder): \(code)" }

  /// The share of the recorded time that has this code; nil where the coder coded none of the recordings.
  func share(in sessions: [RecordedSession], _ events: [CodedEvent]) -> Double? {
    let coded = sessions.compactMap { session -> (seconds: Double, of: Double)? in
      let own = events.filter {
        session.holds($0) && SessionCharts.coder($0) == coder
      }
      guard !own.isEmpty else { return nil }
      return (
        own.filter { $0.code == code }.reduce(0) { $0 + $1.duration }, session.durationInSeconds
      )
    }
    let total = coded.reduce(0) { $0 + $1.of }
    return total > 0 ? coded.reduce(0) { $0 + $1.seconds } / total : nil
  }
}
