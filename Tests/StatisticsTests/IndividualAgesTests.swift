import Foundation
import Statistics
import Support
import Testing

/// Ages at which single individuals change, where they are known.
@Suite struct IndividualAgesTests {
  private static let truth = IndividualChange(
    curve: TransitionCurve(infantAsymptote: 0.3, adultAsymptote: 0.85, midpoint: 8, scale: 0.8),
    midpointDeviation: 2, levelDeviation: 0.5, classShifts: [0.3, -0.3])

  /// Individuals with three visits of six faces, and their own ages of change.
  private static func draw(_ count: Int, seed: UInt64) -> (faces: IndividualFaces, ages: [Double]) {
    var generator = SeededGenerator(seed: seed)
    var faces = IndividualFaces(agesInYears: [], classes: [], isSuccess: [], individuals: [])
    var ages: [Double] = []
    for individual in 0..<count {
      let first = generator.uniform(2, 12)
      let own = truth.curve.midpoint + truth.midpointDeviation * generator.normal()
      let level = truth.levelDeviation * generator.normal()
      ages.append(own)
      faces.individuals.append(18 * individual..<18 * (individual + 1))
      for face in 0..<18 {
        let age = first + 2 * Double(face / 6)
        let accuracy = TransitionCurve(
          infantAsymptote: 0.3, adultAsymptote: 0.85, midpoint: own, scale: 0.8
        ).accuracy(at: age)
        let logit = log(accuracy / (1 - accuracy)) + level + truth.classShifts[face % 2]
        faces.agesInYears.append(age)
        faces.classes.append(face % 2)
        faces.isSuccess.append(generator.uniform() < 1 / (1 + exp(-logit)))
      }
    }
    return (faces, ages)
  }

  @Test func ranksOfOwnAgesAreUniform() {
    let (faces, ages) = Self.draw(600, seed: 11)
    let ranks = Self.truth.shares(of: faces, below: ages)
    // Within four standard errors of 600 uniform numbers, 0.0118 and 0.0204.
    let mean = ranks.reduce(0, +) / 600
    #expect(abs(mean - 0.5) < 0.047)
    let inside = Double(ranks.count { $0 > 0.25 && $0 < 0.75 }) / 600
    #expect(abs(inside - 0.5) < 0.082)
    // Of a model in which individuals differ too little they are not.
    var narrow = Self.truth
    narrow.midpointDeviation = 0.7
    let wrong = narrow.shares(of: faces, below: ages)
    #expect(wrong.count { $0 < 0.025 || $0 > 0.975 } > 3 * ranks.count { $0 < 0.025 || $0 > 0.975 })
  }

  @Test func statedAgesHoldOwnOnesAsOftenAsTheySay() throws {
    var (inside, all) = (0, 0)
    for seed in 0..<8 as Range<UInt64> {
      let (faces, ages) = Self.draw(60, seed: 100 + seed)
      let fit = try #require(
        try IndividualChangeFitter(midpoints: 1...18).fit(faces, from: Self.truth.curve))
      inside += zip(fit.ages, ages).count {
        abs($0.ageInYears - $1) < 1.96 * $0.standardDeviationInYears
      }
      all += ages.count
    }
    #expect(all == 480)
    // 95%, but for what 480 children in eight cohorts leave open.
    #expect((0.9...0.99).contains(Double(inside) / Double(all)))
  }

  @Test func anEstimateOfNoDifferenceLeavesAgesUncertain() throws {
    // Individuals drawn alike, so that the best standard deviation between them is small or 0.
    let (faces, _) = Self.draw(40, seed: 7)
    var alike = faces
    alike.isSuccess = faces.agesInYears.enumerated().map { place, age in
      (age > 8) != (place % 5 == 0)
    }
    let fit = try #require(
      try IndividualChangeFitter(midpoints: 1...18).fit(alike, from: Self.truth.curve))
    #expect(fit.midpointDeviationInterval.lower == 0)
    #expect(fit.ages.allSatisfy { $0.standardDeviationInYears > 0.05 })
  }
}
