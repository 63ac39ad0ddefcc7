import Foundation
import Statistics
import Support
import Testing

/// Values from scipy and dense matrices, made by Fixtures/make_transition_fixtures.py.
struct ClusterReference: Decodable, Sendable {
  struct Slope: Decodable, Sendable {
    let trials: [[Double]]
    let successes: [[Double]]
    let slope: Double
    let standardError: Double
    let degreesOfFreedom: Double
    let lower: Double
    let upper: Double
    let t: Double
    let p: Double
  }
  struct Pooled: Decodable, Sendable {
    let estimates: [Double]
    let standardErrors: [Double]
    let completeDegreesOfFreedom: Double
    let value: Double
    let standardError: Double
    let degreesOfFreedom: Double
    let missingShare: Double
    let lower: Double
    let upper: Double
    let p: Double
  }
  struct Skewed: Decodable, Sendable {
    let values: [Double]
    let statistic: Double
    let p: Double
  }
  let slopes: [Slope]
  let pooled: [Pooled]
  let skewed: [Skewed]

  static func load() throws -> ClusterReference { try fixture("cluster-robust") }
}

@Suite struct ClusterRobustTests {
  @Test func slopeAgreesWithDenseMatrices() throws {
    for item in try ClusterReference.load().slopes {
      let scores = item.trials[0].indices.map { Optional(Double($0)) }
      let error = try clusterRobustError(of: counts(item), scores: scores)
      #expect(agree(error?.value, item.slope))
      #expect(agree(error?.standardError, item.standardError))
      #expect(agree(error?.degreesOfFreedom, item.degreesOfFreedom))
      let fit = try clusterRobustSlope(of: counts(item), scores: scores)
      #expect(agree(fit?.estimate.lower, item.lower))
      #expect(agree(fit?.estimate.upper, item.upper))
      #expect(agree(fit?.test.statistic, item.t))
      #expect(agree(fit?.test.pValue, item.p))
    }
  }

  @Test func differenceIsTheSlopeBetweenTwoGroups() throws {
    let item = try #require(try ClusterReference.load().slopes.last)
    let fit = try clusterRobustDifference(of: counts(item), group: 1, minus: 0)
    #expect(agree(fit?.estimate.value, item.slope))
    #expect(agree(fit?.test.statistic, item.t))
    #expect(agree(fit?.test.pValue, item.p))
  }

  @Test func groupsWithoutScoreAreLeftOut() throws {
    let item = try #require(try ClusterReference.load().slopes.first)
    var changed = counts(item)
    for cluster in 0..<changed.count { changed[cluster, 2] += 5 }
    let scores: [Double?] = [0, 1, nil]
    #expect(
      try clusterRobustSlope(of: counts(item), scores: scores)
        == clusterRobustSlope(of: changed, scores: scores))
  }

  @Test func withoutStandardDeviationThereIsNoTest() throws {
    #expect(
      try clusterRobustSlope(of: ClusterSums(count: 0, width: 4), scores: [0, 1]) == nil)
    var allRight = ClusterSums(count: 6, width: 4)
    for cluster in 0..<6 {
      allRight[cluster, cluster % 2] = 3
      allRight[cluster, 2 + cluster % 2] = 3
    }
    #expect(try clusterRobustSlope(of: allRight, scores: [0, 1]) == nil)
    #expect(try clusterRobustDifference(of: allRight, group: 0, minus: 1) == nil)
    #expect(throws: SmilestoneError.self) {
      try clusterRobustSlope(of: allRight, scores: [0, 1, 2])
    }
  }

  private func counts(_ item: ClusterReference.Slope) -> ClusterSums {
    let groups = item.trials[0].count
    var sums = ClusterSums(count: item.trials.count, width: 2 * groups)
    for cluster in item.trials.indices {
      for group in 0..<groups {
        sums[cluster, group] = item.trials[cluster][group]
        sums[cluster, groups + group] = item.successes[cluster][group]
      }
    }
    return sums
  }
}

@Suite struct RubinsRulesTests {
  @Test func poolsAsRubinAndBarnardSay() throws {
    for item in try ClusterReference.load().pooled {
      let result = try #require(
        pooledByRubinsRules(
          zip(item.estimates, item.standardErrors).map {
            ErrorEstimate(
              value: $0, standardError: $1, degreesOfFreedom: item.completeDegreesOfFreedom)
          }))
      #expect(agree(result.pooled.value, item.value))
      #expect(agree(result.pooled.standardError, item.standardError))
      #expect(agree(result.pooled.degreesOfFreedom, item.degreesOfFreedom))
      #expect(agree(result.missingShare, item.missingShare))
      let tested = try result.pooled.tested(named: "t", method: "Rubin", level: 0.95)
      #expect(agree(tested.estimate.lower, item.lower))
      #expect(agree(tested.estimate.upper, item.upper))
      #expect(agree(tested.test.pValue, item.p))
    }
  }

  @Test func oneImputationSaysNothingOfWhatIsMissing() {
    let one = ErrorEstimate(value: 1, standardError: 0.1, degreesOfFreedom: 9)
    #expect(pooledByRubinsRules([one]) == nil)
    #expect(pooledByRubinsRules([]) == nil)
  }
}

@Suite struct SkewnessAdjustedTests {
  @Test func agreesWithHallsFormula() throws {
    for item in try ClusterReference.load().skewed {
      let test = try skewnessAdjustedMeanGreaterThanZeroTest(item.values)
      #expect(agree(test?.statistic, item.statistic))
      #expect(agree(test?.pValue, item.p))
    }
  }

  @Test func withoutStandardDeviationThereIsNoTest() throws {
    #expect(try skewnessAdjustedMeanGreaterThanZeroTest([0.1, 0.1, 0.1]) == nil)
    #expect(try skewnessAdjustedMeanGreaterThanZeroTest([1]) == nil)
  }
}
