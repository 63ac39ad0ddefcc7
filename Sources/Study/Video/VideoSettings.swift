import Events
import FaceDetection
import Foundation
import Tracking
import Video

/// How videos are turned into rows and events.
public struct VideoSettings: Codable, Sendable, Equatable {
  public var sampling = FrameSampling()
  /// The stream, as ffprobe counts; nil for the one that players show.
  public var stream: Int?
  public var quality = FaceQuality()
  public var choice = TrackChoice.largest
  /// Who is studied where `choice` is `marked`.
  public var marks: FaceMarks?
  public var detection = EventDetection()

  public init() {}

  /// Faces are cut out as `smilestone faces --detect` does.
  static let cropping = FaceCropping()
}

/// What the parts of a folder of results were made with; parts of other videos, settings or models do not continue
/// them. Whose face is studied and what counts as an event may change.
struct VideoRunRecord: Codable, Equatable {
  struct File: Codable, Equatable {
    let path: String
    let byteCount: Int
    /// Seconds since 1970.
    let modified: Double
  }

  let smilestoneVersion: String
  let videos: [File]
  let sampling: FrameSampling
  let stream: Int?
  let quality: FaceQuality
  /// Models by their names, with the SHA-256 of their files.
  let models: [String: String]
  let detector: String
}
