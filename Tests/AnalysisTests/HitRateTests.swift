import Analysis
import Faces
import TestSupport
import Testing

/// Wagner's (1993) worked definition: right² / (labels · predictions).
@Suite struct HitRateTests {
  /// Twenty adult faces, ten happy and ten sad; the model says happy fourteen times, nine of them rightly.
  private func rows() -> [PredictionRow] {
    let pairs: [(Emotion, Emotion, Int)] = [
      (.happy, .happy, 9), (.happy, .sad, 1), (.sad, .happy, 5), (.sad, .sad, 5),
    ]
    return pairs.flatMap { label, prediction, count in
      (0..<count).map { face in
        PredictionRow(
          image: "\(label)-\(prediction)-\(face)", subject: "\(label)-\(prediction)-\(face)",
          source: "invented",
          split: "test", ageGroup: .adult, emotion: label, model: "adult", predicted: prediction,
          probabilities: LabelScheme.emotions7.emotions.map { $0 == prediction ? 0.7 : 0.05 })
      }
    }
  }

  @Test func hitsAreDividedByFacesAndByAnswers() throws {
    let metrics = try Metrics(
      predictions: PredictionTable(rows: rows(), vocabulary: .study), settings: quick)
    let rates = try #require(metrics.results[UnbiasedHitRate.self])
    #expect(rates.map(\.emotion) == [.happy, .sad] && rates.map(\.n) == [10, 10])
    let happy = try #require(rates[0].unbiased)
    #expect(abs(rates[0].recall - 0.9) < 1e-12 && abs(happy.value - 81.0 / (10 * 14)) < 1e-12)
    let sad = try #require(rates[1].unbiased)
    #expect(abs(rates[1].recall - 0.5) < 1e-12 && abs(sad.value - 25.0 / (10 * 6)) < 1e-12)
    #expect(happy.lower < happy.value && happy.value < happy.upper)
    // Happy is named too readily: it loses most.
    let finding = try #require(metrics.finding("adult-hit-rate"))
    #expect(finding.chart == "hit-rate" && finding.pValue == nil)
    #expect(finding.text.contains("names “happy” most readily") && finding.text.contains("57.9%"))
  }

  @Test func anAnswerThatIsNeverGivenHasNoUnbiasedRate() throws {
    let rows = rows().filter { $0.predicted == .happy }
    let metrics = try Metrics(
      predictions: PredictionTable(rows: rows, vocabulary: .study), settings: quick)
    let sad = try #require(metrics.results[UnbiasedHitRate.self]?.last)
    #expect(sad.emotion == .sad && sad.recall == 0 && sad.unbiased == nil)
  }

  @Test func resultsAreWrittenUnderTheirOwnKeyAndReadAgain() throws {
    let folder = try TemporaryFolder()
    let file = folder.file("metrics.json")
    let metrics = try Metrics(
      predictions: PredictionTable(rows: rows(), vocabulary: .study), settings: quick)
    try metrics.write(to: file)
    #expect(try Metrics(contentsOf: file) == metrics)
    #expect(try String(contentsOf: file, encoding: .utf8).contains("\"hitRates\""))
  }
}
