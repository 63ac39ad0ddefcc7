import FaceDetection
import Faces
import Foundation
import Imaging
import Support
import Synthetic
import TestSupport
import Testing

@Suite struct FaceDetectorTests {
  private let detector: FaceDetector

  init() throws { detector = try FaceDetector(landmarks: nil) }

  @Test func anEmptyImageHasNoFace() throws {
    for (width, height) in [(1, 1), (64, 64), (2000, 30)] {
      let grey = RGBImage(
        width: width, height: height, pixels: Array(repeating: 90, count: 3 * width * height))
      #expect(try detector.faces(in: grey).isEmpty)
    }
  }

  @Test func syntheticFacesAreFoundWhereTheyAre() throws {
    let folder = try TemporaryFolder()
    let manifest = try SyntheticCohort.draw(
      SyntheticCohortSettings(
        kind: .expression, seed: 3, subjects: 24, imagesPerSubject: 1, sizeInPixels: 128),
      into: folder.url)
    var found = 0
    for path in manifest.imagePaths {
      let image = try RGBImage(contentsOf: URL(fileURLWithPath: path))
      guard let box = try detector.faces(in: image).first?.box else { continue }
      found += 1
      #expect(abs(box.x + box.width / 2 - 64) < 24)
      // Its boxes end above the brows, so they sit low.
      #expect((0..<32).contains(box.y + box.height / 2 - 64))
      #expect((30...128).contains(box.width))
    }
    #expect(found >= 22)
  }

  @Test func unreadableLandmarksAreRefused() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("not landmarks", to: "landmarks.dat")
    let error = #expect(throws: SmilestoneError.self) { try FaceDetector(landmarks: file) }
    #expect(error?.message.contains(file.path) == true)
  }
}
