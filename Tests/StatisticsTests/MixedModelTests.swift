import Foundation
import Statistics
import Testing

/// Values of R's lme4, and of dense quadrature with R's optim, made by Fixtures/make_mixed_fixtures.R.
private struct MixedReference: Decodable {
  struct Intercept: Decodable {
    let name: String
    let cluster: [Int]
    let between: [Double]
    let within: [Double]
    let outcome: [Bool]
    let coefficients: [Double]
    let standardErrors: [Double]
    let deviation: Double
  }
  struct Change: Decodable {
    let age: [Double]
    let individual: [Int]
    let `class`: [Int]
    let success: [Bool]
    let places: [[Double]]
    let logLikelihoods: [Double]

    /// In R's order: both levels, midpoint, ln scale, both deviations, shifts but the last.
    static func change(_ parameters: [Double]) -> IndividualChange {
      let shifts = Array(parameters.dropFirst(6))
      return IndividualChange(
        curve: TransitionCurve(
          infantAsymptote: parameters[0], adultAsymptote: parameters[1], midpoint: parameters[2],
          scale: exp(parameters[3])), midpointDeviation: parameters[4],
        levelDeviation: parameters[5], classShifts: shifts + [-shifts.reduce(0, +)])
    }

    var faces: IndividualFaces {
      IndividualFaces(
        agesInYears: age, classes: `class`, isSuccess: success, individuals: runs(individual))
    }
  }
  let intercepts: [Intercept]
  let change: Change

  static func load() throws -> MixedReference { try fixture("mixed") }
}

/// Ranges of equal successive numbers.
private func runs(_ numbers: [Int]) -> [Range<Int>] {
  var ranges: [Range<Int>] = []
  for index in numbers.indices {
    if index > 0, numbers[index] == numbers[index - 1], let last = ranges.popLast() {
      ranges.append(last.lowerBound..<index + 1)
    } else {
      ranges.append(index..<index + 1)
    }
  }
  return ranges
}

@Suite struct MixedModelTests {
  @Test func randomInterceptsAgreeWithLme4() throws {
    for item in try MixedReference.load().intercepts {
      let model = try #require(
        RandomInterceptLogistic(
          DesignMatrix(rowCount: item.outcome.count, columns: [item.between, item.within]),
          outcomes: item.outcome, clusters: runs(item.cluster)), "\(item.name)")
      for column in item.coefficients.indices {
        #expect(abs(model.fit.values[column] - item.coefficients[column]) < 1e-4, "\(item.name)")
        let error = model.fit.covariance[column][column].squareRoot()
        // lme4 differences its likelihood numerically.
        #expect(abs(error / item.standardErrors[column] - 1) < 2e-3, "\(item.name)")
      }
      #expect(abs(model.standardDeviation - item.deviation) < 2e-4, "\(item.name)")
    }
  }

  @Test func randomInterceptsNeedBothOutcomes() {
    let design = DesignMatrix(rowCount: 4, columns: [])
    #expect(
      RandomInterceptLogistic(
        design, outcomes: [true, true, true, true], clusters: [0..<2, 2..<4]) == nil)
  }

  @Test func likelihoodOfChangesAgreesWithDenseQuadrature() throws {
    let reference = try MixedReference.load().change
    for (parameters, expected) in zip(reference.places, reference.logLikelihoods) {
      let own = MixedReference.Change.change(parameters).logLikelihood(of: reference.faces)
      #expect(abs(own - expected) < 5e-5, "\(parameters)")
    }
  }

  /// 150 individuals with four visits, drawn with the second place's parameters: 8 years, standard deviation 1.5.
  @Test func changesOfIndividualsHaveTheLargestLikelihood() throws {
    let reference = try MixedReference.load().change
    let fit = try #require(
      try IndividualChangeFitter(midpoints: 1...16).fit(
        reference.faces,
        from: TransitionCurve(
          infantAsymptote: 0.4, adultAsymptote: 0.75, midpoint: 7, scale: 1.5)))
    let change = fit.change
    #expect(abs(change.logLikelihood(of: reference.faces) - fit.logLikelihood) < 1e-9)
    #expect(fit.logLikelihood >= reference.logLikelihoods.max() ?? 0)
    func nearby(_ move: (inout IndividualChange) -> Void) -> Double {
      var moved = change
      move(&moved)
      return moved.logLikelihood(of: reference.faces)
    }
    for sign in [-1.0, 1] {
      let moves: [(inout IndividualChange) -> Void] = [
        { $0.curve.infantAsymptote += 0.01 * sign }, { $0.curve.adultAsymptote += 0.01 * sign },
        { $0.curve.midpoint += 0.1 * sign }, { $0.curve.scale *= exp(0.1 * sign) },
        { $0.midpointDeviation += 0.1 * sign }, { $0.levelDeviation += 0.05 * sign },
        {
          $0.classShifts[0] += 0.05 * sign
          $0.classShifts[2] -= 0.05 * sign
        },
      ]
      for (place, move) in moves.enumerated() {
        #expect(nearby(move) < fit.logLikelihood, "parameter \(place), \(sign)")
      }
    }
    // Climbing does not end before the peak: from elsewhere it ends at the same place.
    let other = try #require(
      try IndividualChangeFitter(midpoints: 1...16).fit(
        reference.faces,
        from: TransitionCurve(
          infantAsymptote: 0.3, adultAsymptote: 0.9, midpoint: 10, scale: 3)))
    #expect(abs(other.logLikelihood - fit.logLikelihood) < 1e-7)
    #expect(abs(other.change.curve.midpoint - change.curve.midpoint) < 1e-4)
    #expect(fit.midpointInterval.contains(8))
    #expect(fit.midpointDeviationInterval.contains(1.5))
    // At the bounds the likelihood has fallen by half of chi-squared's 3.84, with all else fitted again.
    let upper = try #require(fit.midpointInterval.upper)
    let there = try #require(
      try IndividualChangeFitter(midpoints: upper...upper + 1e-6).fit(
        reference.faces, from: change.curve))
    #expect(abs(2 * (fit.logLikelihood - there.logLikelihood) - 3.841) < 0.02)
    // Individuals are drawn towards the mean, the more the less their faces say: their ages and what is left open of them
    // differ less than individuals may.
    #expect(fit.ages.count == 150)
    let variances = fit.ages.map { $0.standardDeviationInYears * $0.standardDeviationInYears }
    let largest = try #require(fit.midpointDeviationInterval.upper)
    #expect(variances.reduce(0, +) / 150 < largest * largest)
    let ages = fit.ages.map(\.ageInYears)
    #expect(ages.allSatisfy { abs($0 - change.curve.midpoint) < 3 * largest })
  }

  @Test func manyFacesOfOneIndividualStayExact() {
    // 2,000 faces at one age: the likelihood is that of a known level, however narrow the posterior is.
    let faces = IndividualFaces(
      agesInYears: Array(repeating: 3, count: 2_000), classes: Array(repeating: 0, count: 2_000),
      isSuccess: (0..<2_000).map { $0 % 4 != 0 }, individuals: [0..<2_000])
    func logLikelihood(_ deviation: Double) -> Double {
      MixedReference.Change.change([0.5, 0.9, 8, 0, 0, deviation]).logLikelihood(of: faces)
    }
    // By Laplace's method about the level at which three of four are right.
    let (share, young) = (0.75, 0.5 + 0.4 / (1 + exp(5.0)))
    let level = log(share / (1 - share)) - log(young / (1 - young))
    let deviation = 1.0
    let information = 2_000 * share * (1 - share) + 1 / (deviation * deviation)
    let laplace =
      1_500 * log(share) + 500 * log(1 - share) - level * level / 2 - log(deviation)
      - log(information) / 2
    #expect(abs(logLikelihood(deviation) - laplace) < 0.01)
  }

  @Test func oneAgeForAllIsNotRejectedWhereAllChangeAtOnce() throws {
    // Two faces below 6 years and two above, three of four as expected.
    var (ages, successes): ([Double], [Bool]) = ([], [])
    for child in 0..<80 {
      let first = 1 + Double(child % 8)
      for visit in 0..<4 {
        let age = first + 1.5 * Double(visit)
        ages.append(age)
        successes.append((age > 6) != ((child + 3 * visit) % 5 == 0))
      }
    }
    let fit = try #require(
      try IndividualChangeFitter(midpoints: 1...13).fit(
        IndividualFaces(
          agesInYears: ages, classes: Array(repeating: 0, count: ages.count),
          isSuccess: successes, individuals: (0..<80).map { 4 * $0..<4 * $0 + 4 }),
        from: TransitionCurve(
          infantAsymptote: 0.2, adultAsymptote: 0.8, midpoint: 6, scale: 0.6)))
    #expect(fit.commonAge.pValue > 0.05)
    #expect(fit.midpointDeviationInterval.lower == 0)
    #expect(abs(fit.change.curve.midpoint - 6) < 0.7)
  }
}
