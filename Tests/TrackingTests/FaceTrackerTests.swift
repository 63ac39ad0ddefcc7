import FaceDetection
import Faces
import Foundation
import Imaging
import Testing
import Tracking

/// A frame with squares of one colour each as faces, on grey.
private struct Scene {
  var background: UInt8 = 128
  var faces: [(x: Int, y: Int, side: Int, colour: [UInt8])]

  var image: RGBImage {
    var pixels = [UInt8](repeating: background, count: 320 * 240 * 3)
    for face in faces {
      for y in face.y..<(face.y + face.side) {
        for x in face.x..<(face.x + face.side) where (0..<320).contains(x) && (0..<240).contains(y)
        {
          for channel in 0..<3 { pixels[3 * (320 * y + x) + channel] = face.colour[channel] }
        }
      }
    }
    return RGBImage(width: 320, height: 240, pixels: pixels)
  }

  var found: [FrameFace] {
    let image = image
    return faces.map { face in
      let box = FaceBox(
        x: Double(face.x), y: Double(face.y), width: Double(face.side), height: Double(face.side))
      return FrameFace(FoundFace(FacePlace(box: box), confidence: 1), box: box, in: image)
    }
  }
}

private let red: [UInt8] = [220, 60, 40]
private let blue: [UInt8] = [40, 60, 220]

@Suite struct FaceTrackerTests {
  private func follow(_ scenes: [(time: Double, scene: Scene)]) -> [[Int]] {
    var tracker = FaceTracker()
    return scenes.map { time, scene in
      tracker.tracks(of: scene.found, in: SceneView(scene.image), at: time)
    }
  }

  @Test func twoPeopleWhoPassEachOtherStayApart() {
    let scenes = (0..<20).map { step in
      (
        time: Double(step) * 0.2,
        scene: Scene(faces: [
          (x: 20 + 10 * step, y: 80, side: 60, colour: red),
          (x: 220 - 10 * step, y: 90, side: 60, colour: blue),
        ])
      )
    }
    #expect(follow(scenes).allSatisfy { $0 == [1, 2] })
  }

  @Test func aQuickTurnIsFollowedByColours() {
    // Boxes do not overlap; the face moves by 1.2 of its sides in 0.4 s.
    let scenes = [
      (time: 0.0, scene: Scene(faces: [(x: 20, y: 80, side: 60, colour: red)])),
      (time: 0.4, scene: Scene(faces: [(x: 92, y: 80, side: 60, colour: red)])),
      (time: 0.8, scene: Scene(faces: [(x: 164, y: 80, side: 60, colour: blue)])),
    ]
    #expect(follow(scenes) == [[1], [1], [2]])
  }

  @Test func tracksEndAtCutsAndAfterTenSeconds() {
    let face = (x: 100, y: 80, side: 60, colour: red)
    let scenes = [
      (time: 0.0, scene: Scene(faces: [face])), (time: 9.9, scene: Scene(faces: [face])),
      (time: 20.0, scene: Scene(faces: [face])),
      (time: 20.2, scene: Scene(background: 20, faces: [face])),
    ]
    #expect(follow(scenes) == [[1], [1], [2], [3]])
  }

  /// After more than two seconds a face is known again by its colours, near to where it was.
  @Test func whoWasAwayIsKnownAgain() {
    let scenes = [
      (time: 0.0, scene: Scene(faces: [(x: 100, y: 80, side: 60, colour: red)])),
      (time: 3.0, scene: Scene(faces: [(x: 100, y: 80, side: 60, colour: blue)])),
      (time: 6.0, scene: Scene(faces: [(x: 120, y: 80, side: 60, colour: red)])),
      (time: 9.0, scene: Scene(faces: [(x: 250, y: 80, side: 60, colour: red)])),
    ]
    #expect(follow(scenes) == [[1], [2], [1], [3]])
  }

  @Test func aTrackerContinuesAfterBeingWritten() throws {
    let scenes = (0..<6).map { step in
      (
        time: Double(step) * 0.2,
        scene: Scene(faces: [(x: 20 + 20 * step, y: 80, side: 60, colour: red)])
      )
    }
    var tracker = FaceTracker()
    for (time, scene) in scenes.prefix(3) {
      _ = tracker.tracks(of: scene.found, in: SceneView(scene.image), at: time)
    }
    var read = try JSONDecoder().decode(FaceTracker.self, from: JSONEncoder().encode(tracker))
    #expect(read == tracker)
    for (time, scene) in scenes.dropFirst(3) {
      #expect(read.tracks(of: scene.found, in: SceneView(scene.image), at: time) == [1])
    }
  }
}

@Suite struct FaceQualityTests {
  private func problem(_ face: (x: Int, y: Int, side: Int, colour: [UInt8])) -> String? {
    var quality = FaceQuality()
    quality.leastSharpness = 0
    return quality.problem(of: Scene(faces: [face]).found[0], inWidth: 320, height: 240)
  }

  @Test func smallAndCutFacesAreNotUsed() {
    #expect(problem((x: 100, y: 80, side: 60, colour: red)) == nil)
    #expect(problem((x: 100, y: 80, side: 30, colour: red))?.contains("smaller than 40") == true)
    #expect(problem((x: -12, y: 80, side: 60, colour: red))?.contains("edge") == true)
    #expect(problem((x: -3, y: 80, side: 60, colour: red)) == nil)
  }

  @Test func facesWithoutDetailAreBlurred() {
    let face = Scene(faces: [(x: 100, y: 80, side: 60, colour: red)]).found[0]
    #expect(
      FaceQuality().problem(of: face, inWidth: 320, height: 240)?.contains("blurred") == true)
  }
}

extension FaceQualityTests {
  @Test func facesThatLookAwayAreNotUsed() {
    var face = Scene(faces: [(x: 100, y: 80, side: 60, colour: red)]).found[0]
    var quality = FaceQuality()
    quality.leastSharpness = 0
    func problem(noseX: Double) -> String? {
      face.turn = HeadTurn(
        FacePoints(
          eyes: EyePair(leftX: 120, leftY: 100, rightX: 140, rightY: 100), nose: (noseX, 111.5),
          mouthLeft: (121.7, 123.2), mouthRight: (138.3, 123.2)))
      return quality.problem(of: face, inWidth: 320, height: 240)
    }
    #expect(problem(noseX: 130) == nil)
    #expect(problem(noseX: 139)?.contains("turned away by more than 40°") == true)
    quality.largestTurnInDegrees = 180
    #expect(problem(noseX: 139) == nil)
  }
}

@Suite struct TrackChoiceTests {
  private let summaries = [
    1: TrackSummary(
      areas: [0.1, 0.2], distances: [0.3], agesInYears: Array(repeating: 30, count: 9)),
    2: TrackSummary(
      areas: Array(repeating: 0.05, count: 9), distances: [0.01], agesInYears: [0.5, 1, 1.5]),
  ]

  @Test func theOneWhoIsStudied() {
    #expect(TrackChoice.largest.chosen(among: [1, 2], of: summaries) == 1)
    #expect(TrackChoice.central.chosen(among: [1, 2], of: summaries) == 2)
    #expect(TrackChoice.youngest.chosen(among: [1, 2], of: summaries) == 2)
    // The parent alone is not the youngest person of the recording.
    #expect(TrackChoice.youngest.chosen(among: [1], of: summaries) == nil)
    #expect(TrackChoice.largest.chosen(among: [], of: summaries) == nil)
  }
}
