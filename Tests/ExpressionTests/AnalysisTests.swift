import Analysis
import Expression
import Foundation
import Support
import TestSupport
import Testing
import Torch

struct AnalysisTests {
  private static let settings = {
    var settings = SyntheticFaces.quickSettings
    // These images are nothing but the spots that move: their symmetry goes with the expression.
    settings.leastConditionStep = 100
    return settings
  }()

  @Test("An expression that develops is dated, on heads that grow as well")
  func develops() throws {
    var drawn = SyntheticFaces()
    drawn.growth = { 0.2 * max(0, 1 - $0 / 17) }
    let analysis = try ExpressionAnalysis(try drawn.faces(), settings: Self.settings)
    #expect(analysis.gate.isOpen)
    #expect(analysis.isClaimed)
    let timing = try #require(analysis.timing)
    #expect(abs(timing.ageInYears - 8) < 0.6)
    #expect(try #require(timing.lowerInYears) < timing.ageInYears)
    #expect(try #require(timing.upperInYears) > timing.ageInYears)
    #expect(analysis.answer.contains("half way to adults'"))
    #expect(analysis.facesByEmotion.map(\.all) == [320, 320, 320])
  }

  @Test("Heads that grow alone are no development of expression")
  func heads() throws {
    var drawn = SyntheticFaces()
    drawn.adultShare = { _ in 1 }
    drawn.growth = { 0.2 * max(0, 1 - $0 / 17) }
    let analysis = try ExpressionAnalysis(try drawn.faces(), settings: Self.settings)
    #expect(!analysis.gate.isOpen)
    #expect(!analysis.isClaimed)
    #expect(analysis.answer.contains("heads alone"))
  }

  @Test("The same faces give the same bytes with any number of threads, and the tables their rows")
  func bytes() throws {
    let folder = try TemporaryFolder()
    let faces = try SyntheticFaces().faces()
    let threads = Runtime.threadCount
    defer { try? Runtime.setThreadCount(threads) }
    for (name, count) in [("one", 1), ("two", 2)] {
      try Runtime.setThreadCount(count)
      try ExpressionFolder(folder.file(name)).write(
        try ExpressionAnalysis(faces, settings: Self.settings))
    }
    for file in ["expression.json", "curve.csv", "distances.csv", "emotions.csv", "warp.csv"] {
      let contents = try ["one", "two"].map { try Data(contentsOf: folder.file("\($0)/\(file)")) }
      #expect(contents[0] == contents[1])
    }
    let data = try Data(contentsOf: folder.file("one/expression.json"))
    let read = try JSONDecoder().decode(ExpressionAnalysis.self, from: data)
    #expect(read.gate.distances.count == 3)
    let curve = try String(contentsOf: folder.file("one/curve.csv"), encoding: .utf8)
    #expect(curve.split(separator: "\n").count == 1 + (read.timing?.curve.count ?? 0))
  }

  @Test("What cannot be analysed is refused with its reason")
  func refusals() throws {
    let faces = try SyntheticFaces().faces()
    func refusal(_ body: () throws -> Void) -> SmilestoneError? {
      do { try body() } catch { return error as? SmilestoneError }
      return nil
    }
    func made(
      size: Int = 32, emotions: [Int]? = nil, names: [String] = ["a", "b", "c"],
      ages: [Double]? = nil
    ) throws -> ExpressionFaces {
      try ExpressionFaces(
        size: size, images: faces.images, emotions: emotions ?? faces.emotions,
        emotionNames: names, agesInYears: ages ?? faces.agesInYears, subjects: faces.subjects)
    }
    let size = refusal { _ = try made(size: 30) }
    #expect(size?.code == .badInput && size?.message.contains("30 pixels") == true)
    #expect(refusal { _ = try made(names: ["a"]) }?.message.contains("1 names") == true)
    #expect(
      refusal { _ = try made(ages: faces.agesInYears.map { -$0 }) }?.message.contains("age") == true
    )
    #expect(refusal { _ = try made(size: 40) }?.message.contains("images") == true)
    let one = refusal {
      _ = try ExpressionAnalysis(made(emotions: faces.emotions.map { _ in 0 }, names: ["a"]))
    }
    #expect(one?.message.contains("1 emotion") == true)
    var settings = Self.settings
    settings.components = 0
    let setting = refusal { _ = try ExpressionAnalysis(faces, settings: settings) }
    #expect(setting?.code == .usage && setting?.message.contains("components") == true)
    let young = refusal {
      _ = try ExpressionAnalysis(made(ages: faces.agesInYears.map { min($0, 17) }))
    }
    #expect(young?.message.contains("Too few faces of toddlers") == true)
    #expect(young?.remedy?.contains("At least 10") == true)
  }

  /// Photographs of toddlers hardly ever show disgust: the others are compared without it.
  @Test func emotionsThatAnEndHardlyShowsAreLeftOut() throws {
    let faces = try SyntheticFaces(subjects: 400).faces()
    let isYoung = faces.agesInYears.map { $0 <= 3 }
    // Each emotion of the drawing becomes two names; toddlers show the last one only twice.
    var seen = 0
    let emotions = faces.emotions.indices.map { face in
      let second = faces.subjects[face] / 4 % 2
      guard faces.emotions[face] == 2, second == 1, isYoung[face] else {
        return 2 * faces.emotions[face] + second
      }
      seen += 1
      return seen <= 2 ? 5 : 4
    }
    let analysis = try ExpressionAnalysis(
      ExpressionFaces(
        size: faces.size, images: faces.images, emotions: emotions,
        emotionNames: ["a", "b", "c", "d", "e", "rare"], agesInYears: faces.agesInYears,
        subjects: faces.subjects), settings: Self.settings)
    #expect(analysis.facesByEmotion.first { $0.emotion == "rare" }?.toddlers == 2)
    #expect(analysis.gate.distances.count == 10)
    #expect(!analysis.gate.distances.contains { $0.second == "rare" })
    #expect(analysis.faces == emotions.count { $0 != 5 })
    #expect(analysis.warnings.contains { $0.contains("rare 2 and") && $0.contains("5 emotions") })
  }
}
