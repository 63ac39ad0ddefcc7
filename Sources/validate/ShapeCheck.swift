import Analysis
import Foundation
import Planning
import Statistics
import Support

/// Which form of curve is chosen where the true one is known, and whether what is then quoted holds the truth.
struct ShapeCheck {
  private static let marker = "<!-- Everything below is written by `make validate ARGS=shapes`. -->"
  private static let defaultCohorts = 400
  private static let subjects = [300, 1000]
  /// Fewer draws than the program's, so that thousands of cohorts take minutes.
  private static let settings = TransitionSettings(
    replicates: 199, boundSimulations: 49, flatSimulations: 199, levellingSimulations: 49)
  private static let columns: [(name: String, shapes: [CurveShape])] = [
    ("no change", [.level]), ("one step", [.logistic]), ("two steps", [.twoSteps]),
    ("peak", [.peak]), ("trough", [.trough]), ("not levelled off", [.steady]),
    ("spline", [.monotone]),
  ]

  let folder: URL
  /// Cohorts of each setting; nil for the default. With fewer nothing is kept.
  var cohorts: Int?

  private struct Truth: Sendable {
    let name: String
    let probability: @Sendable (Double) -> Double
    /// The age midway between two levels, in years; nil where the form has none.
    var midpoint: Double?
    /// Whether the curve has a peak.
    var hasPeak = false
  }

  private struct Answer: Sendable {
    var shape: CurveShape
    var isQuoted: Bool
    /// Whether the interval of a quoted age, of a peak's age and of its height holds the truth; nil where nothing is
    /// quoted, or there is none.
    var holdsMidpoint: Bool?
    var holdsPeakAge: Bool?
    var holdsPeakAccuracy: Bool?
    var isMisfit: Bool?
  }

  private static let truths: [Truth] = {
    @Sendable func step(_ age: Double, at midpoint: Double, _ scale: Double) -> Double {
      1 / (1 + exp(-(age - midpoint) / scale))
    }
    return [
      Truth(name: "flat at 55 %", probability: { _ in 0.55 }),
      Truth(
        name: "one step up, 35 points at 8 years",
        probability: { 0.375 + 0.35 * step($0, at: 8, 1) }, midpoint: 8),
      Truth(
        name: "one step up, 35 points at 5 years",
        probability: { 0.375 + 0.35 * step($0, at: 5, 1) }, midpoint: 5),
      Truth(
        name: "one gradual step down, 30 points at 8 years (scale 2)",
        probability: { 0.7 - 0.3 * step($0, at: 8, 2) }, midpoint: 8),
      Truth(
        name: "two steps, 15 points at 2 and 25 at 8 years",
        probability: { 0.35 + 0.15 * step($0, at: 2, 0.6) + 0.25 * step($0, at: 8, 1) }),
      Truth(
        name: "two steps, 20 points at 4 and 25 at 13 years",
        probability: { 0.3 + 0.2 * step($0, at: 4, 0.7) + 0.25 * step($0, at: 13, 1) }),
      Truth(
        name: "peak, 20 points up at 4 and down at 14 years",
        probability: { 0.45 + 0.2 * step($0, at: 4, 1) - 0.2 * step($0, at: 14, 1) }, hasPeak: true),
      Truth(
        name: "peak, 25 points up at 5 and 15 down at 13 years (scale 2)",
        probability: { 0.45 + 0.25 * step($0, at: 5, 2) - 0.15 * step($0, at: 13, 2) },
        hasPeak: true),
      Truth(
        name: "not levelled off, logit −0.9 + 0.55 · ln(age + 1)",
        probability: { 1 / (1 + exp(0.9 - 0.55 * log($0 + 1))) }),
      Truth(
        name: "not levelled off, a line of 30 points to 40 years",
        probability: { 0.4 + 0.3 * min($0, 40) / 40 }),
    ]
  }()

  /// Simulates, and writes shapes.csv and the table of shapes.md.
  func run() throws {
    var writer = CSVWriter(
      header: ["truth", "subjects", "cohorts"] + Self.columns.map(\.name) + [
        "age quoted", "quoted holds", "peak age asked", "peak age holds", "peak accuracy asked",
        "peak accuracy holds", "fit tested", "fit rejected",
      ])
    var rows: [String] = []
    let count = cohorts ?? Self.defaultCohorts
    for subjects in Self.subjects {
      for truth in Self.truths {
        let start = Date()
        let answers = try parallelMap(count: count) { cohort in
          try Self.answer(truth, subjects: subjects, cohort: cohort)
        }.compactMap(\.self)
        let shares = Self.columns.map { column in
          answers.count { column.shapes.contains($0.shape) }
        }
        let quoted = answers.count { $0.isQuoted }
        let asked: [[Bool]] = [
          answers.compactMap(\.holdsMidpoint), answers.compactMap(\.holdsPeakAge),
          answers.compactMap(\.holdsPeakAccuracy), answers.compactMap(\.isMisfit),
        ]
        let yes = asked.map { $0.count { $0 } }
        writer.append(
          [truth.name, "\(subjects)", "\(answers.count)"] + shares.map { "\($0)" } + [
            "\(quoted)", truth.midpoint == nil ? "" : "\(yes[0])", "\(asked[1].count)",
            "\(yes[1])", "\(asked[2].count)", "\(yes[2])", "\(asked[3].count)", "\(yes[3])",
          ])
        let row = try Self.row(truth.name, subjects, answers.count, shares, quoted, asked)
        rows.append(row)
        print(row + String(format: "  %.1f s", Date().timeIntervalSince(start)))
      }
    }
    guard cohorts == nil else { return }
    try AtomicFile.write(writer.text, to: folder.appendingPathComponent("shapes.csv"))
    try write(rows)
  }

  /// Draws a cohort and chooses a form; the interval of the midpoint is made where it could be quoted.
  private static func answer(_ truth: Truth, subjects: Int, cohort: Int) throws -> Answer? {
    var generator = SeededGenerator(seed: 1, stream: "shapes/\(truth.name)/\(subjects)/\(cohort)")
    let predictions = try SimulatedFaces(subjects: subjects)
      .draw(&generator, probability: truth.probability)
    guard let sample = try TransitionSample(predictions, ages: .study, settings: settings),
      let fit = sample.fit()
    else { return nil }
    let stream = "shapes/\(generator.next())"
    let test = try sample.testAgainstNoTransition(stream: stream, workers: 1)
    guard
      let choice = try sample.shapes(
        fit, isChanging: (test?.pValue ?? 1) < 1 - settings.level, stream: stream, workers: 1)
    else { return nil }
    var answer = Answer(shape: choice.chosen, isQuoted: false)
    answer.isMisfit = choice.goodnessOfFit.map { $0.pValue < 0.05 }
    if choice.chosen == .logistic {
      let interval = try sample.profileInterval(of: fit, stream: "\(stream)/bounds", workers: 1)
      answer.isQuoted =
        interval.width != nil && !SearchEdge.holdMidpoint(sample.fitter.edges(of: fit.curve))
      if answer.isQuoted { answer.holdsMidpoint = truth.midpoint.map(interval.contains) }
    }
    if truth.hasPeak, choice.chosen == .peak, let peak = choice.peak {
      let top = highest(truth)
      answer.holdsPeakAge = peak.interval.contains(top.age)
      answer.holdsPeakAccuracy = peak.accuracyInterval.map {
        $0.lower <= top.accuracy && top.accuracy <= $0.upper
      }
    }
    return answer
  }

  /// Where a true curve is highest, to a hundredth of a year.
  private static func highest(_ truth: Truth) -> (age: Double, accuracy: Double) {
    let ages = (0...6000).map { Double($0) / 100 }
    let age = ages.max { truth.probability($0) < truth.probability($1) } ?? 0
    return (age, truth.probability(age))
  }

  private static func row(
    _ name: String, _ subjects: Int, _ cohorts: Int, _ shares: [Int], _ quoted: Int,
    _ asked: [[Bool]]
  ) throws -> String {
    func percent(_ count: Int) -> String {
      cohorts > 0 ? String(format: "%.1f", 100 * Double(count) / Double(cohorts)) : ""
    }
    let found = try asked.map { answers in
      try wilsonInterval(successes: answers.count { $0 }, trials: answers.count).map {
        String(format: "%.0f (%.0f to %.0f)", 100 * $0.value, 100 * $0.lower, 100 * $0.upper)
      } ?? ""
    }
    return "| \(subjects) | \(name) | "
      + (shares + [quoted]).map(percent).joined(separator: " | ") + " | "
      + found.joined(separator: " | ") + " |"
  }

  /// Writes how cohorts were drawn, and the table, below what a person wrote.
  private func write(_ rows: [String]) throws {
    let page = folder.appendingPathComponent("shapes.md")
    let old = (try? String(contentsOf: page, encoding: .utf8)) ?? ""
    let head = old.components(separatedBy: Self.marker)[0]
    let (settings, program) = (Self.settings, TransitionSettings())
    let columns =
      ["subjects", "truth"] + Self.columns.map(\.name) + [
        "an age is quoted", "its interval holds the midpoint", "the peak’s interval holds its age",
        "and its accuracy", "fit rejected",
      ]
    let text = """
      \(head)\(Self.marker)

      ## Found

      Subjects with 4 faces, ages known, as many subjects in each age group. \(SimulatedFaces().dependence) \
      Emotions differ in difficulty, and in their distribution between age groups. \(Self.defaultCohorts) \
      cohorts of each row, with \(settings.flatSimulations) flat data sets, \
      \(settings.boundSimulations ?? 0) a bound, \(settings.levellingSimulations) for the test of fit and \
      \(settings.replicates) resamples; the program makes \(program.flatSimulations), \
      \(program.boundSimulations ?? 0), \(program.levellingSimulations) and \(program.replicates). Shares of cohorts \
      in percent; brackets are 95% confidence intervals of the simulation.

      | \(columns.joined(separator: " | ")) |
      |\(String(repeating: "---|", count: columns.count))
      \(rows.joined(separator: "\n"))

      """
    try AtomicFile.write(text, to: page)
  }
}
