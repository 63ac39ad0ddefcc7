import Foundation
import Statistics
import Support

/// Whether trends hold for other raters as often as their intervals say, and the deviation between raters is found.
struct RaterCheck {
  private static let marker = "<!-- Everything below is written by `make validate ARGS=raters`. -->"
  private static let defaultCohorts = 400

  let folder: URL
  /// Cohorts of each setting; nil for the default. With fewer nothing is kept.
  var cohorts: Int?

  private struct Truth: Sendable {
    let raters: Int
    /// Standard deviations in log odds: between raters' trends a group, and between faces.
    let trendDeviation: Double
    let faceDeviation: Double
  }

  private struct Answer: Sendable {
    let trend: Double
    let holdsTrend: Bool
    /// The same of Wald's normal interval, which takes deviations as known.
    let normalHoldsTrend: Bool
    let deviation: Double
    let holdsDeviation: Bool
  }

  private static let trend = 0.25
  private static let raterDeviation = 0.4
  private static let subjectDeviation = 0.6

  private static let truths = [
    Truth(raters: 3, trendDeviation: 0, faceDeviation: 1.5),
    Truth(raters: 3, trendDeviation: 0.15, faceDeviation: 1.5),
    Truth(raters: 5, trendDeviation: 0, faceDeviation: 1.5),
    Truth(raters: 5, trendDeviation: 0.15, faceDeviation: 1.5),
    Truth(raters: 10, trendDeviation: 0.15, faceDeviation: 1.5),
    Truth(raters: 5, trendDeviation: 0.15, faceDeviation: 3),
  ]

  /// Simulates, and writes raters.csv and the table of raters.md.
  func run() throws {
    var writer = CSVWriter(
      header: [
        "raters", "deviation of trends", "deviation of faces", "cohorts", "mean trend",
        "holds trend", "normal interval holds trend", "mean deviation of raters",
        "holds deviation of raters",
      ])
    var rows: [String] = []
    for truth in Self.truths {
      let answers = try parallelMap(count: cohorts ?? Self.defaultCohorts) { cohort in
        try Self.answer(truth, cohort: cohort)
      }.compactMap(\.self)
      func mean(_ number: (Answer) -> Double) -> Double {
        answers.reduce(0) { $0 + number($1) } / Double(max(1, answers.count))
      }
      let counts = [
        answers.count(where: \.holdsTrend), answers.count(where: \.normalHoldsTrend),
        answers.count(where: \.holdsDeviation),
      ]
      let means = [mean(\.trend), mean(\.deviation)]
      writer.append([
        "\(truth.raters)", "\(truth.trendDeviation)", "\(truth.faceDeviation)",
        "\(answers.count)", "\(means[0])", "\(counts[0])", "\(counts[1])", "\(means[1])",
        "\(counts[2])",
      ])
      let shares = try counts.map { try Self.share($0, of: answers.count) }
      let cells = [
        "\(truth.raters)", "\(truth.trendDeviation)", "\(truth.faceDeviation)",
        "\(answers.count)", String(format: "%.3f", means[0]), shares[0], shares[1],
        String(format: "%.2f", means[1]), shares[2],
      ]
      rows.append("| " + cells.joined(separator: " | ") + " |")
      print(rows[rows.count - 1])
    }
    guard cohorts == nil else { return }
    try AtomicFile.write(writer.text, to: folder.appendingPathComponent("raters.csv"))
    try write(rows)
  }

  private static func share(_ count: Int, of all: Int) throws -> String {
    try wilsonInterval(successes: count, trials: all).map {
      String(format: "%.1f (%.1f to %.1f)", 100 * $0.value, 100 * $0.lower, 100 * $0.upper)
    } ?? ""
  }

  private static func answer(_ truth: Truth, cohort: Int) throws -> Answer? {
    var generator = SeededGenerator(
      seed: 1,
      stream: "raters/\(truth.raters)/\(truth.trendDeviation)/\(truth.faceDeviation)/\(cohort)")
    guard let model = try CrossedLogistic(draw(truth, &generator)) else { return nil }
    let own = try model.testedCoefficient(1).estimate
    let normal = try model.fit.coefficient(1)
    func holds(_ interval: Estimate) -> Bool { interval.lower <= trend && trend <= interval.upper }
    return Answer(
      trend: own.value, holdsTrend: holds(own), normalHoldsTrend: holds(normal),
      deviation: model.raterDeviation,
      holdsDeviation: model.raterInterval.contains(raterDeviation))
  }

  /// Two faces of each of 200 subjects in five age groups, judged by all raters.
  private static func draw(
    _ truth: Truth, _ generator: inout SeededGenerator
  ) -> CrossedJudgements {
    let levels = (0..<truth.raters).map { _ in raterDeviation * generator.normal() }
    let trends = (0..<truth.raters).map { _ in truth.trendDeviation * generator.normal() }
    var ranks: [Double] = []
    var (outcomes, subjects, faces, raters) = ([Bool](), [Int](), [Int](), [Int]())
    for subject in 0..<200 {
      let rank = Double(subject % 5) - 2
      let own = 0.3 + trend * rank + subjectDeviation * generator.normal()
      for face in 0..<2 {
        let level = own + truth.faceDeviation * generator.normal()
        for rater in 0..<truth.raters {
          let logit = level + levels[rater] + trends[rater] * rank
          ranks.append(rank)
          outcomes.append(generator.uniform() < 1 / (1 + exp(-logit)))
          subjects.append(subject)
          faces.append(2 * subject + face)
          raters.append(rater)
        }
      }
    }
    return CrossedJudgements(
      design: DesignMatrix(rowCount: ranks.count, columns: [ranks]), outcomes: outcomes,
      subjects: subjects, faces: faces, raters: raters, raterSlope: 1)
  }

  /// Writes how cohorts were drawn, and the table, below what a person wrote.
  private func write(_ rows: [String]) throws {
    let page = folder.appendingPathComponent("raters.md")
    let old = (try? String(contentsOf: page, encoding: .utf8)) ?? ""
    let head = old.components(separatedBy: Self.marker)[0]
    let columns = [
      "raters", "SD of their trends", "SD of faces", "cohorts", "mean trend",
      "its interval holds \(Self.trend), %", "a normal one would, %",
      "mean estimated SD of raters", "its interval holds \(Self.raterDeviation), %",
    ]
    let text = """
      \(head)\(Self.marker)

      ## Found

      Two faces of each of 200 subjects in five age groups, judged by all raters. The log odds that a judgement is right rise by \(Self.trend) a \
      group; standard deviations (SD, in log odds) are \(Self.subjectDeviation) between subjects, \(Self.raterDeviation) between raters, and \
      as the table says between raters’ trends and between faces. \(Self.defaultCohorts) cohorts a row; brackets are the 95% interval of the \
      simulation.

      | \(columns.joined(separator: " | ")) |
      |\(String(repeating: "---|", count: columns.count))
      \(rows.joined(separator: "\n"))

      """
    try AtomicFile.write(text, to: page)
  }
}
