import FaceDetection
import Faces
import Foundation
import Imaging
import Testing

@Suite struct FaceCroppingTests {
  private let box = FaceBox(x: 10, y: 20, width: 40, height: 60)

  @Test func aBoxGivesItsSquareAndMargin() throws {
    var cropping = FaceCropping()
    cropping.margin = 0.25
    let square = try #require(cropping.square(around: FacePlace(box: box)))
    #expect(square == ImageSquare(centreX: 30, centreY: 50, side: 90))
  }

  @Test func eyesTurnTheSquareUnlessTheTiltIsKept() throws {
    let eyes = EyePair(leftX: 20, leftY: 40, rightX: 30, rightY: 50)
    var cropping = FaceCropping()
    let turned = try #require(cropping.square(around: FacePlace(box: box, eyes: eyes)))
    #expect(abs(turned.angle - .pi / 4) < 1e-12)
    #expect((turned.centreX, turned.centreY) == (30, 50))
    // Some data sets name the eyes the other way round.
    let swapped = EyePair(leftX: 30, leftY: 50, rightX: 20, rightY: 40)
    #expect(cropping.square(around: FacePlace(box: box, eyes: swapped)) == turned)
    cropping.levelsEyes = false
    #expect(cropping.square(around: FacePlace(box: box, eyes: eyes))?.angle == 0)
  }

  /// In what is cut out, the eyes are level, 40 % of the way down, 1 / 2.5 of the side apart.
  @Test(arguments: [(30.0, 40.0, 50.0, 40.0), (30, 60, 50, 45), (60, 30, 60, 60)])
  func eyesAloneGiveAPlace(leftX: Double, leftY: Double, rightX: Double, rightY: Double) throws {
    var cropping = FaceCropping()
    cropping.margin = 0
    let eyes = EyePair(leftX: leftX, leftY: leftY, rightX: rightX, rightY: rightY)
    let square = try #require(cropping.square(around: FacePlace(eyes: eyes)))
    let (cosine, sine) = (cos(square.angle), sin(square.angle))
    func inside(_ x: Double, _ y: Double) -> (x: Double, y: Double) {
      let dx = x - square.centreX
      let dy = y - square.centreY
      let right: Double = dx * cosine + dy * sine
      let down: Double = dy * cosine - dx * sine
      return (right / square.side + 0.5, down / square.side + 0.5)
    }
    let (left, right) = (inside(leftX, leftY), inside(rightX, rightY))
    let found = [left.x, left.y, right.x, right.y]
    for (value, expected) in zip(found, [0.3, 0.4, 0.7, 0.4]) {
      #expect(abs(value - expected) < 1e-12)
    }
  }

  @Test func nothingKnownGivesNothing() {
    let cropping = FaceCropping()
    #expect(cropping.square(around: FacePlace()) == nil)
    let point = EyePair(leftX: 5, leftY: 5, rightX: 5, rightY: 5)
    #expect(cropping.square(around: FacePlace(eyes: point)) == nil)
  }

  @Test func landmarksGiveTheEyes() {
    var points: [Double] = []
    for point in 0..<68 { points += [Double(point), Double(2 * point)] }
    #expect(
      EyePair(landmarks: points)
        == EyePair(leftX: 38.5, leftY: 77, rightX: 44.5, rightY: 89))
    #expect(EyePair(landmarks: Array(points.dropLast())) == nil)
    #expect(EyePair(landmarks: points.map { $0 == 3 ? Double.nan : $0 }) == nil)
  }
}
