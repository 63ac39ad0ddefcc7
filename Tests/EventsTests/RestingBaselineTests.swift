import Events
import Testing

@Suite struct RestingBaselineTests {
  private let labels = ["negative", "neutral", "positive"]

  /// A face that a model takes for negative while it rests (three frames of five).
  private let grim = [
    [0.6, 0.3, 0.1], [0.6, 0.3, 0.1], [0.6, 0.3, 0.1], [0.1, 0.1, 0.8], [0.9, 0.05, 0.05],
  ]

  @Test func theMedianFrameIsOneOfRest() {
    let found = RestingBaseline(label: "neutral").corrected(grim, labels: labels)
    // Odds of negative against neutral were 2 and are a third; those of positive were a third already.
    for (share, expected) in zip(found[0], [0.2, 0.6, 0.2]) {
      #expect(abs(share - expected) < 1e-12)
    }
    for (share, expected) in zip(found[3], [1.0 / 55, 6.0 / 55, 48.0 / 55]) {
      #expect(abs(share - expected) < 1e-12)
    }
    #expect(found.allSatisfy { abs($0.reduce(0, +) - 1) < 1e-12 })
  }

  @Test func whatIsNotReadIntoTheRestingFaceStays() {
    let calm = [[0.1, 0.8, 0.1], [0.1, 0.8, 0.1], [0.7, 0.2, 0.1]]
    let found = RestingBaseline(label: "neutral").corrected(calm, labels: labels)
    for (before, after) in zip(calm, found) {
      for (share, same) in zip(before, after) { #expect(abs(share - same) < 1e-12) }
    }
  }

  @Test func certaintyAndSilenceAreBorne() {
    let baseline = RestingBaseline(label: "neutral")
    #expect(baseline.corrected([], labels: labels).isEmpty)
    let certain = baseline.corrected([[1, 0, 0], [1, 0, 0], [0, 0, 1]], labels: labels)
    #expect(certain.allSatisfy { $0.allSatisfy(\.isFinite) && abs($0.reduce(0, +) - 1) < 1e-9 })
    #expect(baseline.corrected(grim, labels: ["a", "b", "c"]) == grim)
  }
}
