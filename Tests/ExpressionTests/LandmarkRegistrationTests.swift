import Analysis
import Expression
import Foundation
import Support
import Testing

struct LandmarkRegistrationTests {
  /// Faces of dark spots whose places are known, on heads that grow in another way in every part; each moved,
  /// turned and scaled in its image.
  private struct Spots {
    static let size = 48
    /// Of an adult at rest, around the middle, as shares of the side: brows, eyes, nose, mouth, jaw, chin.
    static let adult: [(x: Double, y: Double)] = [
      (-0.18, -0.2), (0.18, -0.2), (-0.14, -0.08), (0.14, -0.08), (0, 0.04), (-0.1, 0.16),
      (0.1, 0.16),
      (-0.24, 0.1), (0.24, 0.1), (0, 0.28),
    ]

    var growth: (Double) -> Double = { max(0, 1 - $0 / 17) }
    /// Whether faces between the ends lie elsewhere in their images.
    var areMoved = false

    func faces() throws -> ExpressionFaces {
      var generator = SeededGenerator(seed: 5)
      var (images, landmarks): ([UInt8], [[Double]]) = ([], [])
      var (emotions, ages, subjects): ([Int], [Double], [Int]) = ([], [], [])
      for subject in 0..<240 {
        let age = SyntheticFaces.age(ofSubject: subject, using: &generator)
        for emotion in 0..<3 {
          var places = placed(shape(age, emotion: emotion, &generator), &generator)
          if areMoved, age > 3, age < 17 {
            // By whole pixels, so that images show the same.
            let (across, down) = (Double(subject % 5 - 2), Double(subject % 3 - 1))
            places = places.map {
              ($0.x + across / Double(Self.size), $0.y + down / Double(Self.size))
            }
          }
          images += image(places)
          landmarks.append(places.flatMap { [$0.x, $0.y] })
          emotions.append(emotion)
          ages.append(age)
          subjects.append(subject)
        }
      }
      return try ExpressionFaces(
        size: Self.size, images: images, landmarks: landmarks, emotions: emotions,
        emotionNames: ["calm", "glad", "upset"], agesInYears: ages, subjects: subjects)
    }

    /// Children have narrow eyes, high brows and small chins; emotions move brows and mouth, about the mean.
    private func shape(
      _ age: Double, emotion: Int, _ generator: inout SeededGenerator
    ) -> [(x: Double, y: Double)] {
      let young = growth(age)
      let (mouth, brow) = [(0, 0.03), (0.03, -0.015), (-0.03, -0.015)][emotion]
      return Self.adult.enumerated().map { point, place in
        var (x, y) = place
        x *= 1 + young * (0.15 - 2 * x * x)
        y *= 1 - young * 0.4 * abs(y)
        if point < 2 { y += brow - 0.03 * young }
        if point == 5 || point == 6 { x *= 1 + mouth / 0.1 }
        return (
          x + generator.normal(standardDeviation: 0.002),
          y + generator.normal(standardDeviation: 0.002)
        )
      }
    }

    private func placed(
      _ shape: [(x: Double, y: Double)], _ generator: inout SeededGenerator
    ) -> [(x: Double, y: Double)] {
      let (turn, scale) = (generator.uniform(-0.2, 0.2), generator.uniform(0.9, 1.1))
      let (right, down) = (generator.uniform(-0.05, 0.05), generator.uniform(-0.05, 0.05))
      return shape.map { place in
        (
          0.5 + right + scale * (cos(turn) * place.x - sin(turn) * place.y),
          0.5 + down + scale * (sin(turn) * place.x + cos(turn) * place.y)
        )
      }
    }

    private func image(_ places: [(x: Double, y: Double)]) -> [UInt8] {
      (0..<Self.size * Self.size).map { pixel in
        let x = (Double(pixel % Self.size) + 0.5) / Double(Self.size)
        let y = (Double(pixel / Self.size) + 0.5) / Double(Self.size)
        let dark = places.reduce(0) { sum, spot in
          sum + exp(-(pow(x - spot.x, 2) + pow(y - spot.y, 2)) / (2 * 0.025 * 0.025))
        }
        return UInt8(200 - 150 * min(dark, 1))
      }
    }
  }

  private static let settings = {
    var settings = SyntheticFaces.quickSettings
    settings.registration = .landmarks
    return settings
  }()

  /// How far the spots of the eyes and the nose, which no emotion moves, are from where an adult's mean face has
  /// them, in pixels: the largest distance over faces.
  private func largestError(_ faces: ExpressionFaces) -> Double {
    let (size, reach) = (Spots.size, 3)
    return (0..<faces.count).flatMap { face in
      Spots.adult[2...4].map { spot -> Double in
        let (x, y) = ((0.5 + spot.x) * Double(size) - 0.5, (0.5 + spot.y) * Double(size) - 0.5)
        let (left, top) = (Int(x.rounded()), Int(y.rounded()))
        var (mass, across, down) = (0.0, 0.0, 0.0)
        for row in top - reach...top + reach {
          for column in left - reach...left + reach {
            let dark = 200 - Double(faces.images[(face * size + row) * size + column])
            mass += dark
            across += dark * Double(column)
            down += dark * Double(row)
          }
        }
        return mass > 0 ? hypot(across / mass - x, down / mass - y) : .infinity
      }
    }.max() ?? .infinity
  }

  @Test("Faces of all ages come out where adults' mean face has its parts")
  func placed() throws {
    let faces = try Spots().faces()
    let registration = try Registration(faces, settings: Self.settings)
    let result = registration.result
    #expect(result.source == .landmarks && result.isApplied)
    let after = try #require(result.toddlersToAdultsAfter)
    #expect(after < 0.05 * result.toddlersToAdults)
    #expect(largestError(faces) > 2)
    #expect(largestError(try RegisteredImages(faces, by: registration).faces()) < 0.8)
    let distances = try #require(registration.headDistance(atAges: [0.3, 5, 12, 40]))
    #expect(distances[0] > distances[1] && distances[1] > distances[2] && distances[3] == 0)
    #expect(result.meanFaces != nil)
  }

  @Test("Where faces lie in their images makes no difference")
  func moved() throws {
    let (faces, moved) = (try Spots().faces(), try Spots(areMoved: true).faces())
    let images = try [faces, moved].map { faces in
      let registration = try Registration(faces, settings: Self.settings)
      return try RegisteredImages(faces, by: registration).faces().images
    }
    #expect(zip(images[0], images[1]).allSatisfy { abs(Int($0) - Int($1)) <= 1 })
    let gates = try [faces, moved].map {
      try ExpressionAnalysis($0, settings: Self.settings).gate
    }
    let correlations = try gates.map { try #require($0.correlation) }
    #expect(abs(correlations[0] - correlations[1]) < 0.01)
  }

  @Test("Heads that are the same at all ages are laid onto adults', without a warp")
  func noWarp() throws {
    let faces = try Spots(growth: { _ in 0 }).faces()
    let registration = try Registration(faces, settings: Self.settings)
    #expect(registration.warp == nil && !registration.result.isApplied)
    #expect(registration.headDistance(atAges: [1]) == nil)
    #expect(registration.result.toddlersToAdultsAfter == nil)
    #expect(largestError(try RegisteredImages(faces, by: registration).faces()) < 0.8)
    let words = registration.result.inWords(Self.settings)
    #expect(words.contains("each face is laid onto adults' mean shape"))
  }

  @Test("Points in pixels, and points on one line, are refused")
  func mistaken() throws {
    func registered(_ points: [Double]) throws {
      let faces = try ExpressionFaces(
        size: 32, images: Array(repeating: 0, count: 4 * 1024),
        landmarks: Array(repeating: points, count: 4), emotions: [0, 1, 0, 1],
        emotionNames: ["a", "b"], agesInYears: [1, 2, 30, 40], subjects: [0, 1, 2, 3])
      _ = try Registration(faces, settings: Self.settings)
    }
    for points in [[10, 10, 20, 10, 15, 20], [0.1, 0.1, 0.2, 0.2, 0.3, 0.3]] as [[Double]] {
      #expect { try registered(points) } throws: {
        ($0 as? SmilestoneError)?.code == .badInput
      }
    }
  }
}
