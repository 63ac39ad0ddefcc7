import Analysis
import Expression
import Foundation
import Support
import Testing

struct RivalTests {
  /// The same faces with other images or conditions.
  private static func changed(
    _ faces: ExpressionFaces, blurredUpTo years: Double = 0,
    conditions: [ExpressionFaces.Condition] = []
  ) throws -> ExpressionFaces {
    let pixels = faces.size * faces.size
    var images = faces.images
    // Faces of one age differ in sharpness, as photographs do.
    var generator = SeededGenerator(seed: 9)
    for face in 0..<faces.count {
      let noise = generator.uniform(0, 15)
      for pixel in face * pixels..<(face + 1) * pixels {
        let grey = Double(images[pixel]) + generator.normal(standardDeviation: noise)
        images[pixel] = UInt8(min(max(grey, 0), 255))
      }
    }
    for face in 0..<faces.count where faces.agesInYears[face] <= years {
      for pixel in 0..<pixels - 1 {
        let (own, next) = (face * pixels + pixel, face * pixels + pixel + 1)
        images[own] = UInt8((Int(images[own]) + Int(images[next])) / 2)
      }
    }
    return try ExpressionFaces(
      size: faces.size, images: images, emotions: faces.emotions,
      emotionNames: faces.emotionNames, agesInYears: faces.agesInYears, subjects: faces.subjects,
      conditions: conditions)
  }

  @Test("Images that are as sharp at all ages keep nothing from being said")
  func nothing() throws {
    let analysis = try ExpressionAnalysis(
      try Self.changed(try SyntheticFaces().faces()), settings: SyntheticFaces.quickSettings)
    #expect(analysis.isClaimed)
    #expect(analysis.rivals == [])
    #expect(analysis.warnings == [])
  }

  @Test(
    "Where images become sharper at the age at which expressions seem to change, no age is said")
  func sharpness() throws {
    let faces = try Self.changed(try SyntheticFaces().faces(), blurredUpTo: 8)
    let analysis = try ExpressionAnalysis(faces, settings: SyntheticFaces.quickSettings)
    let rival = try #require(analysis.rivals?.first { $0.name.contains("sharpness") })
    #expect(rival.step > 1 && rival.coincides)
    #expect(abs(rival.ageInYears - 8) < 0.5)
    #expect(analysis.gate.isOpen && !analysis.isClaimed)
    #expect(analysis.answer.contains("No age can be said: the images’ sharpness"))
    #expect(analysis.warnings.contains { $0.contains("cannot be told") })
  }

  @Test("Where they do at another age, it is said beside the age")
  func elsewhere() throws {
    let faces = try Self.changed(try SyntheticFaces().faces(), blurredUpTo: 13)
    let analysis = try ExpressionAnalysis(faces, settings: SyntheticFaces.quickSettings)
    let rival = try #require(analysis.rivals?.first { $0.name.contains("sharpness") })
    #expect(!rival.coincides && abs(rival.ageInYears - 13) < 1)
    #expect(analysis.isClaimed)
    #expect(analysis.warnings.contains { $0.contains("shift its age") })
  }

  @Test(
    "An archive that has the faces up to an age alone is a rival, also where ages never overlap")
  func archive() throws {
    let faces = try SyntheticFaces().faces()
    func analysis(_ isOfArchive: (Int) -> Bool) throws -> ExpressionAnalysis {
      try ExpressionAnalysis(
        Self.changed(
          faces,
          conditions: [
            .init(
              name: "the share of faces from A",
              values: (0..<faces.count).map { isOfArchive($0) ? 1 : 0 }, isShare: true)
          ]), settings: SyntheticFaces.quickSettings)
    }
    let aliased = try analysis { faces.agesInYears[$0] <= 8 }
    #expect(!aliased.isClaimed)
    let rival = try #require(aliased.rivals?.last)
    #expect(rival.change == "falls by 100 percentage points")
    let mixed = try analysis { faces.subjects[$0] % 3 == 0 }
    #expect(mixed.isClaimed && mixed.rivals?.contains(where: \.isShare) == false)
  }
}
