import Analysis
import Faces
import Foundation
import Statistics
import Support
import TestSupport
import Testing

/// Values of numpy, made by Fixtures/make_shift_fixtures.py.
private struct ShiftReference: Decodable {
  struct Case: Decodable {
    let faces: Int
    let bend: Double
    let ratios: [Double]
  }
  let calibration: [Double]
  let cases: [Case]
}

@Suite struct AgeShiftTests {
  /// The faces of the fixture's formula.
  private func faces(_ item: ShiftReference.Case, cells: Int) -> [[Double]] {
    (0..<item.faces).map { face in
      let place = Double(cells) * pow((Double(face) + 0.5) / Double(item.faces), item.bend)
      let width = 1.5 + 3 * Double(face % 5) / 4
      let shares = (0..<cells).map { cell in
        let distance = (Double(cell) + 0.5 - place) / width
        return exp(-distance * distance / 2)
      }
      let total = shares.reduce(0, +)
      return shares.map { $0 / total }
    }
  }

  @Test func ratiosAgreeWithNumpy() throws {
    let reference = try JSONDecoder().decode(
      ShiftReference.self, from: Data(contentsOf: fixture("shift.json")))
    for item in reference.cases {
      let ratios = AgeShift.ratios(
        faces(item, cells: reference.calibration.count), calibration: reference.calibration)
      for (found, expected) in zip(ratios, item.ratios) { #expect(abs(found - expected) < 1e-8) }
    }
  }

  /// Faces of ages with given shares of the study's groups, and what a network says of them.
  private func drawn(
    _ count: Int, _ shares: [Double], _ generator: inout SeededGenerator
  ) -> [AgePrediction] {
    let spans = [(0.2, 3.0), (3, 8), (8, 12), (12, 17), (18, 60)]
    return (0..<count).map { number in
      var rest = (Double(number) + 0.5) / Double(count)
      let group =
        shares.firstIndex {
          rest -= $0
          return rest < 0
        } ?? 4
      let age = generator.uniform(spans[group].0, spans[group].1)
      let estimate = max(0.1, age + (0.4 + 0.16 * age) * generator.normal())
      return AgePrediction(
        image: "\(number).png", ageInYears: age,
        estimate: AgeEstimate(
          ageInYears: estimate, standardDeviationInYears: 0.4 + 0.16 * estimate), ages: .study)
    }
  }

  private let adults = [0.1, 0.1, 0.05, 0.05, 0.7]

  private func loss(_ faces: [AgePrediction], _ estimates: [AgeEstimate]) throws -> Double {
    try zip(faces, estimates).reduce(0) { sum, pair in
      let shares = try #require(pair.1.distribution).probabilities(of: .study)
      let own = AgeGrouping.study.index(ofAgeInYears: pair.0.ageInYears)
      return sum - log(max(shares[own], 0.0025)) / Double(faces.count)
    }
  }

  @Test func otherAgesAreFoundAndTheSameOnesAreLeft() throws {
    var generator = SeededGenerator(seed: 5)
    let uncertainty = try #require(
      AgeUncertainty(calibratingOn: drawn(800, adults, &generator)))
    let children = drawn(800, [0.2, 0.25, 0.2, 0.2, 0.15], &generator)
    let calibrated = children.map { uncertainty.calibrated($0.estimate) }
    let (estimates, change) = try #require(
      calibrated.reweighted(by: uncertainty, ages: .study))
    #expect(try loss(children, estimates) < loss(children, calibrated) - 0.03)
    // Expected shares come nearer to the true ones.
    #expect(abs(change.after[4] - 0.15) < abs(change.before[4] - 0.15))
    #expect(zip(estimates, calibrated).allSatisfy { $0.ageInYears == $1.ageInYears })
    #expect(change.inWords.contains("adults"))

    let same = drawn(800, adults, &generator)
    let asCalibrated = same.map { uncertainty.calibrated($0.estimate) }
    let (again, _) = try #require(asCalibrated.reweighted(by: uncertainty, ages: .study))
    #expect(try abs(loss(same, again) - loss(same, asCalibrated)) < 0.02)
  }

  @Test func equalRatiosLeaveADistributionAsItIs() throws {
    var generator = SeededGenerator(seed: 6)
    let calibrating = drawn(800, adults, &generator)
    let uncertainty = try #require(AgeUncertainty(calibratingOn: calibrating))
    let estimates = calibrating.map { uncertainty.calibrated($0.estimate) }
    let shift = try #require(
      AgeShift(of: estimates.compactMap(\.distribution), calibratedBy: uncertainty))
    let one = try AgeDistribution(ageInYears: 30, standardDeviationInYears: 2)
    // Within two years the ratio hardly changes.
    for (before, after) in zip(one.quantilesInYears, shift.reweighted(one).quantilesInYears) {
      #expect(abs(before - after) < 1)
    }
    #expect(
      AgeShift(
        of: Array(estimates.compactMap(\.distribution).prefix(AgeShift.minimumFaces - 1)),
        calibratedBy: uncertainty) == nil)
  }

  /// An estimator that takes faces for three years too old: the ages of some set the others right.
  @Test func knownAgesCorrectTheOthersLikelyAges() throws {
    var generator = SeededGenerator(seed: 7)
    let predictions = try (0..<600).map { number in
      let estimate = generator.uniform(20, 50)
      return AgePrediction(
        image: "\(number).png", ageInYears: estimate - 3 + 2 * generator.normal(),
        estimate: AgeEstimate(
          ageInYears: estimate, standardDeviationInYears: 1,
          distribution: try AgeDistribution(ageInYears: estimate, standardDeviationInYears: 1)),
        ages: .study)
    }
    let folder = try TemporaryFolder()
    let known = predictions.prefix(100).map { "\($0.image),\($0.ageInYears)" }
    let sample = try KnownAgeSample(
      contentsOf: folder.write(
        "image,age\n" + known.joined(separator: "\n") + "\n", to: "known.csv"))
    let corrected = try CorrectedPredictions(
      predictions, by: sample, paths: [:], settings: EvaluationSettings())
    #expect(corrected.predictions.map(\.image) == predictions.dropFirst(100).map(\.image))
    #expect(corrected.check.contains("100 faces of known age"))
    func covered(_ faces: some Collection<AgePrediction>) throws -> Double {
      let held = try faces.count {
        try #require($0.estimate.distribution).intervalInYears(level: 0.9).contains($0.ageInYears)
      }
      return Double(held) / Double(faces.count)
    }
    #expect(try covered(predictions.dropFirst(100)) < 0.4)
    #expect(try abs(covered(corrected.predictions) - 0.9) < 0.04)

    // One wrong age in the list stretches nothing.
    let wrong = try KnownAgeSample(
      contentsOf: folder.write(
        "image,age\n0.png,1\n" + known.dropFirst().joined(separator: "\n") + "\n",
        to: "wrong.csv"))
    let robust = try CorrectedPredictions(
      predictions, by: wrong, paths: [:], settings: EvaluationSettings())
    #expect(try abs(covered(robust.predictions) - 0.9) < 0.05)

    let few = try KnownAgeSample(
      contentsOf: folder.write("image,age\n0.png,30\n", to: "few.csv"))
    let error = #expect(throws: SmilestoneError.self) {
      try CorrectedPredictions(predictions, by: few, paths: [:], settings: EvaluationSettings())
    }
    #expect(error?.message.contains("needs 20") == true)
  }
}
