import Analysis
import Faces
import Support
import Testing

@Suite struct RunComparisonTests {
  /// A run whose model was right about the first `correct` of the faces in `order`; images have
  /// names of the run's own, and contents by number.
  private func run(
    _ name: String, order: [Int], correct: Int, contents: String = "face",
    labelShift: Int = 0, hasIdentities: Bool = true
  ) -> RunComparison.Run {
    let rows = order.enumerated().map { place, face in
      let emotion = LabelScheme.emotions7.emotions[(face + labelShift) % 7]
      return PredictionRow(
        image: "\(name)-\(face)", split: "test", ageGroup: .adult, emotion: emotion,
        model: "adult",
        predicted: place < correct ? emotion : emotion.next,
        probabilities: [1, 0, 0, 0, 0, 0, 0])
    }
    return RunComparison.Run(
      name: name, predictions: PredictionTable(rows: rows, vocabulary: .study),
      identities: hasIdentities
        ? Dictionary(
          uniqueKeysWithValues: order.map { (PathKey("\(name)-\($0)"), "\(contents)-\($0)") })
        : [:])
  }

  private func adults(_ comparison: RunComparison) throws -> RunComparison.Difference {
    try #require(comparison.differences.first { $0.ageGroup == .adult })
  }

  @Test func comparesTheSameFacesOneByOne() throws {
    // The first run is right about 0..<60, the second about 20..<90: 20 against 30 discordant.
    let first = run("a", order: Array(0..<100), correct: 60)
    let second = run("b", order: Array(20..<100) + Array(0..<20), correct: 70)
    let difference = try adults(RunComparison(first, second, settings: quick))
    #expect(difference.pairs == 100)
    #expect(abs(try #require(difference.difference).value - 0.1) < 1e-12)
    // scipy.stats.binomtest(20, 50).pvalue
    #expect(abs(try #require(difference.test).pValue - 0.2026387) < 1e-6)
  }

  /// Newcombe (1998), example (a): 56/70 against 48/80, 0.0524 to 0.3339.
  @Test func comparesDifferentFacesAsSamples() throws {
    let first = run("a", order: Array(0..<80), correct: 48, contents: "one")
    let second = run("b", order: Array(0..<70), correct: 56, contents: "other")
    let difference = try adults(RunComparison(first, second, settings: quick))
    #expect(difference.pairs == nil)
    #expect(difference.firstN == 80 && difference.secondN == 70)
    let estimate = try #require(difference.difference)
    #expect(estimate.method == "Newcombe")
    #expect(abs(estimate.lower - 0.0524) < 5e-5 && abs(estimate.upper - 0.3339) < 5e-5)
  }

  @Test(arguments: [1, 0])
  func namesAndOtherLabelsMakeNoPairs(labelShift: Int) throws {
    let first = run("a", order: Array(0..<70), correct: 50, hasIdentities: labelShift == 1)
    var second = run("a", order: Array(0..<70), correct: 40, labelShift: labelShift)
    if labelShift == 0 { second.identities = [:] }
    second.name = "b"
    #expect(try adults(RunComparison(first, second, settings: quick)).pairs == nil)
  }

  /// Forty subjects with two faces each, of whom `better` had both faces right in the second run
  /// alone.
  private func subjects(better: Int) throws -> RunComparison.Difference {
    func run(_ name: String, isRight: (Int) -> Bool) -> RunComparison.Run {
      let rows = (0..<80).map { face in
        PredictionRow(
          image: "\(face)", subject: "s\(face / 2)", split: "test", ageGroup: .adult,
          emotion: .happy,
          model: "adult", predicted: isRight(face / 2) ? .happy : .sad,
          probabilities: [1, 0, 0, 0, 0, 0, 0])
      }
      return RunComparison.Run(
        name: name, predictions: PredictionTable(rows: rows, vocabulary: .study),
        identities: Dictionary(
          uniqueKeysWithValues: (0..<80).map { (PathKey("\($0)"), "face-\($0)") }))
    }
    return try adults(
      RunComparison(
        run("a") { $0 >= 20 }, run("b") { $0 >= 20 || $0 < better },
        settings: EvaluationSettings(replicates: 2000)))
  }

  /// Of five subjects that all differ in one direction the exact test has p = 2 / 32, so that the
  /// interval may not exclude zero either; of ten it has 2 / 1024.
  @Test func anIntervalAndItsTestAgree() throws {
    let five = try subjects(better: 5)
    #expect(try #require(five.test).pValue == 0.0625)
    let interval = try #require(five.difference)
    #expect(interval.value == 0.125 && interval.lower == 0 && interval.upper > 0.125)
    #expect(interval.method.hasSuffix(", as far as zero"))
    let ten = try subjects(better: 10)
    #expect(abs(try #require(ten.test).pValue - 2.0 / 1024) < 1e-12)
    #expect(try #require(ten.difference).lower > 0)
    #expect(try !#require(ten.difference).method.contains("zero"))
  }

  @Test func correctsForAllDifferences() throws {
    let first = run("a", order: Array(0..<80), correct: 48, contents: "one")
    let second = run("b", order: Array(0..<70), correct: 56, contents: "other")
    let comparison = try RunComparison(first, second, settings: quick)
    // All ages together and adults: two tests of the same faces.
    let tested = comparison.differences.filter { $0.test != nil }
    #expect(tested.count == 2)
    for difference in tested {
      let p = try #require(difference.test).pValue
      #expect(abs(try #require(difference.adjustedPValue) - 2 * p) < 1e-12)
    }
  }

  @Test func refusesRunsWithoutACommonModel() throws {
    var other = run("b", order: [0], correct: 1)
    other.predictions.rows[0].model = "infant"
    let error = #expect(throws: SmilestoneError.self) {
      try RunComparison(run("a", order: [0], correct: 1), other)
    }
    #expect(error?.code == .badInput)
  }
}
