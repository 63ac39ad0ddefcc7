import Datasets
import Faces
import Support

/// Reads rows of `frames.csv`.
struct FrameReader {
  private let video, time, status: Int
  /// Of x, y, width and height.
  private let box: [Int]
  private let age, ageStandardDeviation: Int?
  /// The columns of probabilities, with the model and label that each is of.
  private let probabilities: [(column: Int, model: String, label: String)]

  /// Points of a line: more could not be told apart.
  private static let pointsOfLine = 400
  private static let longestGapInSeconds = 1.0

  init(_ reader: CSVReader) throws {
    video = try reader.requiredIndex(of: FrameColumns.video)
    time = try reader.requiredIndex(of: FrameColumns.time)
    status = try reader.requiredIndex(of: FrameColumns.status)
    box = try FacePlace.columns.prefix(4).map(reader.requiredIndex)
    age = try reader.index(of: FrameColumns.age)
    ageStandardDeviation = try reader.index(of: FrameColumns.ageStandardDeviation)
    probabilities = reader.header.enumerated().compactMap { column, name in
      FrameColumns.judgement(inColumn: name).map { (column, $0.model, $0.label) }
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
      // Parts that cannot be decoded may have no time.
      guard let seconds = Double(row.fields[time]) else { return }
      guard let status = FrameStatus(rawValue: row.fields[status]) else {
        throw SmilestoneError.badInput(
          "\(reader.name), line \(row.line): the status “\(row.fields[status])” is not known.",
          remedy: "Make the table again with `smilestone video`.")
      }
      // Of several faces of a frame the studied one counts, of several studied ones the first.
      if let last = session.statuses.last, last.time == seconds {
        guard last.status != .ok else { return }
        guard status == .ok || last.status == .notChosen else { return }
        session.statuses.removeLast()
      }
      session.statuses.append((seconds, status))
      guard status == .ok else { return }
      let place = box.compactMap { Double(row.fields[$0]) }
      if place.count == 4 {
        session.faces.append(
          RecordedSession.JudgedFace(
            time: seconds,
            box: FaceBox(x: place[0], y: place[1], width: place[2], height: place[3]),
            ageInYears: age.flatMap { Double(row.fields[$0]) },
            ageStandardDeviationInYears: ageStandardDeviation.flatMap { Double(row.fields[$0]) }))
      }
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
