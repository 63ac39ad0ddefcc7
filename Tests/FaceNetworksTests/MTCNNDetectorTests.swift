import FaceNetworks
import Foundation
import Imaging
import Support
import TestSupport
import Testing

/// Against facenet-pytorch: Fixtures/make_fixtures.py.
@Suite struct MTCNNDetectorTests {
  private struct Found: Decodable {
    let box: [Double]
    let score: Double
    /// Both eyes, the nose's tip and the mouth's corners.
    let points: [Double]
  }

  @Test(.enabled(if: MTCNNDetector.installedWeights != nil))
  func facesAreThoseOfTheReference() throws {
    let folder = try #require(Bundle.module.url(forResource: "Fixtures", withExtension: nil))
    let expected = try JSONDecoder().decode(
      [Found].self, from: Data(contentsOf: folder.appendingPathComponent("scene.json")))
    let image = try RGBImage(contentsOf: folder.appendingPathComponent("scene.jpg"))
    let found = try MTCNNDetector(smallestFace: 20).foundFaces(in: image)
    try #require(found.count == expected.count)
    for (found, expected) in zip(found, expected) {
      let box = try #require(found.place.box)
      let five = try #require(found.points)
      #expect(found.place.eyes == five.eyes)
      let sides = [box.x, box.y, box.x + box.width, box.y + box.height]
      let points = [
        five.eyes.leftX, five.eyes.leftY, five.eyes.rightX, five.eyes.rightY, five.noseX,
        five.noseY,
        five.mouthLeftX, five.mouthLeftY, five.mouthRightX, five.mouthRightY,
      ]
      #expect(zip(sides + points, expected.box + expected.points).allSatisfy { abs($0 - $1) < 1 })
      #expect(abs(found.confidence - expected.score) < 1e-3)
    }
  }

  @Test(.enabled(if: MTCNNDetector.installedWeights != nil))
  func smallAndEmptyImagesHaveNoFace() throws {
    let detector = try MTCNNDetector()
    for (width, height) in [(1, 1), (39, 200), (200, 60)] {
      let grey = RGBImage(
        width: width, height: height, pixels: Array(repeating: 90, count: 3 * width * height))
      #expect(try detector.foundFaces(in: grey).isEmpty)
    }
  }

  @Test func weightsThatAreNotThereAreNamed() throws {
    let folder = try TemporaryFolder()
    let error = #expect(throws: SmilestoneError.self) { try MTCNNDetector(weights: folder.url) }
    #expect(error?.message.contains("pnet.pt") == true)
  }
}
