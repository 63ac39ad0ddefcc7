import Faces

/// Which faces of a video are good enough to be judged.
public struct FaceQuality: Sendable, Equatable, Codable {
  /// The shorter side of the box, in pixels.
  public var smallestSide = 40.0
  /// The least sharpness (`FrameFace.sharpness`).
  public var leastSharpness = 15.0
  /// The least confidence of the detector.
  public var leastConfidence = 0.0
  /// The largest share of the box that may lie outside of the frame.
  public var largestShareOutside = 0.1
  /// The largest angle between where the face looks and the camera, in degrees (`HeadTurn.away`); faces
  /// whose turn is not known are not held back.
  public var largestTurnInDegrees = 40.0

  public init() {}

  /// Why a face is not used, one clause; nil where it is.
  public func problem(of face: FrameFace, inWidth width: Int, height: Int) -> String? {
    let box = face.box
    if min(box.width, box.height) < smallestSide {
      return "the face is smaller than \(text(smallestSide)) pixels"
    }
    if share(of: box, outsideWidth: Double(width), height: Double(height)) > largestShareOutside {
      return "the face is cut by the frame's edge"
    }
    if face.confidence < leastConfidence { return "the detector is not sure of the face" }
    if let turn = face.turn, turn.away > largestTurnInDegrees {
      return "the head is turned away by more than \(text(largestTurnInDegrees))°"
    }
    if face.sharpness < leastSharpness { return "the face is blurred" }
    return nil
  }

  private func share(of box: FaceBox, outsideWidth width: Double, height: Double) -> Double {
    let across = max(0, min(box.x + box.width, width) - max(box.x, 0))
    let down = max(0, min(box.y + box.height, height) - max(box.y, 0))
    return 1 - across * down / (box.width * box.height)
  }

  private func text(_ number: Double) -> String {
    number == number.rounded() ? "\(Int(number))" : "\(number)"
  }
}
