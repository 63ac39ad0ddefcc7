import Foundation
import Statistics
import Support
import Testing

/// Values of scipy and statsmodels, made by Fixtures/make_association_fixtures.py.
private struct AssociationReference: Decodable {
  struct CramersV: Decodable {
    let table: [[Int]]
    let size: Double?
    let statistic: Double
    let p: Double
    let freedom: Int
    let uncorrected: Double
    let corrected: Double
    let lower: Double
    let upper: Double
  }
  struct Mean: Decodable {
    let values: [Double]
    let clusters: [Int]
    let mean: Double
    let lower: Double
    let upper: Double
    let t: Double
    let p: Double
  }

  let cramersV: [CramersV]
  let means: [Mean]

  static func load() throws -> AssociationReference { try fixture("association") }
}

@Suite struct AssociationTests {
  @Test func cramersVAndItsIntervalAgreeWithScipy() throws {
    for item in try AssociationReference.load().cramersV {
      let faces = Double(item.table.flatMap(\.self).reduce(0, +))
      let result = try #require(
        try cramersV(item.table, designEffect: faces / (item.size ?? faces)))
      #expect(agree(result.uncorrected, item.uncorrected), "\(item.table)")
      #expect(agree(result.cramersV.value, item.corrected), "\(item.table)")
      #expect(abs(result.cramersV.lower - item.lower) < 1e-6, "\(item.table)")
      #expect(abs(result.cramersV.upper - item.upper) < 1e-6, "\(item.table)")
      #expect(agree(result.test.statistic, item.statistic), "\(item.table)")
      #expect(agree(result.test.pValue, item.p), "\(item.table)")
      #expect(result.degreesOfFreedom == item.freedom)
    }
  }

  @Test func oneRowOrColumnHasNoAssociation() throws {
    #expect(try cramersV([[3, 4], [0, 0]]) == nil)
    #expect(try cramersV([[3, 0], [9, 0]]) == nil)
    #expect(try cramersV([]) == nil)
  }

  /// Emotions of 275 subjects in five groups with four faces each, with and without correlation within
  /// subjects. Dividing the sample by the clusters' size instead held the truth in as few as 0 %.
  @Test(arguments: [(0.0, 1.0), (0.5, 2.5), (1, 4)])
  func theIntervalHoldsTheTruthWhateverTheCorrelationWithinSubjects(
    correlation: Double, designEffect: Double
  ) throws {
    let pattern = [
      [0.9, -0.4, 0.3, -1.1, 0.8, 0.1, -0.6], [-1.2, 0.7, 0.2, 0.6, -0.9, 0.5, 0.1],
      [0.4, 0.6, -1.3, 0.2, 0.3, -0.8, 0.6], [-0.5, -1.0, 0.9, 0.7, 0.2, 0.4, -0.7],
      [0.4, 0.1, -0.1, -0.4, -0.4, -0.2, 0.6],
    ]
    for strength in [0.02, 0.05, 0.08, 0.13] {
      let shares = pattern.map { row in row.map { (1 + strength * $0) / 7 } }
      let truth = trueV(shares)
      var generator = SeededGenerator(seed: 11)
      var (held, effects) = (0, 0.0)
      let draws = 300
      for _ in 0..<draws {
        var (rows, columns, clusters): ([Int], [Int], [Int]) = ([], [], [])
        for subject in 0..<275 {
          let row = generator.integer(below: 5)
          let common = draw(shares[row], &generator)
          for _ in 0..<4 {
            let isCommon = generator.uniform() < correlation.squareRoot()
            rows.append(row)
            columns.append(isCommon ? common : draw(shares[row], &generator))
            clusters.append(subject)
          }
        }
        let result = try #require(
          try cramersV(rows: rows, columns: columns, clusters: clusters))
        if result.cramersV.lower <= truth, truth <= result.cramersV.upper { held += 1 }
        effects += (result.designEffect ?? 1) / Double(draws)
      }
      #expect(Double(held) >= 0.93 * Double(draws), "\(strength): \(held)")
      #expect(abs(effects - designEffect) < 0.15 * designEffect, "\(strength): \(effects)")
    }
  }

  @Test func theDesignEffectOfSingleFacesIsOneAndOfCopiesTheirNumber() throws {
    let rows = (0..<60).map { $0 % 2 }
    let columns = (0..<60).map { $0 * 7 % 3 }
    #expect(
      independenceDesignEffect(rows: rows, columns: columns, clusters: Array(0..<60)) == 1)
    let copies = (0..<60).flatMap { Array(repeating: $0, count: 5) }
    let single = try #require(try cramersV(rows: rows, columns: columns, clusters: Array(0..<60)))
    let copied = try #require(
      try cramersV(
        rows: copies.map { rows[$0] }, columns: copies.map { columns[$0] }, clusters: copies))
    #expect(abs(try #require(copied.designEffect) - 5) < 0.25)
    #expect(abs(copied.cramersV.upper - single.cramersV.upper) < 0.02)
    #expect(abs(copied.test.pValue - single.test.pValue) < 0.05)
    #expect(
      independenceDesignEffect(rows: rows, columns: columns, clusters: rows.map { _ in 1 }) == nil)
  }

  /// Residuals that cancel within each subject leave rounding errors, which are no design effect.
  @Test func subjectsThatAllShowTheSameHaveNoDesignEffect() throws {
    let faces = (0..<31 * 7).map { (subject: $0 / 7, emotion: $0 % 7) }
    #expect(
      independenceDesignEffect(
        rows: faces.map { $0.subject % 2 }, columns: faces.map(\.emotion),
        clusters: faces.map(\.subject)) == nil)
    // Two clusters of one row each, whose columns are distributed alike.
    #expect(
      independenceDesignEffect(
        rows: [0, 0, 1, 1], columns: [0, 1, 0, 1], clusters: [0, 0, 1, 1]) == nil)
  }

  private func draw(_ shares: [Double], _ generator: inout SeededGenerator) -> Int {
    var left = generator.uniform() * shares.reduce(0, +)
    for (index, share) in shares.enumerated() {
      left -= share
      if left < 0 { return index }
    }
    return shares.count - 1
  }

  /// V of rows that are equally common.
  private func trueV(_ shares: [[Double]]) -> Double {
    let scaled = shares.map { row in row.map { $0 / row.reduce(0, +) / Double(shares.count) } }
    var square = 0.0
    for column in scaled[0].indices {
      let expected = scaled.reduce(0) { $0 + $1[column] } / Double(shares.count)
      square +=
        scaled.reduce(0) { $0 + ($1[column] - expected) * ($1[column] - expected) } / expected
    }
    return (square / Double(min(shares.count, scaled[0].count) - 1)).squareRoot()
  }

  @Test func clusteredMeansAgreeWithStatsmodels() throws {
    for item in try AssociationReference.load().means {
      let result = try #require(try clusterRobustMean(item.values, clusters: item.clusters))
      #expect(agree(result.estimate.value, item.mean))
      #expect(agree(result.estimate.lower, item.lower))
      #expect(agree(result.estimate.upper, item.upper))
      #expect(agree(result.test.statistic, item.t))
      #expect(agree(result.test.pValue, item.p))
    }
  }

  @Test func meansWithoutVariationHaveNoInterval() throws {
    #expect(try clusterRobustMean([2, 2, 2], clusters: [1, 2, 3]) == nil)
    #expect(try clusterRobustMean([1, 2], clusters: [7, 7]) == nil)
    #expect(try clusterRobustMean([], clusters: []) == nil)
  }
}
