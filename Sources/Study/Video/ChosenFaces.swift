import Events
import Faces
import Tracking

/// Whose face is studied in each frame of a video, and what the models say of it over time.
struct ChosenFaces {
  private let choice: TrackChoice
  private let summaries: [Int: TrackSummary]

  /// Reads all parts once.
  init(_ parts: VideoParts, choice: TrackChoice) throws {
    var areas: [Int: [Double]] = [:]
    var distances: [Int: [Double]] = [:]
    var ages: [Int: [Double]] = [:]
    try parts.forEach { part in
      for face in part.rows.compactMap(\.face) {
        areas[face.track, default: []].append(face.area)
        distances[face.track, default: []].append(face.distance)
        if let age = face.ageInYears { ages[face.track, default: []].append(age) }
      }
    }
    self.choice = choice
    summaries = areas.keys.reduce(into: [:]) { summaries, track in
      summaries[track] = TrackSummary(
        areas: areas[track, default: []], distances: distances[track, default: []],
        agesInYears: ages[track, default: []])
    }
  }

  var trackCount: Int { summaries.count }

  /// Hands over the rows frame by frame, each with its status and the reason for it.
  func forEachFrame(
    of part: VideoFaces.Part, _ body: ([(FrameRow, FrameStatus, String)]) throws -> Void
  ) rethrows {
    var start = 0
    let rows = part.rows
    while start < rows.count {
      var end = start + 1
      // The faces of one frame have its time stamp.
      while end < rows.count, rows[end].face != nil, rows[start].face != nil,
        rows[end].presentationTime == rows[start].presentationTime
      { end += 1 }
      try body(statuses(Array(rows[start..<end])))
      start = end
    }
  }

  private func statuses(_ rows: [FrameRow]) -> [(FrameRow, FrameStatus, String)] {
    let chosen = choice.chosen(among: rows.compactMap(\.face?.track), of: summaries)
    return rows.map { row in
      if let problem = row.frameProblem { return (row, .noFrame, problem) }
      guard let face = row.face else { return (row, .noFace, "no face was found") }
      if choice != .all, face.track != chosen {
        return (
          row, .notChosen, chosen.map { "track \($0) is studied here" } ?? "somebody else’s face"
        )
      }
      if let problem = face.problem { return (row, .unusable, problem) }
      return (row, .ok, "")
    }
  }
}

/// The probabilities of one model's labels over time, for each person that is studied.
struct LabelSeries {
  /// By what a person is called: nil for the one that is studied.
  private var samples: [String?: [(time: Double, probabilities: [Double])]] = [:]

  mutating func add(_ probabilities: [Double], at time: Double, of person: String?) {
    samples[person, default: []].append((time, probabilities))
  }

  /// The events of all labels.
  /// - Parameter event: with all but code, times and, for one of several people, subject.
  func events(
    _ labels: LabelScheme, _ detection: EventDetection, like event: CodedEvent
  ) -> [CodedEvent] {
    samples.flatMap { person, samples in
      labels.emotions.enumerated().flatMap { index, label in
        detection.intervals(of: samples.map { ($0.time, $0.probabilities[index]) }).map {
          interval in
          var found = event
          found.subject = person ?? event.subject
          found.code = label.rawValue
          found.onset = interval.lowerBound
          found.offset = interval.upperBound
          return found
        }
      }
    }
  }
}
