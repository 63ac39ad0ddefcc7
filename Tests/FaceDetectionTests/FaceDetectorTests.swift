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

  private static let hasLandmarks = FileManager.default.fileExists(
    atPath: FaceDetector.landmarkFile.path)

  @Test(.enabled(if: hasLandmarks, "libdlib-data is installed"))
  func theSixtyEightPointsOfFacesLieWhereTheyShould() throws {
    let folder = try TemporaryFolder()
    let manifest = try SyntheticCohort.draw(
      SyntheticCohortSettings(
        kind: .expression, seed: 3, subjects: 12, imagesPerSubject: 1, sizeInPixels: 128),
      into: folder.url)
    let placed = try manifest.withLandmarks(FaceDetector())
    #expect(placed.manifest.records.count + placed.withoutFace == 12 && placed.withoutFace <= 2)
    #expect(placed.unreadable == 0)
    let faces = try FaceLandmarks.places(in: placed.manifest, path: "faces")
    #expect(faces.count == placed.manifest.records.count)
    for points in faces {
      #expect(points.count == 2 * 68)
      func mean(_ range: Range<Int>, _ axis: Int) -> Double {
        range.reduce(0) { $0 + points[2 * $1 + axis] } / Double(range.count)
      }
      let (left, right, mouth) = (36..<42, 42..<48, 48..<68)
      #expect(mean(left, 0) < mean(right, 0))
      #expect(mean(mouth, 1) > max(mean(left, 1), mean(right, 1)) + 0.1)
      #expect(mean(left, 0) < mean(mouth, 0) && mean(mouth, 0) < mean(right, 0))
    }
  }

  @Test func imagesWithoutAFaceAndLandmarksThatAreNotThereAreTold() throws {
    let grey = RGBImage(width: 64, height: 64, pixels: Array(repeating: 90, count: 3 * 64 * 64))
    let error = #expect(throws: SmilestoneError.self) { try detector.landmarks(in: grey) }
    #expect(error?.remedy?.contains("libdlib-data") == true)
    guard Self.hasLandmarks else { return }
    #expect(try FaceDetector().landmarks(in: grey) == nil)
  }

  @Test func unreadableLandmarksAreRefused() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("not landmarks", to: "landmarks.dat")
    let error = #expect(throws: SmilestoneError.self) { try FaceDetector(landmarks: file) }
    #expect(error?.message.contains(file.path) == true)
  }
}
