import Analysis
import Faces
import Foundation
import Planning
import Statistics
import Support

/// Whether likely ages are righter after they were reweighted to the ages of the faces at hand (`AgeShift`), where these have
/// the ages of the calibration faces and where they have others.
struct ShiftCheck {
  private static let marker = "<!-- Everything below is written by `make validate ARGS=shift`. -->"
  private static let defaultCohorts = 20
  private static let calibrationFaces = 600
  /// Shares of the study's age groups among the calibration faces, as in a part of UTKFace.
  private static let calibrationShares = [0.15, 0.1, 0.06, 0.09, 0.6]
  private static let planted = TransitionCurve(
    infantAsymptote: 0.35, adultAsymptote: 0.75, midpoint: 9, scale: 1)

  let folder: URL
  /// Cohorts of each setting; nil for the default. With fewer nothing is kept.
  var cohorts: Int?

  private struct Archive: Sendable {
    let name: String
    let shares: [Double]
    let faces: Int
  }

  private static let archives = [200, 1000].flatMap { faces in
    [
      Archive(name: "as the calibration faces", shares: calibrationShares, faces: faces),
      Archive(name: "nearly so", shares: [0.2, 0.12, 0.06, 0.09, 0.53], faces: faces),
      Archive(
        name: "as many of each age group", shares: [0.2, 0.2, 0.2, 0.2, 0.2], faces: faces),
      Archive(name: "children above all", shares: [0.2, 0.25, 0.2, 0.2, 0.15], faces: faces),
    ]
  }

  /// What likely ages are worth, as they are or reweighted.
  private struct Answer: Sendable {
    /// Mean of −ln of the probability of the true age group.
    var logLoss: Double
    /// Of the faces that are estimated at 3 to 17 years, the share whose 90 % interval holds the age.
    var covered: Double?
    /// Whether the interval of the transition age by imputed ages holds the planted one, and whether the age is at most a year
    /// off; nil where it was not asked.
    var holds: Bool?
    var isNear: Bool?
  }

  /// Simulates, and writes age-shift.csv and the table of age-shift.md.
  func run() throws {
    var writer = CSVWriter(
      header: [
        "ages", "faces", "cohorts", "treatment", "log loss", "covered", "transition asked", "holds",
        "near",
      ])
    var rows: [String] = []
    let count = cohorts ?? Self.defaultCohorts
    for archive in Self.archives {
      let answers = try parallelMap(count: count) { try Self.answers(archive, cohort: $0) }
      for (place, treatment) in ["as calibrated", "reweighted"].enumerated() {
        let own = answers.map { $0[place] }
        func mean(_ values: [Double]) -> Double {
          values.reduce(0, +) / Double(max(1, values.count))
        }
        let (loss, covered) = (mean(own.map(\.logLoss)), mean(own.compactMap(\.covered)))
        let (holds, near) = (own.compactMap(\.holds), own.compactMap(\.isNear))
        // How far both treatments differ in the same cohorts, with its standard error.
        let gains = answers.map { $0[0].logLoss - $0[1].logLoss }
        let gain = try meanInterval(gains)
        writer.append([
          archive.name, "\(archive.faces)", "\(own.count)", treatment, String(format: "%.4f", loss),
          String(format: "%.4f", covered), "\(holds.count)", "\(holds.count { $0 })",
          "\(near.count { $0 })",
        ])
        func share(_ answers: [Bool]) throws -> String {
          try wilsonInterval(successes: answers.count { $0 }, trials: answers.count).map {
            String(format: "%.0f (%.0f to %.0f)", 100 * $0.value, 100 * $0.lower, 100 * $0.upper)
          } ?? ""
        }
        let row =
          "| \(archive.faces) | \(archive.name) | \(treatment) | " + String(format: "%.3f", loss)
          + (place == 1
            ? gain.map {
              String(format: " (gain %.3f, %.3f to %.3f)", $0.value, $0.lower, $0.upper)
            } ?? "" : "")
          + String(format: " | %.1f", 100 * covered)
          + " | \(try share(holds)) | \(try share(near)) |"
        rows.append(row)
        print(row)
      }
    }
    guard cohorts == nil else { return }
    try AtomicFile.write(writer.text, to: folder.appendingPathComponent("age-shift.csv"))
    try write(rows)
  }

  /// A face of a given distribution of ages with what the network says of it.
  private static func face(
    _ shares: [Double], _ generator: inout SeededGenerator
  ) -> AgePrediction {
    var rest = generator.uniform()
    let group = shares.firstIndex { share in
      rest -= share
      return rest < 0
    }
    let span = SimulatedFaces.spans[group ?? shares.count - 1]
    let age = generator.uniform(span.lowerBound, span.upperBound)
    let estimate = max(0.1, age + (0.4 + 0.16 * age) * generator.normal())
    return AgePrediction(
      ageInYears: age,
      estimate: AgeEstimate(
        ageInYears: estimate, standardDeviationInYears: 0.4 + 0.16 * estimate), ages: .study)
  }

  /// Calibrates, draws the archive, and asks both treatments.
  private static func answers(_ archive: Archive, cohort: Int) throws -> [Answer] {
    var generator = SeededGenerator(
      seed: 1, stream: "shift/\(archive.name)/\(archive.faces)/\(cohort)")
    let calibrating = (0..<calibrationFaces).map { _ in face(calibrationShares, &generator) }
    let faces = (0..<archive.faces).map { _ in face(archive.shares, &generator) }
    let labels = LabelScheme.emotions7.emotions
    let drawn = faces.map { face in
      (
        emotion: labels[generator.integer(below: labels.count)],
        isCorrect: generator.uniform() < planted.accuracy(at: face.ageInYears)
      )
    }
    guard let uncertainty = AgeUncertainty(calibratingOn: calibrating) else { return [] }
    let calibrated = faces.map { uncertainty.calibrated($0.estimate) }
    let reweighted = calibrated.reweighted(by: uncertainty, ages: .study)?.estimates ?? calibrated
    let seed = generator.next()
    return try [calibrated, reweighted].map { estimates in
      var answer = Answer(logLoss: 0)
      var covered: [Bool] = []
      for (face, estimate) in zip(faces, estimates) {
        guard let likely = estimate.distribution else { continue }
        let own = AgeGrouping.study.index(ofAgeInYears: face.ageInYears)
        answer.logLoss -=
          log(max(likely.probabilities(of: .study)[own], 0.0025)) / Double(faces.count)
        if (3...17).contains(estimate.ageInYears) {
          covered.append(likely.intervalInYears(level: 0.9).contains(face.ageInYears))
        }
      }
      if !covered.isEmpty { answer.covered = Double(covered.count { $0 }) / Double(covered.count) }
      guard archive.faces >= 1000 else { return answer }
      let uncertain = zip(estimates, drawn).enumerated().map { subject, pair in
        UncertainFace(
          subject: subject, emotion: pair.1.emotion, ageInYears: pair.0.ageInYears,
          likelyAges: pair.0.distribution, isCorrect: [pair.1.isCorrect])
      }
      let age = try AgeErrorAnalysis(
        faces: uncertain, models: ["adult"], groups: .study,
        settings: AgeErrorSettings(
          seed: seed, imputations: 5, cycles: 3, resamples: 24,
          transition: TransitionSettings(seed: seed, replicates: 60, boundSimulations: 19)),
        workers: 1
      ).ages?.first?.imputed
      answer.holds = age?.interval.contains(planted.midpoint)
      answer.isNear = age?.ageInYears.map { abs($0 - planted.midpoint) <= 1 }
      return answer
    }
  }

  /// Writes how cohorts were drawn, and the table, below what a person wrote.
  private func write(_ rows: [String]) throws {
    let page = folder.appendingPathComponent("age-shift.md")
    let old = (try? String(contentsOf: page, encoding: .utf8)) ?? ""
    let head = old.components(separatedBy: Self.marker)[0]
    let text = """
      \(head)\(Self.marker)

      ## Found

      An estimator's ages scatter around true ones (standard deviation 0.4 years and 16% of the age). \
      \(Self.calibrationFaces) faces calibrate it, of which 15, 10, 6, 9 and 60% are toddlers to adults. Log loss is the mean \
      of −ln of the probability of the true age group, smaller is better; coverage is that of 90% intervals of faces that are estimated at 3 \
      to 17 years. With 1,000 faces a model's accuracy rises from 35 to 75% at 9 years; its transition age comes from imputed ages with \
      5 data sets, 3 cycles and 24 resamples. \(Self.defaultCohorts) cohorts of each row; brackets are 95% confidence \
      intervals of the simulation.

      | faces | their ages | likely ages | log loss | 90% interval holds, % | the transition age's interval holds it, % | the transition age is at most a year off, % |
      |---|---|---|---|---|---|---|
      \(rows.joined(separator: "\n"))

      """
    try AtomicFile.write(text, to: page)
  }
}
