import Faces
import Foundation
import Planning
import Statistics
import Support

/// Whether studies keep what `smilestone plan` predicts of them: three designs are planned, and other
/// studies of each simulated with another seed.
struct PlanningCheck {
  private static let studies = 500
  /// How far a share may be off.
  private static let tolerance = 0.03
  private static let marker =
    "<!-- Everything below is written by `make validate ARGS=planning`. -->"

  private struct Planned {
    let name: String
    let planning: StudyPlanning
  }

  private static let designs: [Planned] = {
    func curve(_ youngest: Double, _ oldest: Double, at age: Double) -> ExpectedCurve {
      ExpectedCurve(youngest: youngest, oldest: oldest, ageInYears: age)
    }
    let settings = PlanSettings(studies: 300)
    return [
      Planned(
        name: "seen once, in every age group",
        planning: StudyPlanning(
          design: StudyDesign(children: 240),
          expected: ExpectedModels(
            infant: curve(0.6, 0.35, at: 8), adult: curve(0.35, 0.7, at: 8)),
          target: PlanTarget(measure: .crossing, widthInYears: 4), settings: settings)),
      Planned(
        name: "seen three times, two years apart",
        planning: StudyPlanning(
          design: StudyDesign(
            children: 240, ages: [AgeSpan(2, 5), AgeSpan(5, 9)], visits: 3, yearsBetweenVisits: 2),
          expected: ExpectedModels(
            infant: curve(0.55, 0.4, at: 7), adult: curve(0.4, 0.7, at: 7)),
          target: PlanTarget(measure: .adult, power: 0.8), settings: settings)),
      Planned(
        name: "five ages, three raters",
        planning: StudyPlanning(
          design: StudyDesign(
            children: 240, ages: [2, 5, 8, 11, 14].map { AgeSpan($0, $0) }, facesPerVisit: 6,
            raters: Raters(count: 3, accuracy: 0.75)),
          expected: ExpectedModels(
            infant: curve(0.65, 0.35, at: 9), adult: curve(0.35, 0.8, at: 9)),
          target: PlanTarget(measure: .crossing, widthInYears: 4, assurance: 0.9),
          settings: settings)),
    ]
  }()

  let folder: URL

  /// Plans, simulates, and writes planning.csv and the tables of planning.md.
  func run() throws {
    var writer = CSVWriter(header: [
      "design", "children", "what", "predicted", "predicted studies", "found", "found studies",
    ])
    var rows: [String] = []
    for planned in Self.designs {
      let start = Date()
      let prediction = try planned.planning.plan()
      guard let predicted = prediction.predicted else {
        throw SmilestoneError.failed("No number of children reaches the aim of “\(planned.name)”.")
      }
      var settings = planned.planning.settings
      settings.seed = 2
      let study = SimulatedStudy(
        design: prediction.design, expected: prediction.expected,
        measure: prediction.target.measure, settings: settings)
      let found = try DesignPerformance(
        study.outcomes(Self.studies, purpose: "check"), design: prediction.design,
        truthInYears: prediction.truthInYears, target: prediction.target)
      for (what, first, second) in Self.shares(predicted, found, prediction.target) {
        writer.append([
          planned.name, "\(predicted.children)", what, "\(first.value)", "\(predicted.studies)",
          "\(second.value)", "\(found.studies)",
        ])
        rows.append(Self.row(planned.name, predicted.children, what, first, second))
      }
      rows.append(
        "| \(planned.name) | \(predicted.children) | median width, years | "
          + "\(Self.years(predicted.medianWidthInYears)) | \(Self.years(found.medianWidthInYears)) | | |"
      )
      print("\(planned.name): \(String(format: "%.1f s", Date().timeIntervalSince(start)))")
    }
    try AtomicFile.write(writer.text, to: folder.appendingPathComponent("planning.csv"))
    try write(rows)
  }

  private static func shares(
    _ predicted: DesignPerformance, _ found: DesignPerformance, _ target: PlanTarget
  ) -> [(String, Estimate, Estimate)] {
    var shares: [(String, Estimate, Estimate)] = []
    if let width = target.widthInYears, let first = predicted.narrowEnough,
      let second = found.narrowEnough
    {
      shares.append(("interval at most \(String(format: "%g", width)) years wide", first, second))
    }
    shares.append(("finds an age to quote", predicted.found, found.found))
    if let first = predicted.coverage, let second = found.coverage {
      shares.append(("interval holds the truth", first, second))
    }
    if let first = predicted.coverageWhereFound, let second = found.coverageWhereFound {
      shares.append(("the same among those that find an age", first, second))
    }
    return shares
  }

  private static func row(
    _ name: String, _ children: Int, _ what: String, _ predicted: Estimate, _ found: Estimate
  ) -> String {
    func text(_ share: Estimate) -> String {
      String(
        format: "%.1f (%.1f to %.1f)", 100 * share.value, 100 * share.lower, 100 * share.upper)
    }
    let difference = found.value - predicted.value
    let verdict = abs(difference) <= tolerance ? "yes" : "**no**"
    return "| \(name) | \(children) | \(what) | \(text(predicted)) | \(text(found)) | "
      + String(format: "%+.1f", 100 * difference) + " | \(verdict) |"
  }

  private static func years(_ width: Double?) -> String {
    width.map { String(format: "%.2f", $0) } ?? "open"
  }

  /// Writes the designs and the tables below what a person wrote.
  private func write(_ rows: [String]) throws {
    let page = folder.appendingPathComponent("planning.md")
    let old = (try? String(contentsOf: page, encoding: .utf8)) ?? ""
    let head = old.components(separatedBy: Self.marker)[0]
    let designs = Self.designs.map { planned in
      let planning = planned.planning
      func levels(_ curve: ExpectedCurve) -> String {
        String(format: "%g to %g", curve.youngest, curve.oldest)
      }
      return "- **\(planned.name.prefix(1).uppercased() + planned.name.dropFirst())**: "
        + "accuracies \(levels(planning.expected.infant)) (infant model) and "
        + "\(levels(planning.expected.adult)) (adult model), half way at "
        + String(format: "%g years", planning.expected.adult.ageInYears)
        + "; \(planning.design.inWords(withChildren: false)). Aim: \(planning.target.inWords), of "
        + "\(planning.target.measure.inWords)."
    }
    let text =
      head + Self.marker + "\n\n## The designs\n\n" + designs.joined(separator: "\n") + "\n\n"
      + "## Predicted and found\n\n"
      + "| design | children | share of studies, % | predicted | found in \(Self.studies) others | points "
      + "| within \(String(format: "%g", 100 * Self.tolerance)) |\n|---|---|---|---|---|---|---|\n"
      + rows.joined(separator: "\n") + "\n"
    try AtomicFile.write(text, to: page)
  }
}
