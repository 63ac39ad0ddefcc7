import Statistics
import Support

/// How cohorts of `proportionSettings` are drawn and tested, for the page.
let proportionMethod = "Every face is of another subject, and faces are predicted independently."

/// One face per subject: intervals and tests for independent faces.
func proportionSettings() -> [Setting] {
  let part = "independent"
  var settings: [Setting] = []
  for (faces, share) in [(18, 0.5), (50, 0.3), (50, 0.8), (200, 0.55), (200, 0.9)] {
    settings.append(
      Setting(
        part: part, name: "\(faces) faces, \(Int(100 * share)) % right",
        questions: [
          Question(
            name: "Wilson's interval holds the share", aim: faces < 20 ? .none : .coverage)
        ], cohorts: 10_000
      ) { generator in
        let right = count(faces, share, &generator)
        return [try wilsonInterval(successes: right, trials: faces).map { $0.holds(share) }]
      })
  }
  for (faces, other) in [(18, 18), (40, 120), (200, 200)] {
    settings.append(
      Setting(
        part: part, name: "\(faces) and \(other) faces, 60 % right in both",
        questions: [
          Question(name: "Newcombe's interval holds the difference", aim: .coverage),
          Question(name: "the two-proportion z test rejects", aim: .size),
        ], cohorts: 10_000
      ) { generator in
        let (a, b) = (count(faces, 0.6, &generator), count(other, 0.6, &generator))
        return [
          try newcombeInterval(successes: a, trials: faces, minusSuccesses: b, trials: other)?
            .holds(0),
          try twoProportionTest(successes: a, trials: faces, against: b, trials: other)?.rejects,
        ]
      })
  }
  for faces in [18, 70, 400] {
    settings.append(
      Setting(
        part: part, name: "\(faces) faces, guessed",
        questions: [Question(name: "the exact binomial test rejects", aim: .exactSize)],
        cohorts: 10_000
      ) { generator in
        let right = count(faces, 1.0 / 7, &generator)
        return [
          try binomialTest(successes: right, trials: faces, greaterThan: 1.0 / 7)?.rejects
        ]
      })
  }
  for sizes in [[18, 18, 18, 18, 18], [35, 103, 106, 174, 400]] {
    settings.append(
      Setting(
        part: part, name: "groups of \(sizes.map(String.init).joined(separator: ", ")) faces, flat",
        questions: [Question(name: "the Cochran-Armitage test rejects", aim: .size)],
        cohorts: 10_000
      ) { generator in
        let right = sizes.map { count($0, 0.6, &generator) }
        return [try cochranArmitageTest(successes: right, trials: sizes)?.rejects]
      })
  }
  return settings
}

/// The number of successes in independent trials.
private func count(_ trials: Int, _ share: Double, _ generator: inout SeededGenerator) -> Int {
  var count = 0
  for _ in 0..<trials where generator.uniform() < share { count += 1 }
  return count
}

extension Estimate {
  func holds(_ truth: Double) -> Bool { lower <= truth && truth <= upper }
}

extension TestResult {
  /// Whether the test rejects at 5 %.
  var rejects: Bool { pValue < 0.05 }
}
