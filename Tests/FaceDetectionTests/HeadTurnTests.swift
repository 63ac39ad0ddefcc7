import FaceDetection
import Faces
import Foundation
import Testing

@Suite struct HeadTurnTests {
  /// The mean face's points, turned by angles in degrees, as a far camera sees them: 40 pixels between the
  /// eyes, somewhere in an image.
  private func points(yaw: Double, pitch: Double, roll: Double) -> FacePoints {
    let (yaw, pitch, roll) = (yaw * .pi / 180, pitch * .pi / 180, roll * .pi / 180)
    func seen(_ x: Double, _ y: Double, _ z: Double) -> (x: Double, y: Double) {
      // Nodding, then shaking, then tilting the head.
      let nodded = (x: x, y: y * cos(pitch) + z * sin(pitch), z: z * cos(pitch) - y * sin(pitch))
      let shaken = (x: nodded.x * cos(yaw) + nodded.z * sin(yaw), y: nodded.y)
      return (
        200 + 40 * (shaken.x * cos(roll) - shaken.y * sin(roll)),
        120 + 40 * (shaken.x * sin(roll) + shaken.y * cos(roll))
      )
    }
    let (left, right) = (seen(-0.5, 0, 0), seen(0.5, 0, 0))
    return FacePoints(
      eyes: EyePair(leftX: left.x, leftY: left.y, rightX: right.x, rightY: right.y),
      nose: seen(0, 0.575, 0.43), mouthLeft: seen(-0.415, 1.16, 0.03),
      mouthRight: seen(0.415, 1.16, 0.03))
  }

  @Test(arguments: [
    (0.0, 0.0, 0.0), (30, 0, 0), (-55, 0, 0), (0, 20, 0), (0, -35, 0), (25, -15, 0), (-40, 10, 0),
  ])
  func theAnglesOfATurnedMeanFace(yaw: Double, pitch: Double, roll: Double) throws {
    let turn = try #require(HeadTurn(points(yaw: yaw, pitch: pitch, roll: roll)))
    #expect(abs(turn.yaw - yaw) < 1e-9)
    #expect(abs(turn.pitch - pitch) < 1e-9)
  }

  /// A head that is tilted looks where it looks.
  @Test(arguments: [-90.0, -30, 20, 45]) func tilting(roll: Double) throws {
    let turn = try #require(HeadTurn(points(yaw: 0, pitch: 0, roll: roll)))
    #expect(abs(turn.roll - roll) < 1e-9)
    #expect(abs(turn.away) < 1e-5)
    let upright = try #require(HeadTurn(points(yaw: 30, pitch: 0, roll: 0)))
    let tilted = try #require(HeadTurn(points(yaw: 30, pitch: 0, roll: roll)))
    #expect(abs(upright.away - 30) < 1e-9)
    #expect(abs(tilted.away - 30) < 1e-9)
  }

  /// A face with a nose of another length is off up and down, and not to the side.
  @Test func aSmallNose() throws {
    var points = points(yaw: 0, pitch: 0, roll: 0)
    points.noseY -= 4
    let turn = try #require(HeadTurn(points))
    #expect(abs(turn.yaw) < 1e-9)
    #expect((-20 ... -3).contains(turn.pitch))
  }

  @Test func pointsOnALineHaveNoTurn() {
    let points = FacePoints(
      eyes: EyePair(leftX: 10, leftY: 5, rightX: 20, rightY: 5), nose: (15, 5), mouthLeft: (12, 5),
      mouthRight: (18, 5))
    #expect(HeadTurn(points) == nil)
  }
}
