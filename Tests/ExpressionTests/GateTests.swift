import Expression
import Foundation
import Support
import Testing

struct GateTests {
  /// Features of two groups whose emotions have these means, with what is particular to each subject.
  private static func simulated(
    _ means: [[[Double]]], subjects: Int, noise: Double, generator: inout SeededGenerator
  ) throws -> (features: [Double], group: [Int?], data: ExpressionFaces) {
    let (emotions, width) = (means[0].count, means[0][0].count)
    var (features, group): ([Double], [Int?]) = ([], [])
    var (shown, people): ([Int], [Int]) = ([], [])
    for subject in 0..<subjects {
      let own = (0..<width).map { _ in generator.normal(standardDeviation: noise) }
      for emotion in 0..<emotions {
        for column in 0..<width {
          features.append(
            means[subject % 2][emotion][column] + own[column]
              + generator.normal(standardDeviation: noise))
        }
        group.append(subject % 2)
        shown.append(emotion)
        people.append(subject)
      }
    }
    let data = try ExpressionFaces(
      size: 32, images: Array(repeating: 0, count: shown.count * 1024), emotions: shown,
      emotionNames: (0..<emotions).map { "\($0)" },
      agesInYears: Array(repeating: 1, count: shown.count), subjects: people)
    return (features, group, data)
  }

  private static let configuration = [[0.0, 0, 0], [0, 0, 0], [1, 0, 0], [0, 2, 0], [1, 1, 1]]
  private static let other = [[0.0, 0, 0], [2, 0, 0], [2, 0, 0.2], [0, 0, 0.3], [0, 1.8, 0]]

  @Test("On average distances are the true ones, also where these are 0")
  func unbiased() throws {
    var generator = SeededGenerator(seed: 3)
    var drawn: [[Double]] = []
    var pairs: [(first: Int, second: Int)] = []
    for _ in 0..<1000 {
      let (features, group, data) = try Self.simulated(
        [Self.configuration, Self.other], subjects: 24, noise: 0.7, generator: &generator)
      let distances = try EmotionDistances(features, width: 3, group: group, data: data)
      let everybody = [Double](repeating: 1, count: data.subjectCount)
      drawn.append(try #require(try distances([everybody]).first).first)
      pairs = distances.pairs
    }
    for (place, pair) in pairs.enumerated() {
      let (one, two) = (Self.configuration[pair.first], Self.configuration[pair.second])
      let truth = zip(one, two).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
      let values = drawn.map { $0[place] }
      let mean = values.reduce(0, +) / Double(values.count)
      let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
      let error = (variance / Double(values.count)).squareRoot()
      // Plain distances would be too large by 2 · 3 · 0.49 / 12 = 0.25, many times this error.
      #expect(error < 0.06)
      #expect(abs(mean - truth) < 3.5 * error, "emotions \(pair)")
    }
  }

  @Test("Pairs of different subjects alone count, whatever a resample draws")
  func pairs() throws {
    var generator = SeededGenerator(seed: 4)
    let (features, group, data) = try Self.simulated(
      [Self.configuration, Self.other], subjects: 10, noise: 1, generator: &generator)
    let times = [2.0, 1, 0, 1, 1, 2, 1, 0, 1, 1]
    let own = try #require(
      try EmotionDistances(features, width: 3, group: group, data: data)([times]).first)
    // Emotions 0 and 2 of the first group, one pair of subjects after the other.
    func inner(_ j: Int, _ k: Int) -> Double {
      var (sum, count) = (0.0, 0.0)
      for one in stride(from: 0, to: 10, by: 2) {
        for two in stride(from: 0, to: 10, by: 2) where one != two {
          let weight = times[one] * times[two]
          let (a, b) = ((one * 5 + j) * 3, (two * 5 + k) * 3)
          sum += weight * (0..<3).reduce(0) { $0 + features[a + $1] * features[b + $1] }
          count += weight
        }
      }
      return sum / count
    }
    #expect(abs(own.first[1] - (inner(0, 0) + inner(2, 2) - 2 * inner(0, 2))) < 1e-9)
  }

  @Test("A larger, turned and shifted configuration is the same one; another one is not")
  func correlations() throws {
    // Twice as large, the first two features exchanged, and all emotions moved by a head.
    let turned = Self.configuration.map { [2 * $0[1] + 5, 2 * $0[0] - 3, 2 * $0[2] + 1] }
    for (second, isSame) in [(turned, true), (Self.other, false)] {
      var generator = SeededGenerator(seed: 5)
      let (features, group, data) = try Self.simulated(
        [Self.configuration, second], subjects: 200, noise: 1, generator: &generator)
      let gate = ConfigurationGate(
        try EmotionDistances(features, width: 3, group: group, data: data),
        subjects: data.subjectCount)
      let comparison = try #require(
        try gate.compare(resamples: 30, generator: &generator))
      #expect(try #require(comparison.standardError) > 0)
      if isSame {
        #expect(comparison.correlation > 0.93)
      } else {
        #expect(try #require(comparison.upperBound) < 0.75)
      }
    }
  }
}
