import Faces
import Foundation
import Statistics
import Testing

@testable import Analysis

@Suite struct BinnedAccuracyTests {
  /// A table in which the adult model is right from a known age on.
  private var analysis: TransitionAnalysis {
    get throws {
      let rows = (0..<420).map { face -> PredictionRow in
        let age = 0.5 + Double(face) / 420 * 30
        let emotion = LabelScheme.emotions7.emotions[face % 7]
        let isRight = age > 8 ? face % 4 != 0 : face % 5 == 0
        return PredictionRow(
          image: "\(face).png", subject: "s\(face / 3)", source: "made", split: "test", age: age,
          ageGroup: AgeGrouping.study.group(ofAgeInYears: age), emotion: emotion, model: "adult",
          predicted: isRight ? emotion : LabelScheme.emotions7.emotions[(face + 1) % 7],
          probabilities: Array(repeating: 1 / 7, count: 7))
      }
      var settings = TransitionSettings()
      settings.replicates = 120
      settings.flatSimulations = 19
      settings.boundSimulations = 19
      return try TransitionAnalysis(
        predictions: PredictionTable(rows: rows, vocabulary: .study), settings: settings)
    }
  }

  @Test func binsHoldEquallyManyFacesAndTheCurveItsBand() throws {
    let model = try #require(try analysis.models.first)
    let bins = try #require(model.binned)
    #expect(bins.count > 5 && bins.count <= 12)
    for (bin, next) in zip(bins, bins.dropFirst()) { #expect(bin.age < next.age) }
    for bin in bins {
      #expect((33...35).contains(bin.n))
      #expect(bin.accuracy.lower <= bin.accuracy.value && bin.accuracy.value <= bin.accuracy.upper)
      #expect(bin.accuracy.lower >= 0 && bin.accuracy.upper <= 1)
      #expect(
        bin.age > 9 ? bin.accuracy.value > 0.5 : bin.age < 7 ? bin.accuracy.value < 0.5 : true)
    }
    let curve = try #require(model.curve)
    let band = try #require(curve.band)
    #expect(band.count == 41)
    let inside = band.count { bound in
      (bound.lower...bound.upper).contains(curve.logistic.accuracy(at: bound.age))
    }
    #expect(inside >= 39)
  }

  @Test func fewCurvesHaveNoBand() {
    let curve = TransitionCurve(infantAsymptote: 0.2, adultAsymptote: 0.8, midpoint: 8, scale: 1)
    let few = Array(repeating: curve, count: 99)
    #expect(CurveBound.band(of: few, ages: [1, 30], level: 0.95) == nil)
    let same = CurveBound.band(of: few + [curve], ages: [1, 30], level: 0.95)
    #expect(
      same?.allSatisfy { $0.lower == $0.upper && $0.lower == curve.accuracy(at: $0.age) } == true)
  }
}
