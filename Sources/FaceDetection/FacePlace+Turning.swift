import Faces
import Imaging

extension FacePlace {
  /// A place in an image as it is stored, where it lies in the upright image.
  func turned(_ orientation: Orientation, upright image: RGBImage) -> FacePlace {
    func point(_ x: Double, _ y: Double) -> (x: Double, y: Double) {
      orientation.upright(x: x, y: y, in: image)
    }
    let box = box.map { box in
      let (first, second) = (
        point(box.x, box.y), point(box.x + box.width, box.y + box.height)
      )
      return FaceBox(
        x: min(first.x, second.x), y: min(first.y, second.y), width: abs(first.x - second.x),
        height: abs(first.y - second.y))
    }
    let eyes = eyes.map { eyes in
      let (left, right) = (point(eyes.leftX, eyes.leftY), point(eyes.rightX, eyes.rightY))
      return EyePair(leftX: left.x, leftY: left.y, rightX: right.x, rightY: right.y)
    }
    return FacePlace(box: box, eyes: eyes)
  }
}
