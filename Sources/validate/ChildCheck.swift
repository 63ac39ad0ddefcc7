import Analysis
import Faces
import Foundation
import Statistics
import Support

/// Whether the ages at which single children change are found where they are known.
struct ChildCheck {
  private static let marker =
    "<!-- Everything below is written by `make validate ARGS=children`. -->"
  private static let defaultCohorts = 2000
  /// So many cohorts' parameters are estimated once more for the ranks of their children's ages.
  private static let estimatedRanks = 100
  private static let design =
    "3 visits 2 years apart, 4 faces each, first visit from 0.5 to 16 years"

  let folder: URL
  /// Cohorts of each setting; nil for the default. With fewer nothing is kept.
  var cohorts: Int?

  private struct Truth: Sendable {
    let name: String
    let children: Int
    /// Of the children's ages of change, in years.
    let deviation: Double
    /// Whether ages of change are skewed: a gamma distribution's of shape 4, shifted and scaled.
    var isSkewed = false
  }

  private struct Answer: Sendable {
    var error: Double
    var isQuoted: Bool
    var holdsMean: Bool
    var width: Double?
    var deviation: Double
    var holdsDeviation: Bool
    var rejectsCommonAge: Bool
    var flattening: Double
    /// nil where all children change at one age.
    var ranks: ChildRanks?
  }

  private static let meanAge = 8.0
  private static let scale = 0.8
  private static let (young, old) = (0.35, 0.8)
  private static let levelDeviation = 0.5

  private static let truths = [
    Truth(name: "all children at one age", children: 100, deviation: 0),
    Truth(name: "standard deviation 1 year", children: 100, deviation: 1),
    Truth(name: "standard deviation 2 years", children: 100, deviation: 2),
    Truth(name: "standard deviation 2 years, skewed", children: 100, deviation: 2, isSkewed: true),
    Truth(name: "standard deviation 1 year", children: 300, deviation: 1),
    Truth(name: "standard deviation 2 years", children: 300, deviation: 2),
  ]

  /// Simulates, and writes children.csv and the table of children.md.
  func run() throws {
    var writer = CSVWriter(
      header: [
        "truth", "children", "cohorts", "mean error", "quoted", "holds mean age", "median width",
        "mean standard deviation", "holds standard deviation", "rejects one age",
        "median flattening",
      ])
    var (rows, rankRows): ([String], [String]) = ([], [])
    let count = cohorts ?? Self.defaultCohorts
    for truth in Self.truths {
      let start = Date()
      let answers = try parallelMap(count: count) { cohort in
        try Self.answer(truth, cohort: cohort)
      }.compactMap(\.self)
      let quoted = answers.filter(\.isQuoted)
      func mean(_ values: [Double]) -> Double {
        values.reduce(0, +) / Double(max(1, values.count))
      }
      func middle(_ values: [Double]) -> Double {
        values.isEmpty ? .nan : quantile(values.sorted(), 0.5)
      }
      let numbers = [
        mean(quoted.map(\.error)), middle(quoted.compactMap(\.width)),
        mean(answers.map(\.deviation)), middle(answers.map(\.flattening)),
      ]
      let counts = [
        quoted.count { $0.holdsMean }, answers.count { $0.holdsDeviation },
        answers.count { $0.rejectsCommonAge },
      ]
      writer.append([
        truth.name, "\(truth.children)", "\(answers.count)", "\(numbers[0])", "\(quoted.count)",
        "\(counts[0])", "\(numbers[1])", "\(numbers[2])", "\(counts[1])", "\(counts[2])",
        "\(numbers[3])",
      ])
      let cells =
        [
          "\(truth.children)", truth.name, "\(answers.count)", "\(quoted.count)",
          String(format: "%+.2f", numbers[0]),
        ] + [
          try Self.share(counts[0], of: quoted.count), String(format: "%.1f", numbers[1]),
          String(format: "%.2f", numbers[2]), try Self.share(counts[1], of: answers.count),
          try Self.share(counts[2], of: answers.count), String(format: "%.1f", numbers[3]),
        ]
      let row = "| " + cells.joined(separator: " | ") + " |"
      rows.append(row)
      let ranks = answers.compactMap(\.ranks)
      if !ranks.isEmpty {
        let estimated = ranks.compactMap(\.estimated)
        for (parameters, all) in [("known", ranks.map(\.known)), ("estimated", estimated)] {
          let line = try Self.rankRow(truth, parameters: parameters, all)
          rankRows.append(line)
          print(line)
        }
      }
      print(row + String(format: "  %.1f s", Date().timeIntervalSince(start)))
    }
    guard cohorts == nil else { return }
    try AtomicFile.write(writer.text, to: folder.appendingPathComponent("children.csv"))
    try write(rows, rankRows)
  }

  /// - Parameter ranks: Of the children of each cohort.
  /// - Returns: A row of the page.
  private static func rankRow(
    _ truth: Truth, parameters: String, _ ranks: [[Double]]
  ) throws -> String {
    let all = ranks.flatMap(\.self)
    let held = [0.5, 0.8, 0.95].map { ChildRanks.count(all, inMiddle: $0) }
    // One child of each cohort: children of one cohort share its estimates.
    let uniformity = try ChildRanks.uniformity(of: ranks.map { $0[0] })
    let shares = held.map { 100 * Double($0) / Double(max(1, all.count)) }
    let cells =
      ["\(truth.children)", truth.name, parameters, "\(ranks.count)"]
      + shares.map { String(format: "%.1f", $0) } + [String(format: "%.2f", uniformity)]
    return "| " + cells.joined(separator: " | ") + " |"
  }

  private static func share(_ count: Int, of all: Int) throws -> String {
    try wilsonInterval(successes: count, trials: all).map {
      String(format: "%.1f (%.1f to %.1f)", 100 * $0.value, 100 * $0.lower, 100 * $0.upper)
    } ?? ""
  }

  private static func answer(_ truth: Truth, cohort: Int) throws -> Answer? {
    var generator = SeededGenerator(
      seed: 1, stream: "children/\(truth.name)/\(truth.children)/\(cohort)")
    let (faces, ages) = draw(truth, &generator)
    let result = try ChildLevelChange(
      model: "adult", faces, settings: TransitionSettings(vocabulary: .study))
    guard let change = result?.change else { return nil }
    return Answer(
      error: change.curve.midpoint - meanAge,
      isQuoted: change.meanAge.boundedAgeInYears != nil,
      holdsMean: change.meanAge.interval.contains(meanAge), width: change.meanAge.interval.width,
      deviation: change.standardDeviation,
      holdsDeviation: change.standardDeviationInterval.contains(truth.deviation),
      rejectsCommonAge: change.commonAge.pValue < 0.05,
      flattening: change.pooledCurve.scale / change.curve.scale,
      ranks: truth.deviation == 0
        ? nil
        : try ChildRanks(
          faces, ages: ages, truth: drawn(truth), estimates: cohort < estimatedRanks))
  }

  /// The parameters that a cohort is drawn with.
  private static func drawn(_ truth: Truth) -> IndividualChange {
    IndividualChange(
      curve: TransitionCurve(
        infantAsymptote: young, adultAsymptote: old, midpoint: meanAge, scale: scale),
      midpointDeviation: truth.deviation, levelDeviation: levelDeviation,
      classShifts: LabelScheme.emotions7.emotions.indices.map(classShift))
  }

  private static func classShift(_ place: Int) -> Double { 0.15 * Double(place - 3) }

  /// Children's faces, right by the curve of the child's own age of change, its level and the label's difficulty, and
  /// these ages.
  private static func draw(
    _ truth: Truth, _ generator: inout SeededGenerator
  ) -> (faces: [AgedPrediction], ages: [Double]) {
    let labels = LabelScheme.emotions7.emotions
    var (faces, ages): ([AgedPrediction], [Double]) = ([], [])
    for child in 0..<truth.children {
      let first = generator.uniform(0.5, 16)
      let own = meanAge + truth.deviation * standardised(truth, &generator)
      let level = levelDeviation * generator.normal()
      ages.append(own)
      for visit in 0..<3 {
        let age = first + 2 * Double(visit)
        let accuracy = young + (old - young) / (1 + exp(-(age - own) / scale))
        let logit = log(accuracy / (1 - accuracy)) + level
        for _ in 0..<4 {
          let place = generator.integer(below: labels.count)
          let chance = 1 / (1 + exp(-logit - classShift(place)))
          faces.append(
            AgedPrediction(
              subject: child, ageInYears: age, emotion: labels[place],
              isCorrect: generator.uniform() < chance))
        }
      }
    }
    return (faces, ages)
  }

  /// A number of mean 0 and standard deviation 1.
  private static func standardised(_ truth: Truth, _ generator: inout SeededGenerator) -> Double {
    guard truth.isSkewed else { return generator.normal() }
    // A gamma number of shape 4: mean 4, standard deviation 2.
    let gamma = (0..<4).reduce(0.0) { sum, _ in sum - log(1 - generator.uniform()) }
    return (gamma - 4) / 2
  }

  /// Writes how cohorts were drawn, and the tables, below what a person wrote.
  private func write(_ rows: [String], _ rankRows: [String]) throws {
    let page = folder.appendingPathComponent("children.md")
    let old = (try? String(contentsOf: page, encoding: .utf8)) ?? ""
    let head = old.components(separatedBy: Self.marker)[0]
    let columns = [
      "children", "ages of change", "cohorts", "an age is quoted", "mean error (years)",
      "its interval holds the mean age, %", "median width", "mean estimated standard deviation",
      "its interval holds it, %", "one age for all is rejected, %",
      "median of pooled by child’s scale",
    ]
    let text = """
      \(head)\(Self.marker)

      ## Found

      Children with \(Self.design). A child’s accuracy goes from 35 to 80% in a logistic curve of scale \(Self.scale) \
      about its own age of change, \(Int(Self.meanAge)) years on average; its level differs with a standard deviation of \
      \(Self.levelDeviation) on the logit scale, and seven labels are drawn alike at all ages and differ in difficulty. \
      \(Self.defaultCohorts) cohorts a row; brackets are the 95% interval of the simulation. Mean error and width are of \
      the ages that are quoted.

      | \(columns.joined(separator: " | ")) |
      |\(String(repeating: "---|", count: columns.count))
      \(rows.joined(separator: "\n"))

      ## Where children’s own ages lie

      How many of the children’s own ages of change lie in the middle 50, 80 and 95% of what their faces leave of them, by the
      parameters that cohorts were drawn with, and by those estimated from each of \(Self.estimatedRanks) cohorts; and the p-value of the test
      that the rank of one child’s age of each cohort is uniform (20 bins).

      | children | ages of change | parameters | cohorts | in 50% | in 80% | in 95% | p, uniform |
      |---|---|---|---|---|---|---|---|
      \(rankRows.joined(separator: "\n"))

      """
    try AtomicFile.write(text, to: page)
  }
}
