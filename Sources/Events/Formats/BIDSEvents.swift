import Foundation
import Support

/// Events as the Brain Imaging Data Structure has them: `…_events.tsv`, with onset and duration in seconds.
/// Source: BIDS specification 1.9, “Task events”.
enum BIDSEvents {
  static let columns = ["onset", "duration", "trial_type"]
  /// Columns of one's own are allowed behind the standard ones.
  private static let further = ["variable", "subject", "session", "coder", "stim_file"]
  private static let missing = "n/a"

  static func text(_ events: [CodedEvent]) -> String {
    let rows = events.sorted { ($0.onset, $0.duration) < ($1.onset, $1.duration) }.map { event in
      [
        EventTime.text(event.onset), EventTime.text(event.duration), event.code, event.variable,
        event.subject ?? "", event.session ?? "", event.coder ?? "", event.video,
      ].map { $0.isEmpty ? missing : plain($0) }
    }
    return ([columns + further] + rows).map { $0.joined(separator: "\t") + "\n" }.joined()
  }

  /// Cells are not quoted, so what divides them cannot be part of one.
  private static func plain(_ cell: String) -> String {
    cell.split(whereSeparator: { $0 == "\t" || $0.isNewline }).joined(separator: " ")
  }

  static func read(_ url: URL) throws -> EventList {
    let reader = try CSVReader(contentsOf: url, expected: columns)
    let cells = try EventCells(reader, required: columns)
    let name = RecordingName(url.lastPathComponent)
    var list = EventList()
    try cells.forEachRow { row, place in
      // Moments without a code are pauses or answers of another kind.
      guard let code = row["trial_type"] else { throw UnusableCell(reason: "it has no trial_type") }
      let onset = try cells.seconds(row["onset"])
      let duration = try row["duration"].map { try cells.seconds($0) } ?? 0
      list.add(
        CodedEvent(
          video: row["stim_file"] ?? "", subject: row["subject"] ?? name.subject,
          session: row["session"] ?? name.session, coder: row["coder"],
          variable: row["variable"] ?? "", code: code, onset: onset, offset: onset + duration),
        at: place)
    } refused: {
      list.leaveOut($0, $1)
    }
    return list
  }
}
