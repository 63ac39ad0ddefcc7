import Datasets
import Events
import Faces
import Tracking

/// Whose face is studied in each frame of a video, and what the models say of it over time.
struct ChosenFaces {
  private let choice: TrackChoice
  private let summaries: [Int: TrackSummary]

  /// Reads all parts once.
  /// - Parameters:
  ///   - marks: of this video.
  ///   - frameWidth: in pixels.
  init(
    _ parts: VideoParts, choice: TrackChoice, marks: [FaceMark], frameWidth: Int
  ) throws {
    var areas: [Int: [Double]] = [:]
    var distances: [Int: [Double]] = [:]
    var ages: [Int: [Double]] = [:]
    var marked = MarkedTracks(marks, frameWidth: frameWidth)
    try parts.forEach { part in
      for rows in ChosenFaces.frames(of: part) {
        let faces = rows.compactMap(\.face)
        for face in faces {
          areas[face.track, default: []].append(face.area)
          distances[face.track, default: []].append(face.distance)
          if let age = face.ageInYears { ages[face.track, default: []].append(age) }
        }
        if let time = rows.first?.time { marked.add(faces.map { ($0.track, $0.box) }, at: time) }
      }
    }
    self.choice = choice
    let markedTracks = marked.tracks
    summaries = areas.keys.reduce(into: [:]) { summaries, track in
      summaries[track] = TrackSummary(
        areas: areas[track, default: []], distances: distances[track, default: []],
        agesInYears: ages[track, default: []], isMarked: markedTracks.contains(track))
    }
  }

  var trackCount: Int { summaries.count }

  /// Hands over the rows frame by frame, each with its status and the reason for it.
  func forEachFrame(
    of part: VideoFaces.Part, _ body: ([(FrameRow, FrameStatus, String)]) throws -> Void
  ) rethrows {
    for rows in ChosenFaces.frames(of: part) { try body(statuses(rows)) }
  }

  /// The rows of each frame: its faces have its time stamp.
  private static func frames(of part: VideoFaces.Part) -> [[FrameRow]] {
    part.rows.reduce(into: []) { frames, row in
      if row.face != nil, let last = frames.last?.first, last.face != nil,
        last.presentationTime == row.presentationTime
      {
        frames[frames.count - 1].append(row)
      } else {
        frames.append([row])
      }
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
    let names = labels.emotions.map(\.rawValue)
    return samples.flatMap { person, samples in
      let frames = samples.map(\.probabilities)
      let shares = detection.baseline?.corrected(frames, labels: names) ?? frames
      return labels.emotions.enumerated().flatMap { index, label in
        detection.intervals(of: zip(samples, shares).map { ($0.time, $1[index]) }).map {
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
