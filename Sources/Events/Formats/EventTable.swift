import Foundation
import Support

/// The program's own table of events: `events.csv`.
public enum EventTable {
  public static let columns = [
    "video", "subject", "session", "coder", "variable", "code", "onset", "offset",
  ]

  /// What the columns hold.
  public static let descriptions = [
    ColumnDescription("video", "file name", "the recording"),
    ColumnDescription("subject", "text", "who was coded"),
    ColumnDescription("session", "text", "the visit or session"),
    ColumnDescription("coder", "text", "who coded it, or the model"),
    ColumnDescription("variable", "text", "what is coded: a tier, a column or a category"),
    ColumnDescription("code", "text", "what was seen"),
    ColumnDescription("onset", "seconds", "when it begins, from the recording's start"),
    ColumnDescription("offset", "seconds", "when it ends; the onset for a point event"),
  ]

  static func text(_ events: [CodedEvent]) -> String {
    var writer = CSVWriter(header: columns)
    for event in events {
      writer.append([
        event.video, event.subject ?? "", event.session ?? "", event.coder ?? "", event.variable,
        event.code, EventTime.text(event.onset), EventTime.text(event.offset),
      ])
    }
    return writer.text
  }

  static func read(_ url: URL) throws -> EventList {
    let reader = try CSVReader(contentsOf: url, expected: ["code", "onset", "offset"] + columns)
    let cells = try EventCells(reader, required: ["code", "onset", "offset"])
    var list = EventList()
    try cells.forEachRow { row, place in
      list.add(
        CodedEvent(
          video: row["video"] ?? "", subject: row["subject"], session: row["session"],
          coder: row["coder"], variable: row["variable"] ?? "", code: row["code"] ?? "",
          onset: try cells.seconds(row["onset"]), offset: try cells.seconds(row["offset"])),
        at: place)
    } refused: {
      list.leaveOut($0, $1)
    }
    return list
  }
}
