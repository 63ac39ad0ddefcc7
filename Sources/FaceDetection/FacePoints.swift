import Faces

/// Five points of a face that every detector with landmarks places, in pixels from the image's top left
/// corner; left and right as in the image.
public struct FacePoints: Sendable, Hashable {
  public var eyes: EyePair
  /// The nose's tip.
  public var noseX, noseY: Double
  /// The mouth's corners.
  public var mouthLeftX, mouthLeftY, mouthRightX, mouthRightY: Double

  public init(
    eyes: EyePair, nose: (x: Double, y: Double), mouthLeft: (x: Double, y: Double),
    mouthRight: (x: Double, y: Double)
  ) {
    self.eyes = eyes
    (noseX, noseY) = nose
    (mouthLeftX, mouthLeftY) = mouthLeft
    (mouthRightX, mouthRightY) = mouthRight
  }
}
