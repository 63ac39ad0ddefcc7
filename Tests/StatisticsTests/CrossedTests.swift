import Foundation
import Statistics
import Support
import Testing

/// Values of R's lme4, made by Fixtures/make_crossed_fixtures.R.
private struct CrossedReference: Decodable {
  struct Case: Decodable {
    let name: String
    let subject: [Int]
    let face: [Int]
    let rater: [Int]
    let rank: [Double]
    let outcome: [Bool]
    let hasSlope: Bool
    let coefficients: [Double]
    let standardErrors: [Double]
    /// Of subjects, faces, raters and raters' slopes.
    let deviations: [Double]
    let logLikelihood: Double

    var judgements: CrossedJudgements {
      CrossedJudgements(
        design: DesignMatrix(rowCount: rank.count, columns: [rank]), outcomes: outcome,
        subjects: subject, faces: face, raters: rater, raterSlope: hasSlope ? 1 : nil)
    }
  }
  let cases: [Case]
}

@Suite struct CrossedTests {
  @Test func crossedLevelsAgreeWithLme4() throws {
    let reference: CrossedReference = try fixture("crossed")
    for item in reference.cases {
      let model = try #require(try CrossedLogistic(item.judgements), "\(item.name)")
      #expect(abs(model.logLikelihood - item.logLikelihood) < 1e-6, "\(item.name)")
      let deviations = [
        model.subjectDeviation, model.faceDeviation, model.raterDeviation, model.slopeDeviation,
      ]
      for (found, expected) in zip(deviations, item.deviations) {
        #expect(abs(found - expected) < 2e-5, "\(item.name): \(deviations)")
      }
      for column in item.coefficients.indices {
        #expect(abs(model.fit.values[column] - item.coefficients[column]) < 1e-5, "\(item.name)")
        let error = model.fit.covariance[column][column].squareRoot()
        // lme4 differences its likelihood numerically.
        #expect(abs(error / item.standardErrors[column] - 1) < 1e-4, "\(item.name): \(error)")
      }
    }
  }

  /// Faces of subjects, by raters of whom some say yes more often.
  private func judgements(raters: Int, _ outcome: (_ face: Int, _ rater: Int) -> Bool)
    -> CrossedJudgements
  {
    let pairs = (0..<60).flatMap { face in (0..<raters).map { (face, $0) } }
    return CrossedJudgements(
      design: DesignMatrix(rowCount: pairs.count, columns: []),
      outcomes: pairs.map { outcome($0.0, $0.1) }, subjects: pairs.map { $0.0 / 3 },
      faces: pairs.map(\.0), raters: pairs.map(\.1))
  }

  @Test func thereIsNoEstimateWhereOneCannotBe() throws {
    let drawn = { (face: Int, rater: Int) in (7 * face + 3 * rater + face * rater) % 5 < 3 }
    #expect(try CrossedLogistic(judgements(raters: 3, drawn)) != nil)
    #expect(try CrossedLogistic(judgements(raters: 1, drawn)) == nil)
    #expect(try CrossedLogistic(judgements(raters: 101, drawn)) == nil)
    #expect(try CrossedLogistic(judgements(raters: 3) { _, _ in true }) == nil)
    // Raters agree on every face: the deviation of faces has no bound.
    #expect(try CrossedLogistic(judgements(raters: 3) { face, _ in face % 2 == 0 }) == nil)
    // A term separates.
    let separated = CrossedJudgements(
      design: DesignMatrix(rowCount: 60, columns: [(0..<60).map { Double($0) - 29.5 }]),
      outcomes: (0..<60).map { $0 > 29 }, subjects: (0..<60).map { $0 }, faces: (0..<60).map { $0 },
      raters: (0..<60).map { $0 % 4 })
    #expect(try CrossedLogistic(separated) == nil)
  }

  @Test func theOrderOfJudgementsMeansNothing() throws {
    let reference: CrossedReference = try fixture("crossed")
    let item = try #require(reference.cases.first { $0.hasSlope })
    let all = item.judgements
    let order = Array(all.outcomes.indices.reversed())
    let reversed = CrossedJudgements(
      design: DesignMatrix(rowCount: order.count, columns: [order.map { item.rank[$0] }]),
      outcomes: order.map { all.outcomes[$0] }, subjects: order.map { all.subjects[$0] },
      faces: order.map { all.faces[$0] }, raters: order.map { all.raters[$0] }, raterSlope: 1)
    #expect(try CrossedLogistic(reversed) == CrossedLogistic(all))
  }

  /// By scipy's chi-squared distribution and Brent's method.
  @Test(arguments: [(2, 3.2358675935), (3, 2.6945943850), (10, 2.1496783425), (100, 1.9780257453)])
  func likelihoodsOfFewLevelsMayFallFurther(levels: Int, root: Double) throws {
    #expect(abs(try SmallSampleCritical.root(levels: levels, level: 0.95) - root) < 1e-8)
  }

  @Test func meanProbabilitiesAreThoseOfDenseSums() throws {
    let reference: CrossedReference = try fixture("crossed")
    let model = try #require(try CrossedLogistic(reference.cases[2].judgements))
    let deviation = (pow(model.faceDeviation, 2) + 0.25).squareRoot()
    var (sum, weights) = (0.0, 0.0)
    for step in -4000...4000 {
      let place = Double(step) / 500
      let weight = exp(-place * place / 2)
      sum += weight / (1 + exp(-0.7 - deviation * place))
      weights += weight
    }
    #expect(
      abs(model.meanProbability(atLogit: 0.7, raterDeviation: 0.5) - sum / weights) < 1e-6)
  }
}
