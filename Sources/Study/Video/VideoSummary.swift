import Datasets
import Events
import Faces
import Foundation
import Support
import Tracking
import Video

/// What became of one video: a row of `videos.csv`.
public struct VideoSummary: Encodable, Sendable {
  public let video: String
  /// Why it could not be read; nil where it was.
  public var problem: String?
  public var subject: String?
  public var session: String?
  /// As the name says (`age-1.5`), else the median of what the estimator says of judged frames.
  public var ageInYears: Double?
  public var ageGroup: AgeGroup?
  public var durationInSeconds: Double?
  public var width: Int?
  public var height: Int?
  /// Sampled frames, those with any face, and those in which the face that is studied was judged.
  public var frames = 0
  public var framesWithFace = 0
  public var usableFrames = 0
  public var tracks = 0
  public var events = 0

  init(_ url: URL) {
    video = url.lastPathComponent
    let name = RecordingName(video)
    subject = name.subject
    session = name.session
    ageInYears = name.ageInYears
  }

  /// The share of the sampled frames in which the face that is studied was judged; nil without frames.
  public var usableShare: Double? { frames == 0 ? nil : Double(usableFrames) / Double(frames) }

  static let columns = [
    ColumnDescription(RecordingColumns.video, "file name", "the recording"),
    ColumnDescription("status", "`ok`, or text", "why it could not be read"),
    ColumnDescription(
      RecordingColumns.subject, "text", "who is recorded, where a name as BIDS has it says so"),
    ColumnDescription(RecordingColumns.session, "text", "likewise"),
    ColumnDescription(
      RecordingColumns.age, "years",
      "as the name says (`age-1.5`), else the median of what the estimator says of judged frames"),
    ColumnDescription(RecordingColumns.ageGroup, "text", "of that age"),
    ColumnDescription("duration", "seconds", "as the file says"),
    ColumnDescription("width", "pixels", "of the upright frames"),
    ColumnDescription("height", "pixels", "likewise"),
    ColumnDescription("frames", "number", "sampled frames"),
    ColumnDescription("frames_with_face", "number", "those in which a face was found"),
    ColumnDescription("usable_frames", "number", "those in which the studied face was judged"),
    ColumnDescription("usable_share", "0 to 1", "their share"),
    ColumnDescription("tracks", "number", "faces without a cut"),
    ColumnDescription("events", "number", "of all expression models"),
  ]

  static func table(_ summaries: [VideoSummary]) -> String {
    var writer = CSVWriter(header: columns.map(\.name))
    for summary in summaries {
      let isRead = summary.problem == nil
      writer.append([
        summary.video, summary.problem ?? "ok", summary.subject ?? "", summary.session ?? "",
        summary.ageInYears.map { FrameTable.text($0, digits: 2) } ?? "",
        summary.ageGroup?.rawValue ?? "",
        summary.durationInSeconds.map { FrameTable.text($0, digits: 3) } ?? "",
        summary.width.map { "\($0)" } ?? "", summary.height.map { "\($0)" } ?? "",
        isRead ? "\(summary.frames)" : "", isRead ? "\(summary.framesWithFace)" : "",
        isRead ? "\(summary.usableFrames)" : "",
        summary.usableShare.map { FrameTable.text($0, digits: 4) } ?? "",
        isRead ? "\(summary.tracks)" : "", isRead ? "\(summary.events)" : "",
      ])
    }
    return writer.text
  }
}
