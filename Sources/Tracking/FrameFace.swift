import Exploration
import FaceDetection
import Faces
import Imaging

/// A face in a frame of a video, with what is measured of it.
public struct FrameFace: Sendable, Equatable, Codable {
  /// In pixels from the frame's top left corner.
  public var box: FaceBox
  /// Where the detector places eyes.
  public var eyes: EyePair?
  /// nil where the detector places no points.
  public var turn: HeadTurn?
  /// How far it is above the detector's threshold; higher is surer.
  public var confidence: Double
  /// Variance of the Laplacian of the grey box scaled to 64 × 64, in squared levels of 0 to 255.
  public var sharpness: Double
  /// What it looks like, to know it again.
  public var appearance: FaceAppearance

  /// Measures a face that was found.
  public init(_ found: FoundFace, box: FaceBox, in image: RGBImage) {
    self.box = box
    eyes = found.place.eyes
    turn = found.points.flatMap { HeadTurn($0) }
    confidence = found.confidence
    let square = ImageSquare(
      centreX: box.x + box.width / 2, centreY: box.y + box.height / 2,
      side: max(box.width, box.height))
    let face = image.cut(square, size: FrameFace.side)
    sharpness = ImageFacts(face, format: "", byteCount: 0).sharpness
    appearance = FaceAppearance(face)
  }

  private static let side = 64

  /// The place, as manifests have it.
  public var place: FacePlace { FacePlace(box: box, eyes: eyes) }
}
