import Datasets
import Events
import Faces
import Foundation
import Statistics
import Support
import Tracking

/// One recording as `smilestone video` judged it, read from its `frames.csv`.
public struct RecordedSession: Sendable {
  /// What became of the studied face from one time to another.
  package struct Stretch: Sendable, Equatable {
    package let status: FrameStatus
    package let start: Double
    package var end: Double
  }

  /// A label's probability over time.
  package struct Line: Sendable {
    package let model: String
    package let label: String
    /// Means of neighbouring frames; of one number are those between which no second passes unseen.
    package var points: [(time: Double, probability: Double, run: Int)] = []
  }

  /// A judged face: where it is, and how old it looks.
  public struct JudgedFace: Sendable {
    public let time: Double
    public let box: FaceBox
    public let ageInYears: Double?
    /// nil where the estimator's errors are not known.
    public let ageStandardDeviationInYears: Double?
  }

  /// The recording's file name.
  public let video: String
  /// Whether an event is of this recording: by its name, whatever the ending.
  public func holds(_ event: CodedEvent) -> Bool {
    event.recording == (video as NSString).deletingPathExtension
  }
  package var subject: String?
  package var session: String?
  /// In the order of the frames; those of which several faces are studied count once.
  package var statuses: [(time: Double, status: FrameStatus)] = []
  /// The studied face in each judged frame.
  public internal(set) var faces: [JudgedFace] = []
  package var lines: [Line] = []

  /// The recording's age in years, as `videos.csv` has it: from its name, else by the estimator.
  package var ageInYears: Double?
  package var ageGroup: String?

  /// The sampled frames, and which of them were judged; what cannot be decoded is none of them.
  package var recordedFrames: RecordedFrames {
    var frames = RecordedFrames(
      video: video, subject: subject, session: session, ageGroup: ageGroup)
    for frame in statuses where frame.status != .noFrame {
      frames.add(at: frame.time, isUsable: frame.status == .ok)
    }
    return frames
  }

  /// From the first sampled frame to the end of the last.
  package var durationInSeconds: Double { stretches.reduce(0) { $0 + $1.end - $1.start } }

  /// What became of the face, over time.
  package var stretches: [Stretch] {
    let steps = zip(statuses.dropFirst(), statuses).map { $0.time - $1.time }
    let step = steps.isEmpty ? 0 : quantile(steps.sorted(), 0.5)
    return statuses.reduce(into: []) { stretches, frame in
      if let last = stretches.indices.last, stretches[last].status == frame.status {
        stretches[last].end = frame.time + step
      } else {
        stretches.append(Stretch(status: frame.status, start: frame.time, end: frame.time + step))
      }
    }
  }
}

extension RecordedSession {
  /// Reads the recordings of a folder that `smilestone video` wrote.
  /// - Throws: `SmilestoneError.badInput` where it is no such folder, or its tables cannot be read.
  public static func read(_ folder: URL) throws -> [RecordedSession] {
    let tables = ["videos.csv", "frames.csv", "events.csv"]
    if let missing = tables.first(where: {
      !FileManager.default.fileExists(atPath: folder.appendingPathComponent($0).path)
    }) {
      throw SmilestoneError.badInput(
        "\(folder.path) is no folder that `smilestone video` wrote to its end: it has no \(missing).",
        remedy: "Name the folder that `smilestone video … --out` was given.")
    }
    var sessions: [String: RecordedSession] = [:]
    var order: [String] = []
    let videos = try CSVReader(contentsOf: folder.appendingPathComponent("videos.csv"))
    let columns = try [
      RecordingColumns.video, RecordingColumns.subject, RecordingColumns.session,
      RecordingColumns.age, RecordingColumns.ageGroup,
    ].map(videos.requiredIndex)
    try videos.forEachRow { row in
      let cells = columns.map { row.fields[$0].isEmpty ? nil : row.fields[$0] }
      guard let name = cells[0] else { return }
      var session = RecordedSession(video: name)
      session.subject = cells[1]
      session.session = cells[2]
      session.ageInYears = cells[3].flatMap(Double.init)
      session.ageGroup = cells[4]
      sessions[name] = session
      order.append(name)
    }
    let frames = try CSVReader(contentsOf: folder.appendingPathComponent("frames.csv"))
    let reader = try FrameReader(frames)
    for (video, session) in try reader.read(frames, into: sessions) { sessions[video] = session }
    return order.compactMap { sessions[$0] }.filter { !$0.statuses.isEmpty }
  }
}
