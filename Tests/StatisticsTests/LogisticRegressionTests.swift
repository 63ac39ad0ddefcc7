import Statistics
import Testing

private func design(_ item: CurveReference.Logistic) throws -> DesignMatrix {
  let columns: [[Double]]
  switch item.name {
  case "linear": columns = [item.ages]
  case "quadratic": columns = [item.ages, item.ages.map { $0 * $0 }]
  default:
    let spline = try #require(RestrictedCubicSpline(fourKnotsFor: item.ages))
    let terms = item.ages.map(spline.terms)
    columns = (0..<3).map { column in terms.map { $0[column] } }
  }
  return DesignMatrix(rowCount: item.ages.count, columns: columns)
}

@Suite struct LogisticRegressionTests {
  @Test func agreesWithStatsmodels() throws {
    for item in try CurveReference.load().logistic {
      let fit = try #require(
        LogisticRegression(
          try design(item), outcomes: item.outcomes, clusterOfRow: item.clusters))
      for column in item.coefficients.indices {
        #expect(near(fit.coefficients[column], item.coefficients[column]), "\(item.name)")
        #expect(near(fit.covariance[column][column].squareRoot(), item.errors[column]))
      }
      #expect(near(fit.logLikelihood, item.logLikelihood))
      for test in item.tests {
        let result = try #require(try fit.waldTest(of: test.columns))
        #expect(near(result.statistic, test.statistic))
        #expect(near(result.pValue, test.p))
      }
      let terms = (1..<item.coefficients.count).map { try? design(item)[3, $0] }
      let point = try fit.probability(at: terms.compactMap(\.self))
      #expect(near(point.value, item.curve[0]))
      #expect(near(point.lower, item.curve[1]))
      #expect(near(point.upper, item.curve[2]))
    }
  }

  @Test func likelihoodRatioIsForIndependentFacesOnly() throws {
    for item in try CurveReference.load().logistic {
      let fit = try #require(
        LogisticRegression(
          try design(item), outcomes: item.outcomes, clusterOfRow: item.clusters))
      let null = try #require(
        LogisticRegression(
          DesignMatrix(rowCount: item.ages.count, columns: []), outcomes: item.outcomes,
          clusterOfRow: item.clusters))
      let test = try fit.likelihoodRatioTest(against: null)
      if fit.isClustered {
        #expect(test == nil)
      } else {
        #expect(near(test?.statistic, item.likelihoodRatio))
        #expect(near(test?.pValue, item.likelihoodRatioP))
      }
    }
  }

  @Test func splineTermsAgreeWithTheFormula() throws {
    for item in try CurveReference.load().logistic where item.name == "spline" {
      let spline = try #require(RestrictedCubicSpline(fourKnotsFor: item.ages))
      for (knot, reference) in zip(spline.knots, item.knots) { #expect(near(knot, reference)) }
      for (age, terms) in zip(item.ages, item.terms) {
        for (term, reference) in zip(spline.terms(at: age), terms) {
          #expect(near(term, reference))
        }
      }
    }
    #expect(RestrictedCubicSpline(fourKnotsFor: [3, 3, 3, 3, 9]) == nil)
    #expect(RestrictedCubicSpline(fourKnotsFor: []) == nil)
  }

  @Test func undefinedFitsAreNil() {
    func fit(_ ages: [Double], _ outcomes: [Bool], _ clusters: [Int]) -> LogisticRegression? {
      LogisticRegression(
        DesignMatrix(rowCount: ages.count, columns: [ages]), outcomes: outcomes,
        clusterOfRow: clusters)
    }
    let ages: [Double] = [1, 2, 3, 4, 5, 6]
    let mixed = [true, false, true, false, true, false]
    let own = Array(0..<6)
    #expect(fit(ages, mixed, own) != nil)
    #expect(fit([], [], []) == nil)
    #expect(fit(ages, Array(repeating: true, count: 6), own) == nil)
    #expect(fit(ages, [false, false, false, true, true, true], own) == nil)
    #expect(fit(Array(repeating: 4, count: 6), mixed, own) == nil)
    #expect(fit(ages, mixed, Array(repeating: 0, count: 6)) == nil)
    // Two clusters cannot test two terms.
    let twoTerms = LogisticRegression(
      DesignMatrix(rowCount: 6, columns: [ages, [1, 0, 0, 2, 0, 1]]), outcomes: mixed,
      clusterOfRow: [0, 0, 0, 1, 1, 1])
    #expect((try? twoTerms?.waldTest(of: [1, 2])) == .some(nil))
  }

  @Test func fDistributionAgreesWithScipy() throws {
    for item in try CurveReference.load().fDistribution {
      let distribution = FDistribution(numerator: item.numerator, denominator: item.denominator)
      #expect(near(try distribution.cumulative(item.x), item.lower))
      #expect(near(try distribution.cumulative(item.x, tail: .upper), item.upper))
    }
  }
}
