import Events
import FaceDetection
import Faces
import Foundation
import Imaging
import Report
import Support
import Video

/// Cuts small faces out of recordings, at what is coded of them.
public struct EventFaces {
  private let visibility: FaceVisibility
  /// By the videos' file names.
  private let paths: [String: String]
  private let observer: any ProgressObserver

  /// In pixels.
  private static let side = 72
  /// Of each code of a coder in a recording the longest events.
  private static let mostOfAKind = 3
  /// Children up to this age in years are not shown unless asked for.
  private static let infantsUpToYears = 3.0
  /// So many standard deviations above it an age is surely another's: with 95 % probability.
  private static let sureDeviations = 1.645

  /// - Parameter folder: what `VideoRun` wrote.
  public init(
    _ folder: URL, visibility: FaceVisibility, observer: any ProgressObserver
  ) throws {
    let record = try JSONText.read(
      VideoRunRecord.self, from: folder.appendingPathComponent("video.json"),
      as: "a record of videos", remedy: "Make the folder again with `smilestone video`.")
    paths = Dictionary(
      record.videos.map { (URL(fileURLWithPath: $0.path).lastPathComponent, $0.path) }
    ) { first, _ in first }
    self.visibility = visibility
    self.observer = observer
  }

  /// A face for the longest events of each code and coder, in the order of time; none for events in which no frame
  /// was judged. A video that is no longer there has none, which the observer is told.
  public func faces(of session: RecordedSession, events: [CodedEvent]) throws -> [EventFace] {
    guard visibility != .nothing else { return [] }
    let own = events.filter { session.holds($0) && !$0.isPoint }
    let byKind = Dictionary(grouping: own) { "\($0.coder ?? "")\u{0}\($0.code)" }
    let longest = byKind.values.flatMap { events in
      events.sorted { ($1.duration, $0.onset) < ($0.duration, $1.onset) }.prefix(Self.mostOfAKind)
    }
    let chosen = longest.compactMap { event in
      Self.face(in: session, at: event).map { (event: event, face: $0) }
    }.sorted {
      ($0.face.time, $0.event.coder ?? "", $0.event.code)
        < ($1.face.time, $1.event.coder ?? "", $1.event.code)
    }
    let shown = chosen.filter {
      visibility.shows(realInfant: Self.mayBeInfant($0.face, in: session))
    }
    let times = Set(shown.map(\.face.time)).sorted()
    let images = try images(of: session, faces: shown.map(\.face), at: times)
    return chosen.map { event, face in
      let isHidden = !visibility.shows(realInfant: Self.mayBeInfant(face, in: session))
      return EventFace(
        video: session.video, coder: event.coder ?? "a coder", code: event.code, time: face.time,
        image: isHidden ? .hidden : images[face.time].map { .shown($0) } ?? .unreadable)
    }
  }

  /// The judged face that is nearest to an event's middle, within it.
  private static func face(
    in session: RecordedSession, at event: CodedEvent
  ) -> RecordedSession.JudgedFace? {
    let middle = (event.onset + event.offset) / 2
    return session.faces.filter { (event.onset...event.offset).contains($0.time) }
      .min { abs($0.time - middle) < abs($1.time - middle) }
  }

  /// Whether a face may be of a child of up to three years: ages are estimated, so one counts unless it is known to
  /// be older.
  static func mayBeInfant(
    _ face: RecordedSession.JudgedFace, in session: RecordedSession
  ) -> Bool {
    if let age = session.ageInYears, age <= infantsUpToYears { return true }
    guard let age = face.ageInYears else { return session.ageInYears == nil }
    guard let deviation = face.ageStandardDeviationInYears else { return true }
    return age - infantsUpToYears < sureDeviations * deviation
  }

  /// JPEG files by their times.
  private func images(
    of session: RecordedSession, faces: [RecordedSession.JudgedFace], at times: [Double]
  ) throws -> [Double: Data] {
    guard !times.isEmpty else { return [:] }
    guard let path = paths[session.video], FileManager.default.fileExists(atPath: path) else {
      observer.message("\(session.video) is no longer where it was: its faces are not shown.")
      return [:]
    }
    let boxes = Dictionary(faces.map { ($0.time, $0.box) }) { first, _ in first }
    var images: [Double: Data] = [:]
    let reader = try VideoReader(contentsOf: URL(fileURLWithPath: path))
    try reader.forEachFrame(at: times) { index, sample in
      guard let sample, case .image(let image) = sample.content, let box = boxes[times[index]],
        let square = VideoSettings.cropping.square(around: FacePlace(box: box))
      else { return }
      images[times[index]] = try image.cut(square, size: Self.side).jpegData(quality: 80)
    }
    return images
  }
}
