import FaceDetection
import Faces
import Support
import Tracking

/// What is known of one face in one sampled frame, or of a frame without one.
struct FrameRow: Codable, Sendable, Equatable {
  /// Seconds from the file's first time stamp, and the stamp itself; nil where there is none.
  var time: Double?
  var presentationTime: Double?
  /// Why there is no frame here; nil where there is one.
  var frameProblem: String?
  var face: Face?

  struct Face: Codable, Sendable, Equatable {
    var track: Int
    var box: FaceBox
    var eyes: EyePair?
    var turn: HeadTurn?
    var confidence: Double
    var sharpness: Double
    /// The box's share of the frame, and its centre's distance from the frame's as a share of the diagonal.
    var area: Double
    var distance: Double
    /// Why it is not judged; nil where it is.
    var problem: String?
    var ageInYears: Double?
    var ageStandardDeviationInYears: Double?
    /// For each expression model, the probability of each label.
    var probabilities: [[Double]] = []
  }
}
