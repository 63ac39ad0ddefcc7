import Analysis
import Expression
import Foundation
import Support
import Testing
import Torch

struct TimingTests {
  private static let ages = (1...60).map { $0 < 35 ? Double($0) / 2 : Double($0) - 17 }

  private static func head(_ age: Double) -> Double { max(0, 1 - age / 17) }

  private static func model(_ settings: ExpressionSettings) throws -> TransitionModel {
    try TransitionModel(
      composition: AgeComposition(ages.map { [$0] }), meanAges: ages,
      variances: Array(repeating: 0.0025, count: ages.count),
      headDistance: AgeComposition.ages.map(head), settings: settings)
  }

  @Test(
    "The midpoint of a step is found beside what heads do",
    arguments: [5.0, 8, 11], [0.5, 1.5])
  func midpoint(age: Double, width: Double) throws {
    var settings = ExpressionSettings()
    settings.shareCurvature = 0.25
    let curve = Self.ages.map { years in
      let share = 1 / (1 + exp(-(years - age) / width))
      return 0.1 - 0.3 * Self.head(years) + 0.7 * (share + 0.25 * share * (1 - share))
    }
    let fit = try #require(try Self.model(settings).fit([curve]).first)
    #expect(abs(fit.midpoint - age) < 0.05)
    #expect(fit.width == width)
    #expect(abs(fit.step - 0.7) < 0.02)
    #expect(fit.likelihoodRatio > 15)
    #expect(fit.profile.max() == 0)
  }

  @Test("A step is at most the whole way, however heads are made to lead away from adults")
  func wholeWay() throws {
    let curve = Self.ages.map { 1.6 / (1 + exp(-($0 - 4) / 2.5)) + 0.6 * Self.head($0) }
    let fit = try #require(try Self.model(ExpressionSettings()).fit([curve]).first)
    #expect(fit.step == 1)
  }

  @Test("What goes with heads alone is no step")
  func noStep() throws {
    let model = try Self.model(ExpressionSettings())
    let fit = try #require(try model.fit([Self.ages.map { 0.9 - 0.8 * Self.head($0) }]).first)
    #expect(fit.likelihoodRatio < 0.01)
  }

  @Test("Estimates that mix ages do not move the midpoint, where it is known how they do")
  func mixedAges() throws {
    // Of each bin's faces a third is four years younger, and a third four years older.
    let agesOfBins = Self.ages.map { [max($0 - 4, 0.1), $0, $0 + 4] }
    let curve = agesOfBins.map { ages in
      ages.reduce(0) { $0 + 1 / (1 + exp(-($1 - 11) / 0.75)) } / 3
    }
    var settings = ExpressionSettings()
    settings.shareCurvature = 0
    func fit(_ composition: AgeComposition) throws -> TransitionModel.Fit {
      let model = try TransitionModel(
        composition: composition, meanAges: Self.ages,
        variances: Array(repeating: 0.0025, count: curve.count),
        headDistance: nil, settings: settings)
      return try #require(try model.fit([curve]).first)
    }
    let known = try fit(AgeComposition(agesOfBins))
    #expect(abs(known.midpoint - 11) < 0.05)
    #expect(known.width == 0.75)
    let ignored = try fit(AgeComposition(Self.ages.map { [$0] }))
    #expect(ignored.width > 1.5)
  }

  @Test(
    "Adults who are taken for children do not move the midpoint, though adults' heads change too")
  func mixedAdults() throws {
    // Of every four faces of up to 17 years one is 48.
    let agesOfBins = Self.ages.map { (age: Double) -> [Double] in
      age < 17 ? [0.8 * age, age, 1.2 * age, 48] : [age - 8, age, age + 8]
    }
    func share(_ age: Double) -> Double {
      let step = 1 / (1 + exp(-(age - 11) / 1.5))
      return step - 0.2 * Self.head(age) - 0.15 * max(age - 20, 0) / 20
    }
    let curve = agesOfBins.map { ages in
      ages.map(share).reduce(0, +) / Double(ages.count)
    }
    var settings = ExpressionSettings()
    settings.shareCurvature = 0
    func fit(agesAreEstimated: Bool) throws -> TransitionModel.Fit {
      let model = try TransitionModel(
        composition: AgeComposition(agesOfBins), meanAges: Self.ages,
        variances: Array(repeating: 0.0025, count: curve.count),
        headDistance: AgeComposition.ages.map(Self.head),
        search: .init(ofShares: settings, agesAreEstimated: agesAreEstimated), settings: settings)
      return try #require(try model.fit([curve]).first)
    }
    let estimated = try fit(agesAreEstimated: true)
    #expect(abs(estimated.midpoint - 11) < 0.1)
    #expect(estimated.width == 1.5)
    #expect(try fit(agesAreEstimated: false).midpoint < 10.9)
  }

  @Test("Noise alone has a large likelihood ratio as rarely as the p-value says")
  func ratios() throws {
    let model = try Self.model(ExpressionSettings())
    var generator = SeededGenerator(seed: 2)
    let ratios = try model.ratiosWithoutStep(draws: 400, generator: &generator).sorted()
    #expect(ratios[200] < 6)
    #expect(ratios[399] < 25)
    #expect(ratios[0] >= 0)
  }

  @Test("Toddlers have all of their own configuration, adults of theirs, and blends their share")
  func weights() throws {
    var generator = SeededGenerator(seed: 7)
    let configurations = [
      [[1.0, 0, 0, 0], [-1, 0, 0, 0], [0, 0, 0, 0]],
      [[0, 1, 0, 0], [0, 0, 1, 0], [0, -1, -1, 0]],
    ]
    var (features, emotions, ages, subjects): ([Double], [Int], [Double], [Int]) = ([], [], [], [])
    for subject in 0..<600 {
      let kind = subject % 3
      // The share of the adult configuration, at a gain of 0.6 between the ends.
      let (share, gain) = [(0.0, 1.0), (0.3, 0.6), (1, 1)][kind]
      for emotion in 0..<3 {
        for column in 0..<4 {
          let mean =
            (1 - share) * configurations[0][emotion][column]
            + share * configurations[1][emotion][column]
          features.append(gain * mean + Double(kind) + generator.normal())
        }
        emotions.append(emotion)
        ages.append([1.0, 9, 30][kind])
        subjects.append(subject)
      }
    }
    let data = try ExpressionFaces(
      size: 32, images: Array(repeating: 0, count: emotions.count * 1024), emotions: emotions,
      emotionNames: ["a", "b", "c"], agesInYears: ages, subjects: subjects)
    let weights = try #require(
      try ConfigurationWeights(data, settings: ExpressionSettings())(
        Tensor(features, shape: [emotions.count, 4]),
        weights: Array(repeating: 1, count: emotions.count)))
    for (age, toddlers, adults) in [(1.0, 1.0, 0.0), (9, 0.42, 0.18), (30, 0, 1)] {
      let own = ages.indices.filter { ages[$0] == age }
      func mean(_ values: [Double]) -> Double {
        own.reduce(0) { $0 + values[$1] } / Double(own.count)
      }
      #expect(abs(mean(weights.toddlers) - toddlers) < 0.1)
      #expect(abs(mean(weights.adults) - adults) < 0.1)
    }
    let share = AdultShareCurve(weights, data: data).points.first { $0.meanAgeInYears == 9 }
    #expect(abs(try #require(share).share - 0.3) < 0.08)
  }
}
