import Faces
import Foundation
import Imaging

/// How faces are cut out of their images.
public struct FaceCropping: Sendable {
  /// Which of several faces in an image is meant.
  public enum Choice: String, Sendable, CaseIterable {
    /// The one with the largest box.
    case largest
    /// The one whose box has its centre nearest to the image's.
    case central
  }

  /// Side of the cut faces in pixels.
  public var sizeInPixels = 224
  /// What is kept around the face on each side, as a share of the face's side.
  public var margin = 0.2
  public var choice = Choice.largest
  /// Whether images are turned so that the eyes are level, where they are known.
  public var levelsEyes = true
  /// Whether places are given in images as they are stored, not as EXIF turns them.
  public var placesAreAsStored = false

  /// Without a box, a face is taken to be a square 2.5 eye distances wide, its eyes at 40 % of its
  /// height: about from chin to brow and from ear to ear.
  private static let sideInEyeDistances = 2.5
  private static let eyeHeight = 0.4

  public init() {}

  /// The face that is meant among those found in an image; nil where there is none.
  func chosen(among faces: [FacePlace], in image: RGBImage) -> FacePlace? {
    switch choice {
    case .largest: faces.max { area($0) < area($1) }
    case .central:
      faces.min { distance($0, image) < distance($1, image) }
    }
  }

  private func area(_ face: FacePlace) -> Double {
    face.box.map { $0.width * $0.height } ?? 0
  }

  private func distance(_ face: FacePlace, _ image: RGBImage) -> Double {
    guard let box = face.box else { return .infinity }
    return hypot(
      box.x + box.width / 2 - Double(image.width) / 2,
      box.y + box.height / 2 - Double(image.height) / 2)
  }

  /// What to cut out for a face: around its box where there is one, else placed by the eyes; nil
  /// where neither is known or both eyes are one point.
  public func square(around face: FacePlace) -> ImageSquare? {
    let eyes = face.eyes.map(EyeLine.init)
    let angle = levelsEyes ? eyes?.angle ?? 0 : 0
    if let box = face.box {
      return ImageSquare(
        centreX: box.x + box.width / 2, centreY: box.y + box.height / 2,
        side: max(box.width, box.height) * (1 + 2 * margin), angle: angle)
    }
    guard let eyes, eyes.distance > 0 else { return nil }
    let side = eyes.distance * Self.sideInEyeDistances
    // From between the eyes down to the middle of the face.
    let down = (0.5 - Self.eyeHeight) * side
    return ImageSquare(
      centreX: eyes.middleX - down * sin(angle), centreY: eyes.middleY + down * cos(angle),
      side: side * (1 + 2 * margin), angle: angle)
  }
}

/// The line from the eye on the left of the image to the one on the right.
private struct EyeLine {
  let middleX: Double
  let middleY: Double
  let distance: Double
  /// Clockwise as seen in the image, in radians.
  let angle: Double

  init(_ eyes: EyePair) {
    // Some data sets count from the face's own right.
    let direction = eyes.rightX < eyes.leftX ? -1.0 : 1.0
    let (dx, dy) = (direction * (eyes.rightX - eyes.leftX), direction * (eyes.rightY - eyes.leftY))
    middleX = (eyes.leftX + eyes.rightX) / 2
    middleY = (eyes.leftY + eyes.rightY) / 2
    distance = hypot(dx, dy)
    angle = atan2(dy, dx)
  }
}
