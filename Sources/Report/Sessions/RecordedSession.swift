import Events
import Foundation
import Statistics
import Support

/// One recording as `smilestone video` judged it, read from its `frames.csv`.
public struct RecordedSession: Sendable {
  /// What became of the studied face from one time to another.
  package struct Stretch: Sendable, Equatable {
    /// A value of the column `status`.
    package let status: String
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

  /// The recording's file name.
  public let video: String
  /// By which events know it: its file name, with and without the ending.
  public var names: [String] { [video, (video as NSString).deletingPathExtension] }
  package var subject: String?
  package var session: String?
  /// In the order of the frames; those of which several faces are studied count once.
  package var statuses: [(time: Double, status: String)] = []
  /// Ages that the estimator gives to judged faces, in years.
  package var agesInYears: [Double] = []
  package var lines: [Line] = []

  /// The median over judged faces; nil without an estimator.
  package var ageInYears: Double? {
    agesInYears.isEmpty ? nil : quantile(agesInYears.sorted(), 0.5)
  }

  /// The share of sampled frames whose studied face was judged.
  package var usableShare: Double? {
    statuses.isEmpty
      ? nil : Double(statuses.count { $0.status == "ok" }) / Double(statuses.count)
  }

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
  /// - Throws: `SmilestoneError.badInput` where `frames.csv` or `videos.csv` is not there, or no such table.
  public static func read(_ folder: URL) throws -> [RecordedSession] {
    var sessions: [String: RecordedSession] = [:]
    var order: [String] = []
    let videos = try CSVReader(contentsOf: folder.appendingPathComponent("videos.csv"))
    let columns = try ["video", "subject", "session"].map(videos.requiredIndex)
    try videos.forEachRow { row in
      let cells = columns.map { row.fields[$0] }
      var session = RecordedSession(video: cells[0])
      session.subject = cells[1].isEmpty ? nil : cells[1]
      session.session = cells[2].isEmpty ? nil : cells[2]
      sessions[cells[0]] = session
      order.append(cells[0])
    }
    let frames = try CSVReader(contentsOf: folder.appendingPathComponent("frames.csv"))
    let reader = try FrameReader(frames)
    for (video, session) in try reader.read(frames, into: sessions) { sessions[video] = session }
    return order.compactMap { sessions[$0] }.filter { !$0.statuses.isEmpty }
  }
}

/// Reads rows of `frames.csv`.
private struct FrameReader {
  private let video, time, status: Int
  private let age: Int?
  /// The columns of probabilities, with the model and label that each is of.
  private let probabilities: [(column: Int, model: String, label: String)]

  /// Points of a line: more could not be told apart.
  private static let pointsOfLine = 400
  private static let longestGapInSeconds = 1.0

  init(_ reader: CSVReader) throws {
    video = try reader.requiredIndex(of: "video")
    time = try reader.requiredIndex(of: "time")
    status = try reader.requiredIndex(of: "status")
    age = try reader.index(of: "age")
    probabilities = reader.header.enumerated().compactMap { column, name in
      guard let mark = name.range(of: "_p_") else { return nil }
      return (column, String(name[..<mark.lowerBound]), String(name[mark.upperBound...]))
    }
  }

  func read(
    _ reader: CSVReader, into sessions: [String: RecordedSession]
  ) throws -> [String: RecordedSession] {
    var sessions = sessions
    var judged: [String: [(time: Double, values: [Double])]] = [:]
    try reader.forEachRow { row in
      let name = row.fields[video]
      guard var session = sessions.removeValue(forKey: name) else { return }
      defer { sessions[name] = session }
      guard let seconds = Double(row.fields[time]) else { return }
      let status = row.fields[status]
      // Of several faces of a frame the studied one counts, of several studied ones the first.
      if let last = session.statuses.last, last.time == seconds {
        guard last.status != "ok" else { return }
        guard status == "ok" || last.status == "not chosen" else { return }
        session.statuses.removeLast()
      }
      session.statuses.append((seconds, status))
      guard status == "ok" else { return }
      if let age, let years = Double(row.fields[age]) { session.agesInYears.append(years) }
      let values = probabilities.compactMap { Double(row.fields[$0.column]) }
      guard !values.isEmpty, values.count == probabilities.count else { return }
      judged[name, default: []].append((seconds, values))
    }
    for (name, frames) in judged { sessions[name]?.lines = lines(frames) }
    return sessions
  }

  private func lines(_ frames: [(time: Double, values: [Double])]) -> [RecordedSession.Line] {
    var lines = probabilities.map { RecordedSession.Line(model: $0.model, label: $0.label) }
    let size = (frames.count + Self.pointsOfLine - 1) / Self.pointsOfLine
    var run = 0
    var chunk: [(time: Double, values: [Double])] = []
    func close() {
      guard !chunk.isEmpty else { return }
      let count = Double(chunk.count)
      for place in lines.indices {
        lines[place].points.append(
          (
            chunk.reduce(0) { $0 + $1.time } / count,
            chunk.reduce(0) { $0 + $1.values[place] } / count, run
          ))
      }
      chunk = []
    }
    var previous: Double?
    for frame in frames {
      if let previous, frame.time - previous > Self.longestGapInSeconds {
        close()
        run += 1
      }
      previous = frame.time
      chunk.append(frame)
      if chunk.count == size { close() }
    }
    close()
    return lines
  }
}
