import Analysis
import Expression
import Testing

struct ContrastTests {
  /// Numbers of Fixtures/make-pooling.py.
  @Test("Partially pooled values are those of brute force")
  func pooling() {
    let pooled = PartialPooling(
      [28, 8, -3, 7, -1, 1, 18, 12], errors: [15, 10, 16, 11, 9, 11, 10, 18], priorScale: 10)
    let expected = [
      (10.177, 7.043), (7.854, 5.751), (6.693, 6.693), (7.675, 5.939), (5.803, 5.805),
      (6.604, 6.043), (9.865, 6.111), (8.205, 6.778),
    ]
    for (value, expected) in zip(pooled.values, expected) {
      #expect(abs(value.mean - expected.0) < 0.02)
      #expect(abs(value.standardDeviation - expected.1) < 0.02)
    }
    #expect(abs(pooled.mean.mean - 7.859) < 0.02)
    #expect(abs(pooled.mean.standardDeviation - 4.672) < 0.02)
    // Its own grid ends at four scales and is coarser.
    #expect(abs(pooled.spread - 4.838) < 0.05)
  }

  @Test("Sure estimates stay, estimates that agree make each other surer")
  func bounds() {
    let sure = PartialPooling([5, 8, 11], errors: [0.01, 0.01, 0.01], priorScale: 2)
    for (value, estimate) in zip(sure.values, [5.0, 8, 11]) {
      #expect(abs(value.mean - estimate) < 0.01)
    }
    #expect(sure.spread > 2)
    let agreeing = PartialPooling([8, 8, 8, 8], errors: [1, 1, 1, 1], priorScale: 2)
    #expect(agreeing.values.allSatisfy { abs($0.mean - 8) < 1e-9 && $0.standardDeviation < 0.9 })
    #expect(agreeing.mean.standardDeviation > 0.5)
  }

  @Test("Emotions that change at ages of their own are dated apart")
  func apart() throws {
    var drawn = SyntheticFaces(subjects: 480)
    drawn.ownAdultShare = [1: drawn.step(at: 5), 2: drawn.step(at: 11)]
    let analysis = try ExpressionAnalysis(try drawn.faces(), settings: SyntheticFaces.quickSettings)
    let emotions = try #require(analysis.timing?.emotions)
    #expect(emotions.contrasts.map(\.emotions) == [["calm"], ["glad"], ["upset"]])
    // Each emotion's contrast is with the mean of all, which moves with the others.
    let (glad, upset) = (emotions.contrasts[1], emotions.contrasts[2])
    #expect(try #require(glad.ageInYears) < 7)
    #expect(try #require(upset.ageInYears) > 9)
    #expect(try #require(glad.similarity) < 0.5)
    let pooled = try [glad, upset].map { try #require($0.pooled) }
    #expect(pooled[0].ageInYears < pooled[1].ageInYears)
    #expect(
      pooled.allSatisfy { $0.lowerInYears < $0.ageInYears && $0.ageInYears < $0.upperInYears })
    #expect(try #require(emotions.spreadInYears) > 1)
    #expect(analysis.timing?.pairs?.contrasts.count == 3)
  }

  @Test("Emotions whose form does not change are not dated")
  func unchanged() throws {
    var drawn = SyntheticFaces()
    drawn.adultShare = { _ in 1 }
    let analysis = try ExpressionAnalysis(try drawn.faces(), settings: SyntheticFaces.quickSettings)
    let emotions = try #require(analysis.timing?.emotions)
    // The calm face has no form of its own to compare.
    for contrast in emotions.contrasts.dropFirst() {
      #expect(try #require(contrast.similarity) > 0.85)
      #expect(contrast.ageInYears == nil && contrast.pooled == nil)
    }
  }
}
