import Statistics
import Testing

/// Against krippendorff, pingouin and scikit-learn: Fixtures/make_reliability_fixtures.py.
@Suite struct ReliabilityTests {
  struct Reference: Decodable {
    struct Alpha: Decodable {
      let ratings: [[Int]]
      let classes: Int
      let alpha: [String: Double]
    }
    struct Kappa: Decodable {
      let first: [Int]
      let second: [Int]
      let classes: Int
      let kappa: [String: Double]
    }
    struct Correlation: Decodable {
      let ratings: [[Double]]
      let icc: [Double]
    }
    let alpha: [Alpha]
    let kappa: [Kappa]
    let icc: [Correlation]
  }

  private let reference: Reference

  init() throws { reference = try fixture("reliability") }

  @Test func krippendorffsAlphaEqualsThePackages() throws {
    for item in reference.alpha {
      var alpha = KrippendorffsAlpha(classCount: item.classes)
      for unit in item.ratings[0].indices {
        var counts = [Double](repeating: 0, count: item.classes)
        for rater in item.ratings where rater[unit] >= 0 { counts[rater[unit]] += 1 }
        alpha.add(counts)
      }
      for metric in KrippendorffsAlpha.Metric.allCases {
        let value = try #require(alpha.value(metric))
        #expect(abs(value - (item.alpha[metric.rawValue] ?? .nan)) < 1e-8)
      }
    }
  }

  @Test func kappaEqualsScikitLearns() throws {
    for item in reference.kappa {
      var table = Array(repeating: [Double](repeating: 0, count: item.classes), count: item.classes)
      for (first, second) in zip(item.first, item.second) { table[first][second] += 1 }
      for weights in KappaWeights.allCases {
        let value = try #require(weightedKappa(table, weights: weights))
        #expect(abs(value - (item.kappa[weights.rawValue] ?? .nan)) < 1e-8)
      }
      let agreed = table.indices.reduce(0) { $0 + table[$1][$1] }
      let plain = cohensKappa(
        agreed: agreed, first: table.map { $0.reduce(0, +) },
        second: table.indices.map { column in table.reduce(0) { $0 + $1[column] } })
      #expect(abs((plain ?? .nan) - (item.kappa["none"] ?? .nan)) < 1e-8)
    }
  }

  @Test func intraclassCorrelationEqualsPingouins() throws {
    for item in reference.icc {
      let found = try #require(IntraclassCorrelation(item.ratings))
      for (value, expected) in zip(
        [found.oneWay, found.absoluteAgreement, found.consistency], item.icc)
      {
        #expect(abs((value ?? .nan) - expected) < 1e-8)
      }
    }
  }

  @Test func whatIsUndefinedIsNil() {
    #expect(KrippendorffsAlpha(classCount: 2).value(.nominal) == nil)
    var alike = KrippendorffsAlpha(classCount: 2)
    alike.add([3, 0], count: 5)
    #expect(alike.value(.nominal) == nil)
    #expect(weightedKappa([[5, 0], [0, 0]], weights: .linear) == nil)
    #expect(IntraclassCorrelation([[1, 2]]) == nil)
    #expect(IntraclassCorrelation([[1, 1], [1, 1]])?.consistency == nil)
  }
}
