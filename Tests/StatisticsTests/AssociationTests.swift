import Foundation
import Statistics
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
      let result = try #require(try cramersV(item.table, effectiveSize: item.size))
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
