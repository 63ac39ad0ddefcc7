import Support

/// What several coders coded of one recording.
public struct CodedRecording: Sendable {
  /// The recording's name without its ending.
  public let video: String
  /// Who is recorded, as the unit that intervals resample: the subject, else the recording.
  public let child: String
  /// The events of each coder in the order of their onsets, none overlapping another.
  public let events: [String: [CodedEvent]]

  /// When the last event of anybody ends; what lies behind counts as not coded.
  var end: Double { events.values.joined().map(\.offset).max() ?? 0 }

  /// Sorts events into recordings.
  ///
  /// A recording is known by its name without folder and ending. A coder without a name is an error, as is one who
  /// coded several subjects or variables of a recording: which of them are to be compared must be said.
  /// - Returns: recordings in the order of their names, and what overlaps and was left out.
  public static func recordings(
    of list: EventList
  ) throws -> (recordings: [CodedRecording], unusable: [UnusableEvent]) {
    let kept = list.withoutOverlaps()
    let byVideo = Dictionary(grouping: kept.events) { $0.recording }
    let recordings = try byVideo.sorted { $0.key < $1.key }.map { video, events in
      let byCoder = Dictionary(grouping: events) { $0.coder ?? "" }
      for (coder, events) in byCoder.sorted(by: { $0.key < $1.key }) {
        try requireOneSeries(events, of: coder, in: video)
      }
      let subjects = Set(events.compactMap(\.subject))
      return CodedRecording(
        video: video, child: subjects.count == 1 ? subjects.first ?? video : video,
        events: byCoder.mapValues { $0.sorted { ($0.onset, $0.offset) < ($1.onset, $1.offset) } })
    }
    return (recordings, kept.unusable)
  }

  private static func requireOneSeries(
    _ events: [CodedEvent], of coder: String, in video: String
  ) throws {
    let what: [(noun: String, option: String, names: [String])] = [
      ("subjects", "--subject", Set(events.compactMap(\.subject)).sorted()),
      ("variables", "--variable", Set(events.map(\.variable)).sorted()),
    ]
    for (noun, option, names) in what where names.count > 1 {
      throw SmilestoneError.usage(
        "The coder “\(coder)” coded several \(noun) of \(video): \(names.joined(separator: ", ")).",
        remedy: "Say which to compare, with \(option) NAME.")
    }
  }
}

extension CodedEvent {
  /// The recording's name without folder and ending. An ending has a letter: what stands behind the dot of “age-1.25”
  /// is none.
  public var recording: String {
    let name = video.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last.map(String.init) ?? ""
    guard let dot = name.lastIndex(of: "."), dot > name.startIndex,
      name[dot...].contains(where: \.isLetter)
    else { return name }
    return String(name[..<dot])
  }
}
