import Faces
import Foundation
import Support

/// What became of a frame of a video, or of a face in it: the column `status` of `frames.csv`.
public enum FrameStatus: String, CaseIterable, Sendable {
  /// The face was judged.
  case ok
  case noFrame = "no frame"
  case noFace = "no face"
  /// The face is not good enough.
  case unusable
  /// The face is somebody else's than the one who is studied.
  case notChosen = "not chosen"
}

/// The columns of `frames.csv`, which one command writes and another reads.
public enum FrameColumns {
  public static let video = "video"
  public static let time = "time"
  public static let status = "status"
  public static let age = "age"
  public static let ageStandardDeviation = "age_sd"
  public static let ageGroup = "age_group"
  public static let warning = "warning"

  /// The columns before those of the models.
  public static let described =
    [
      ColumnDescription(video, "file name", "the recording"),
      ColumnDescription(time, "seconds", "from the file's first time stamp, as players show it"),
      ColumnDescription(
        "presentation_time", "seconds", "the time stamp times the time base, as `ffprobe` prints it"
      ),
      ColumnDescription(
        status, FrameStatus.allCases.map { "`\($0.rawValue)`" }.joined(separator: ", "),
        "what became of the frame or face"),
      ColumnDescription("reason", "text", "why it is not ok"),
      ColumnDescription("track", "whole number", "the same face without a cut"),
    ]
    + FacePlace.columns.map {
      ColumnDescription($0, "pixels", "where the face, or an eye, is in the upright frame")
    } + [
      ColumnDescription(
        "yaw", "degrees", "the head's turn to the side, positive to the image's right"),
      ColumnDescription("pitch", "degrees", "up or down, positive down"),
      ColumnDescription("roll", "degrees", "in the image's plane, positive clockwise"),
      ColumnDescription("confidence", "number", "the detector's; higher is surer"),
      ColumnDescription(
        "sharpness", "number", "variance of the face's Laplacian at 64 × 64 pixels"),
    ]

  /// Those of an age estimator.
  public static let ages = [age, ageStandardDeviation, ageGroup]

  /// Those of an expression model: the most probable label, then each label's probability.
  public static func judgements(of model: String, labels: LabelScheme) -> [String] {
    ["\(model)_emotion"] + labels.emotions.map { "\(model)\(probabilityMark)\($0.rawValue)" }
  }

  /// Whose probability a column holds; nil for other columns.
  public static func judgement(inColumn name: String) -> (model: String, label: String)? {
    name.range(of: probabilityMark, options: .backwards).map {
      (String(name[..<$0.lowerBound]), String(name[$0.upperBound...]))
    }
  }

  private static let probabilityMark = "_p_"
}

/// The columns of `videos.csv` that are read again.
public enum RecordingColumns {
  public static let video = "video"
  public static let subject = "subject"
  public static let session = "session"
  public static let age = "age"
  public static let ageGroup = "age_group"
}
