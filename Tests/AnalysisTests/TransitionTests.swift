import Analysis
import Faces
import Foundation
import Statistics
import Support
import Testing

/// Faces of subjects of all ages whose predictions follow a curve over age.
private struct Invented {
  var subjects = 400
  var facesPerSubject = 4
  var seed: UInt64 = 1
  /// Per model the chance of a correct prediction at an age.
  var models: [(name: String, accuracy: (Double) -> Double)]

  var table: PredictionTable {
    var generator = SeededGenerator(seed: seed)
    var rows: [PredictionRow] = []
    for subject in 0..<subjects {
      let spans = [(0.3, 3.0), (3, 8), (8, 12), (12, 17), (18, 40)]
      let span = spans[subject % 5]
      let age = generator.uniform(span.0, span.1)
      for face in 0..<facesPerSubject {
        let emotion = LabelScheme.emotions7.emotions[(subject / 5 + face) % 7]
        for model in models {
          let isRight = generator.uniform() < model.accuracy(age)
          rows.append(
            PredictionRow(
              image: "\(subject)-\(face)", subject: "s\(subject)", split: "test", age: age,
              ageGroup: AgeGrouping.study.group(ofAgeInYears: age), emotion: emotion,
              model: model.name,
              predicted: isRight ? emotion : emotion.next,
              probabilities: [1, 0, 0, 0, 0, 0, 0]))
        }
      }
    }
    return PredictionTable(rows: rows, vocabulary: .study)
  }
}

private func curve(
  _ infant: Double, _ adult: Double, at midpoint: Double, scale: Double = 1
) -> (Double) -> Double {
  TransitionCurve(
    infantAsymptote: infant, adultAsymptote: adult, midpoint: midpoint, scale: scale
  ).accuracy(at:)
}

private let few = TransitionSettings(
  replicates: 60, boundSimulations: 39, flatSimulations: 99, levellingSimulations: 39)

@Suite struct TransitionTests {
  @Test func findsTheTransitionAndTheCrossing() throws {
    let invented = Invented(models: [
      ("infant", curve(0.7, 0.35, at: 8)), ("adult", curve(0.35, 0.8, at: 8)),
    ])
    let analysis = try TransitionAnalysis(predictions: invented.table, settings: few)
    #expect(analysis.models.map(\.model) == ["infant", "adult"])
    for model in analysis.models {
      let fitted = try #require(model.curve)
      #expect(model.n == 1600)
      #expect(model.subjects == 400)
      #expect(abs(fitted.logistic.midpoint - 8) < 1.5)
      #expect(fitted.profileInterval.contains(8))
      #expect(fitted.bootstrapInterval?.contains(8) == true)
      #expect(try #require(fitted.profileInterval.width) < 5)
      #expect(fitted.noTransitionTest?.pValue == 0.01)
      #expect(try #require(fitted.stillChangingTest?.pValue) < 0.1)
      #expect(fitted.isClaimed)
      #expect(fitted.segmentedAgrees)
      #expect(model.byEmotion.count == 7)
      #expect(
        model.byEmotion.allSatisfy { $0.adjustedPValue ?? 1 >= $0.noTransitionTest?.pValue ?? 0 })
    }
    let rising = try #require(analysis.models[1].curve?.logistic)
    #expect(abs(rising.infantAsymptote - 0.35) < 0.1)
    #expect(abs(rising.adultAsymptote - 0.8) < 0.05)
    // 0.7 − 0.35 x = 0.35 + 0.45 x at x = 0.4375: 8 + ln(0.4375 / 0.5625) = 7.75.
    let crossing = try #require(analysis.crossing)
    #expect(abs(try #require(crossing.age) - 7.75) < 1.2)
    #expect(crossing.interval.contains(7.75))
    #expect(crossing.shareOfResamplesCrossing == 1)
  }

  @Test func sameSeedSameBytes() throws {
    let table = Invented(subjects: 120, models: [("adult", curve(0.4, 0.8, at: 6))]).table
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let settings = TransitionSettings(
      replicates: 20, boundSimulations: 19, flatSimulations: 19, levellingSimulations: 9)
    let first = try encoder.encode(TransitionAnalysis(predictions: table, settings: settings))
    let second = try encoder.encode(TransitionAnalysis(predictions: table, settings: settings))
    #expect(first == second)
    let decoded = try JSONDecoder().decode(TransitionAnalysis.self, from: first)
    #expect(try encoder.encode(decoded) == first)
  }

  /// Simulating at a bound moves it outwards or leaves it; files from before that was done are read.
  @Test func calibratedBoundsAreNeverInsideTheOthers() throws {
    let table = Invented(subjects: 120, models: [("adult", curve(0.3, 0.8, at: 8))]).table
    var uncalibrated = few
    uncalibrated.boundSimulations = nil
    let (before, after) = (
      try TransitionAnalysis(predictions: table, settings: uncalibrated),
      try TransitionAnalysis(predictions: table, settings: few)
    )
    let inner = try #require(before.models[0].curve?.profileInterval)
    let outer = try #require(after.models[0].curve?.profileInterval)
    #expect(outer.lower ?? -.infinity <= inner.lower ?? -.infinity)
    #expect(outer.upper ?? .infinity >= inner.upper ?? .infinity)
    #expect(outer.method != inner.method)
    let file = try JSONEncoder().encode(before)
    #expect(!String(decoding: file, as: UTF8.self).contains("boundSimulations"))
    #expect(try JSONDecoder().decode(TransitionAnalysis.self, from: file) == before)
  }

  /// More simulations may move a simulated bound within its range, which holds it.
  @Test func simulatedBoundsHaveARange() throws {
    let table = Invented(subjects: 160, models: [("adult", curve(0.3, 0.8, at: 8))]).table
    let fitted = try #require(
      try TransitionAnalysis(predictions: table, settings: few).models[0].curve)
    let (lower, upper) = (
      try #require(fitted.lowerBoundRange), try #require(fitted.upperBoundRange)
    )
    let interval = fitted.profileInterval
    #expect(lower.outer ?? -.infinity <= interval.lower ?? -.infinity)
    #expect(try #require(lower.inner) >= interval.lower ?? -.infinity)
    #expect(upper.outer ?? .infinity >= interval.upper ?? .infinity)
    #expect(try #require(upper.inner) <= interval.upper ?? .infinity)
    #expect(lower.outer != lower.inner || upper.outer != upper.inner)
    var uncalibrated = few
    uncalibrated.boundSimulations = nil
    let plain = try TransitionAnalysis(predictions: table, settings: uncalibrated).models[0].curve
    #expect(plain?.lowerBoundRange == nil && plain?.upperBoundRange == nil)
  }

  @Test func withoutAChangeNothingIsClaimed() throws {
    let table = Invented(seed: 3, models: [("adult", { _ in 0.6 })]).table
    let analysis = try TransitionAnalysis(predictions: table, settings: few)
    let fitted = try #require(analysis.models.first?.curve)
    #expect(try #require(fitted.noTransitionTest?.pValue) > 0.05)
    #expect(!fitted.isClaimed)
    #expect(analysis.crossing == nil)
  }

  @Test func aRiseThatContinuesIsNotCalledComplete() throws {
    let table = Invented(models: [("adult", curve(0.3, 0.8, at: 15, scale: 2))]).table
    let fitted = try #require(
      try TransitionAnalysis(predictions: table, settings: few).models.first?.curve)
    #expect(try #require(fitted.stillChangingTest?.pValue) > 0.05)
    #expect(try #require(fitted.oldestChild) < 17)
  }

  @Test func classDistributionAloneMakesNoCurve() throws {
    // Happy faces are always recognised and no toddler is labelled happy often: raw accuracy
    // rises with age, class-standardised accuracy does not.
    var generator = SeededGenerator(seed: 5)
    let rows = (0..<2500).map { index -> PredictionRow in
      let spans = [(0.3, 3.0), (3, 8), (8, 12), (12, 17), (18, 40)]
      let span = spans[index % 5]
      let age = generator.uniform(span.0, span.1)
      let isHappy = generator.uniform() < [0.1, 0.3, 0.5, 0.6, 0.7][index % 5]
      let emotion: Emotion = isHappy ? .happy : .sad
      let isRight = generator.uniform() < (isHappy ? 0.95 : 0.4)
      return PredictionRow(
        image: "\(index)", split: "test", age: age, emotion: emotion, model: "adult",
        predicted: isRight ? emotion : .fear, probabilities: [1, 0, 0, 0, 0, 0, 0])
    }
    let fitted = try #require(
      try TransitionAnalysis(
        predictions: PredictionTable(rows: rows, vocabulary: .study), settings: few
      )
      .models.first?.curve)
    #expect(try #require(fitted.noTransitionTest?.pValue) > 0.05)
    #expect(abs(fitted.logistic.accuracy(at: 1) - 0.675) < 0.08)
    #expect(abs(fitted.logistic.accuracy(at: 30) - 0.675) < 0.08)
  }

  @Test func rareClassesAndSmallGroupsAreLeftOutByName() throws {
    var rows = Invented(models: [("adult", curve(0.4, 0.8, at: 6))]).table.rows
    // Three disgusted toddlers only.
    var kept = 0
    rows.removeAll { row in
      guard row.emotion == .disgust, row.ageGroup == .toddler else { return false }
      kept += 1
      return kept > 3
    }
    let model = try #require(
      try TransitionAnalysis(
        predictions: PredictionTable(rows: rows, vocabulary: .study), settings: few
      )
      .models.first)
    #expect(!model.emotions.contains(.disgust))
    #expect(model.emotions.count == 6)
    #expect(model.facesLeftOut == rows.count { $0.emotion == .disgust })
    #expect(model.byEmotion.count == 6)
  }

  @Test func tooFewFacesGiveAReasonAndNoCurve() throws {
    let table = Invented(subjects: 20, models: [("infant", { _ in 0.5 })]).table
    let analysis = try TransitionAnalysis(predictions: table, settings: few)
    let model = try #require(analysis.models.first)
    #expect(model.curve == nil)
    #expect(model.reason != nil)
    #expect(model.facesLeftOut == 80)
    let nothing = try TransitionAnalysis(
      predictions: PredictionTable(vocabulary: .study), settings: few)
    #expect(nothing.models.isEmpty)
    #expect(throws: SmilestoneError.self) {
      try TransitionAnalysis(
        predictions: table, settings: TransitionSettings(replicates: 0))
    }
  }
}
