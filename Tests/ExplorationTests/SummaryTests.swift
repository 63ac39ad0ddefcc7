import Exploration
import Faces
import Foundation
import Imaging
import TestSupport
import Testing

@Suite struct SummaryTests {
  @Test func distributionsAreThoseOfNumPy() throws {
    // numpy.quantile([0, 1, 4, 9, 16, 25], [.05, .25, .5, .75, .95])
    let distribution = try #require(ValueDistribution("all", of: [16, 0, 25, 4, 9, 1]))
    for (value, expected) in zip(distribution.quantiles, [0.25, 1.75, 6.5, 14.25, 22.75]) {
      #expect(abs(value - expected) < 1e-12)
    }
    #expect(distribution.density.isEmpty)
    #expect(ValueDistribution("none", of: []) == nil)
  }

  @Test func densitiesHaveAnAreaOfOne() throws {
    let ages = (0..<500).map { Double($0 % 37) + 0.5 }
    let density = try #require(ValueDistribution("all", of: ages)).density
    let area = zip(density, density.dropFirst()).reduce(0) {
      $0 + ($1.1.value - $1.0.value) * ($1.0.density + $1.1.density) / 2
    }
    #expect(abs(area - 1) < 0.01)
    #expect(density.allSatisfy { $0.value >= 0 && $0.density >= 0 })
  }

  @Test func imagesAreMeasured() {
    // Left half black, right half pure red.
    let pixels = (0..<64 * 64).flatMap { place -> [UInt8] in
      place % 64 < 32 ? [0, 0, 0] : [255, 0, 0]
    }
    let facts = ImageFacts(
      RGBImage(width: 64, height: 64, pixels: pixels), format: "PNG", byteCount: 10)
    #expect(facts.meanColour == [127.5, 0, 0])
    // The luma of pure red is 76.
    #expect(abs(facts.brightness - 38) < 1e-9)
    #expect(abs(facts.contrast - 38) < 1e-9)
    #expect(facts.border.count == 28 * 3)
    #expect(Array(facts.border.prefix(3)) == [0, 0, 0])
    #expect(Array(facts.border[21..<24]) == [255, 0, 0])
    // Two columns of 62 have a Laplacian, of +76 and −76.
    let expected: Double = 2 * 76 * 76 / 62
    #expect(abs(facts.sharpness - expected) < 1e-9)
  }

  @Test func everythingIsCounted() throws {
    let folder = try TemporaryFolder()
    var records: [FaceRecord] = []
    for index in 0..<30 {
      var pixels: [UInt8] = []
      for place in 0..<24 * 24 {
        let level = UInt8((place * (index + 3) * 7 + place * place / (index + 1)) % 256)
        pixels += [level, level, level]
      }
      try RGBImage(width: 24, height: 24, pixels: pixels).pngData()
        .write(to: folder.file("\(index).png"))
      records.append(
        FaceRecord(
          image: "\(index).png", source: index < 10 ? "a" : "b",
          emotion: index % 2 == 0 ? .happy : .sad, ageInYears: Double(index),
          ageGroup: AgeGrouping.study.group(ofAgeInYears: Double(index)),
          sex: index % 3 == 0 ? .female : .male,
          split: index < 20 ? .train : .test))
    }
    try FileManager.default.copyItem(at: folder.file("4.png"), to: folder.file("copy.png"))
    try folder.write("nothing", to: "broken.png")
    records.append(FaceRecord(image: "copy.png", emotion: .sad))
    records.append(FaceRecord(image: "broken.png"))
    let manifest = Manifest(folder: folder.url, records: records, vocabulary: .study)
    let explored = try ExploredFaces(manifest)
    let summary = try ExplorationSummary(explored, seed: 1)
    #expect(summary.faces == 32)
    #expect(summary.unreadable == 1)
    #expect(summary.sources == 2)
    #expect(summary.counts.reduce(0) { $0 + $1.faces } == 32)
    #expect(
      summary.counts.contains {
        $0.emotion == .happy && $0.ageGroup == .toddler && $0.split == .train && $0.source == "a"
          && $0.faces == 2
      })
    #expect(summary.ages.map(\.faces) == Array(repeating: 1, count: 30))
    #expect(summary.ages.last?.cumulativeShare == 1)
    #expect(summary.ageByEmotion.map(\.group) == ["happy", "sad"])
    #expect(summary.ageByEmotion.map(\.n) == [15, 15])
    #expect(summary.sizes.map(\.faces) == [31])
    #expect(summary.duplicates.clusters == 1)
    #expect(summary.duplicates.clustersWithSeveralEmotions == 1)
    #expect(explored.clusters[4] == explored.clusters[30])
    let table = try #require(summary.crossTables.first { $0.columnLabel == "source" })
    #expect(table.rowLabel == "emotion")
    #expect(table.counts == [[5, 10], [5, 10]])
    let sample = SampleFaces.ofEachGroup(explored, count: 2, seed: 1)
    #expect(!sample.contains(31))
    #expect(try SampleFaces.images(sample, of: manifest).map(\.face) == sample)
    #expect(SampleFaces.ofDuplicates(explored, seed: 1) == [[4, 30]])
  }
}
