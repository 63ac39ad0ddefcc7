import Analysis
import Expression
import Foundation
import Imaging
import Testing

struct RegistrationTests {
  @Test("A known growth of all features is undone")
  func knownWarp() throws {
    var drawn = SyntheticFaces()
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

  @Test("Mean faces show ages of enough faces, and adults, before and after")
  func meanFaces() throws {
    var drawn = SyntheticFaces()
    drawn.adultShare = { _ in 1 }
    drawn.growth = { 0.3 * max(0, 1 - $0 / 17) }
    let result = try Registration(try drawn.faces(), settings: ExpressionSettings()).result
    let shown = try #require(result.meanFaces)
    #expect(shown.agesInYears == [1, 3, 5, 8, 12])
    let image = try RGBImage(decoding: shown.image, name: "mean faces")
    #expect(image.width == 6 * 32 && image.height == 2 * 32)
    func differences(_ row: Int) -> Int {
      // Of the youngest's column to adults'.
      (0..<32 * 32).reduce(0) { sum, pixel in
        let start = ((row * 32 + pixel / 32) * image.width + pixel % 32) * 3
        return sum + abs(Int(image.pixels[start]) - Int(image.pixels[start + 5 * 32 * 3]))
      }
    }
    #expect(2 * differences(1) < differences(0))

    drawn.subjects = 24
    let few = try Registration(try drawn.faces(), settings: ExpressionSettings()).result
    #expect(few.meanFaces == nil)
  }

  @Test("Heads that are the same at all ages are left as they are")
  func noWarp() throws {
    var drawn = SyntheticFaces()
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
