import Analysis
import Expression
import Foundation
import Testing

struct RegistrationTests {
  @Test("A known growth of all features is undone")
  func knownWarp() throws {
    var drawn = DrawnFaces()
    drawn.adultShare = { _ in 1 }
    drawn.growth = { 0.3 * max(0, 1 - $0 / 17) }
    let faces = try drawn.faces()
    let registration = try Registration(faces, settings: ExpressionSettings())
    let result = registration.result
    #expect(result.isApplied)
    let after = try #require(result.toddlersToAdultsAfter)
    #expect(after < 0.3 * result.toddlersToAdults)
    // A face that is larger by a share g is read at (1 + g) times each place: at the eyes' level.
    let warp = try #require(registration.warp)
    let knot = try #require(warp.knots.firstIndex(of: 2))
    let pixels = faces.size * faces.size
    let pixel = 13 * faces.size + 21  // (0.34, -0.16): an eye
    let across = Double(warp.displacements[2 * knot * pixels + pixel])
    #expect(abs(across - 0.34 * 0.3 * (1 - 2.0 / 17)) < 0.035)
    let distances = try #require(registration.headDistance(atAges: [0.3, 5, 12, 40]))
    #expect(distances[0] == 1 && distances[3] == 0)
    #expect(distances[0] > distances[1] && distances[1] > distances[2])
  }

  @Test("Heads that are the same at all ages are left as they are")
  func noWarp() throws {
    var drawn = DrawnFaces()
    drawn.adultShare = { _ in 1 }
    let registration = try Registration(try drawn.faces(), settings: ExpressionSettings())
    #expect(registration.warp == nil)
    #expect(!registration.result.isApplied)
    #expect(registration.headDistance(atAges: [1]) == nil)
  }

  @Test("Every emotion weighs the same in a mean face")
  func balance() throws {
    // Two faces of one emotion, one of the other; mirrored and averaged.
    let images: [UInt8] = [10, 10, 40].flatMap { Array(repeating: $0, count: 1024) }
    let faces = try ExpressionFaces(
      size: 32, images: images, emotions: [0, 0, 1], emotionNames: ["a", "b"],
      agesInYears: [1, 1, 1], subjects: [0, 1, 2])
    let mean = try #require(MeanFaces.mean(faces, weights: [1, 1, 1]) { $0 < 3 })
    #expect(mean.allSatisfy { $0 == 25 })
    #expect(MeanFaces.mean(faces, weights: [1, 1, 1]) { $0 > 3 } == nil)
  }
}
