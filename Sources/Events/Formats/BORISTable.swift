import Foundation
import Support

/// BORIS's exports of events: aggregated ones (a row for each event), and tabular ones (a row for each start and
/// each stop).
/// Source: BORIS 8, `export_events.py` and `export_observation.py`.
enum BORISTable {
  static let columns = [
    "Behavior", "Observation id", "Observation date", "Description", "Observation duration",
    "Observation type", "Source", "Media duration (s)", "FPS (frame/s)", "Subject",
    "Behavioral category", "Behavior type", "Start (s)", "Stop (s)", "Duration (s)",
    "Media file name", "Time", "Status",
  ]

  private static let written = [
    "Observation id", "Observation date", "Description", "Observation duration",
    "Observation type", "Source", "Media duration (s)", "FPS (frame/s)", "coder", "Subject",
    "Behavior", "Behavioral category", "Behavior type", "Start (s)", "Stop (s)", "Duration (s)",
    "Media file name", "Comment start", "Comment stop",
  ]
  /// What BORIS writes for events of nobody in particular.
  private static let nobody = "No focal subject"

  static func text(_ events: [CodedEvent]) -> String {
    let rows = events.map { event -> [String] in
      let video = event.video.isEmpty ? "NA" : event.video
      return [
        BORISProject.observation(of: event), "", "", "NA", "Media file", video, "NA", "NA",
        event.coder ?? "", event.subject ?? nobody, event.code,
        event.variable.isEmpty ? "Not defined" : event.variable, event.isPoint ? "POINT" : "STATE",
        EventTime.text(event.onset), EventTime.text(event.offset),
        event.isPoint ? "NA" : EventTime.text(event.duration), video, "", "",
      ].map { $0.split(whereSeparator: { $0 == "\t" || $0.isNewline }).joined(separator: " ") }
    }
    return ([written] + rows).map { $0.joined(separator: "\t") + "\n" }.joined()
  }

  static func read(_ url: URL) throws -> EventList {
    let reader = try CSVReader(contentsOf: url, expected: columns)
    let cells = try EventCells(reader, required: ["Behavior"])
    let isAggregated = try reader.index(of: "Start (s)") != nil
    guard try isAggregated || reader.index(of: "Time") != nil else {
      throw SmilestoneError.badInput(
        "\(url.path) has neither a column “Start (s)” nor “Time”.",
        remedy: "In BORIS, export “Aggregated events” as TSV or CSV.")
    }
    var list = EventList()
    var states = OpenStates()
    try cells.forEachRow { row, place in
      let event = event(row)
      guard isAggregated else {
        let time = try cells.seconds(row["time"])
        let status = (row["status"] ?? row["behavior type"] ?? "").uppercased()
        if status.contains("POINT") {
          list.add(event(time, time), at: place)
        } else {
          states.toggle(event(time, time), at: place, into: &list)
        }
        return
      }
      let onset = try cells.seconds(row["start (s)"])
      list.add(event(onset, try row["stop (s)"].map { try cells.seconds($0) } ?? onset), at: place)
    } refused: {
      list.leaveOut($0, $1)
    }
    states.leaveOutOpen(&list)
    return list
  }

  /// A row's event, still without its times.
  private static func event(_ row: [String: String]) -> (Double, Double) -> CodedEvent {
    let media = row["media file name"] ?? row["media file"] ?? row["media file path"] ?? ""
    let video = media.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last.map(String.init) ?? ""
    let name = RecordingName(video)
    let subject = row["subject"].flatMap { $0.lowercased() == nobody.lowercased() ? nil : $0 }
    let category = row["behavioral category"].flatMap { $0 == "Not defined" ? nil : $0 }
    return { onset, offset in
      CodedEvent(
        video: video, subject: subject ?? name.subject, session: name.session,
        coder: row["coder"] ?? row["observer"], variable: category ?? "",
        code: row["behavior"] ?? "", onset: onset, offset: offset)
    }
  }
}

/// State events of BORIS, whose starts and stops are rows of their own: the first begins, the second ends.
struct OpenStates {
  private var open: [CodedEvent: (event: CodedEvent, place: String)] = [:]

  /// - Parameter event: with its one time as onset and offset.
  mutating func toggle(_ event: CodedEvent, at place: String, into list: inout EventList) {
    var key = event
    (key.onset, key.offset) = (0, 0)
    guard let begun = open.removeValue(forKey: key) else {
      open[key] = (event, place)
      return
    }
    var whole = begun.event
    whole.offset = event.onset
    list.add(whole, at: begun.place)
  }

  func leaveOutOpen(_ list: inout EventList) {
    for (_, begun) in open.sorted(by: { $0.value.place < $1.value.place }) {
      list.leaveOut(begun.place, "“\(begun.event.code)” begins and never ends")
    }
  }
}
