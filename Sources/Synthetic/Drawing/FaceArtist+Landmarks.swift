import Foundation
import Support

extension FaceDrawing {
  /// Where 26 points of the face appear, as shares of the image's side from its left and upper edge:
  /// left to right, for each of both sides the brow's inner end, middle and outer end, the eye's inner and
  /// outer corner, its upper and lower lid, the nose's wing, the mouth's corner and the jaw; then down the
  /// middle the nose's tip, the outer and inner edge of the upper lip, the inner and outer edge of the lower
  /// lip, and the chin.
  ///
  /// What is known of a face whose points a detector would have to find.
  /// - Throws: `SmilestoneError` when Cairo has no memory.
  public func landmarks() throws -> [(x: Double, y: Double)] {
    let artist = FaceArtist(canvas: try Canvas(sizeInPixels: 1), drawing: self)
    return artist.landmarks.map(artist.placeInImage)
  }
}

extension FaceArtist {
  /// In design units, before the head is turned.
  fileprivate var landmarks: [Point] {
    let mouth = mouth
    let (upper, lower) = lids
    let sides = [-1.0, 1.0].flatMap { side in
      let eye = eyeCorners(side)
      let middle = Point(side * shape.eyeHalfSpacing, shape.eyeY)
      return browPoints(side) + [
        eye.inner, eye.outer, middle.moved(side * shape.eyeHalfWidth * 0.08, -upper),
        middle.moved(side * shape.eyeHalfWidth * 0.08, lower),
        Point(side * noseHalfWidth, noseTip.y - 3),
        side < 0 ? mouth.corner.mirrored : mouth.corner,
        Point(side * shape.jawHalfWidth * 0.9, shape.jawY + 4),
      ]
    }
    return sides + [
      noseTip, Point(0, mouth.upperY - mouth.upperLip), Point(0, mouth.upperY),
      Point(0, mouth.lowerY), Point(0, mouth.lowerOuterY), Point(0, chinY),
    ]
  }

  /// The same point in the image, as drawn there: turned, then enlarged, rolled and shifted.
  fileprivate func placeInImage(_ point: Point) -> (x: Double, y: Double) {
    let seen = turned(point)
    let (x, y) = (seen.x * view.scale, seen.y * view.scale)
    return (
      (x * cos(view.roll) - y * sin(view.roll) + view.shift.x + 100) / 200,
      (x * sin(view.roll) + y * cos(view.roll) + view.shift.y + 100) / 200
    )
  }
}
