import Foundation
import Statistics
import Testing

/// Values of statsmodels, made by Fixtures/make_linear_fixtures.py.
private struct LinearReference: Decodable {
  struct Regression: Decodable {
    let columns: [[Double]]
    let outcomes: [Double]
    let clusters: [Int]
    let coefficients: [Double]
    let errors: [Double]
    let lower: [Double]
    let upper: [Double]
    let weights: [Double]
    /// Value, lower and upper bound.
    let contrast: [Double]
    /// F and p.
    let wald: [Double]

    var design: DesignMatrix { DesignMatrix(rowCount: outcomes.count, columns: columns) }
  }

  let regressions: [Regression]

  static func load() throws -> LinearReference { try fixture("linear") }
}

@Suite struct LinearRegressionTests {
  @Test func agreesWithStatsmodels() throws {
    for item in try LinearReference.load().regressions {
      let regression = try #require(
        LinearRegression(item.design, outcomes: item.outcomes, clusterOfRow: item.clusters))
      let isClustered = regression.clusters < regression.observations
      for column in item.coefficients.indices {
        let estimate = try regression.fit.coefficient(column)
        #expect(agree(estimate.value, item.coefficients[column]))
        #expect(agree(estimate.lower, item.lower[column]))
        #expect(agree(estimate.upper, item.upper[column]))
        #expect(
          agree(regression.fit.covariance[column][column].squareRoot(), item.errors[column]))
      }
      let contrast = try regression.fit.combination(item.weights)
      #expect(agree(contrast.value, item.contrast[0]))
      #expect(agree(contrast.lower, item.contrast[1]))
      #expect(agree(contrast.upper, item.contrast[2]))
      #expect(contrast.method == (isClustered ? "cluster-robust t" : "robust t"))
      let wald = try #require(try regression.fit.waldTest(of: [1, 2]))
      #expect(agree(wald.statistic, item.wald[0]))
      #expect(agree(wald.pValue, item.wald[1]))
    }
  }

  @Test func whatCannotBeFittedIsNil() {
    let clusters = [0, 1, 2, 3]
    func fit(_ columns: [[Double]], _ outcomes: [Double], _ clusters: [Int]) -> LinearRegression? {
      LinearRegression(
        DesignMatrix(rowCount: outcomes.count, columns: columns), outcomes: outcomes,
        clusterOfRow: clusters)
    }
    // Terms that depend on each other; one cluster; no more rows than terms; no spread.
    #expect(fit([[1, 2, 3, 4], [2, 4, 6, 8]], [1, 0, 1, 2], clusters) == nil)
    #expect(fit([[1, 2, 3, 4]], [1, 0, 1, 2], [0, 0, 0, 0]) == nil)
    #expect(fit([[1, 2]], [1, 0], [0, 1]) == nil)
    #expect(fit([[1, 2, 3, 4]], [3, 5, 7, 9], clusters) == nil)
    #expect(fit([[1, 2, 3, 4]], [3, 5, 7, 9.1], clusters) != nil)
  }
}
