import Analysis
import Faces
import Foundation
import Planning
import Study
import Support

/// The options of `plan` that say what is expected, who is seen, and what is aimed at.
enum PlanOptions {
  static let expectation: [Option] = [
    .value(
      "--infant", "FROM,TO",
      "The infant model's expected accuracy among the youngest and the oldest, as in 0.6,0.35."),
    .value("--adult", "FROM,TO", "The same for the adult model, as in 0.35,0.7."),
    .value("--age", "YEARS", "The age at which both change half way."),
    .value(
      "--scale", "YEARS", "How slow the change is: 90 % of it spans 5.9 of these. Default: 1."),
    .value(
      "--pilot", "RUN",
      "Take all of these from a finished run, or an `evaluate --transition` folder."),
    .value(
      "--correlation", "R",
      "How alike predictions of one subject's faces are, 0 to 1. Default: 0.3."),
  ]

  static let design: [Option] = [
    .value("--children", "N", "Children among the test faces. Default: 240."),
    .value("--adults-per-child", "X", "Adults among the test faces for each child. Default: 0.25."),
    .value(
      "--ages", "AGES",
      "Ages in years at which children are first seen, as many at each: 4,6,8 or 0.3-3,3-8. Default: one "
        + "span for each age group below adults."),
    .value("--adult-ages", "FROM-TO", "The adults' ages in years. Default: 18-60."),
    .value("--visits", "N", "How often each child is seen. Default: 1."),
    .value("--years-between", "YEARS", "Time between two visits. Default: 1."),
    .value("--faces-per-visit", "N", "Labelled faces of each visit. Default: 4."),
    .value(
      "--raters", "N",
      "How many people label each face; accuracies are then against what the face shows. Default: against "
        + "the labels at hand."),
    .value(
      "--rater-accuracy", "X", "The share of faces that one rater names rightly. Default: 0.8."),
    .value(
      "--age-error", "YEARS",
      "Standard deviation of true ages around estimated ones; takes ten times as long. Default: 0."),
  ]

  static let aim: [Option] = [
    .value(
      "--measure", "WHAT",
      "Which age is planned for: crossing of the two curves, or the midpoint of infant or adult. Default: "
        + "crossing."),
    .value("--interval-width", "YEARS", "Aim: the 95% CI is at most so wide."),
    .value("--assurance", "SHARE", "In which share of studies it is to be so. Default: 0.8."),
    .value("--power", "SHARE", "Aim: so many studies find an age that can be quoted."),
    .value("--max-children", "N", "The largest number that is tried. Default: 3200."),
    .value(
      "--compare-ages", "AGES",
      "Other ages of visits, to say which locate the change best.", repeatable: true),
    .value(
      "--studies", "N",
      "Simulated studies of each design; predictions rest on twice as many. Default: 400."),
  ]

  static func expected(_ arguments: Arguments) throws -> ExpectedModels {
    let correlation = try arguments.number("--correlation", in: 0...0.99) ?? 0.3
    let guesses = ["--infant", "--adult", "--age", "--scale"]
    if let pilot = arguments.url("--pilot") {
      if let guess = guesses.first(where: arguments.has) {
        throw SmilestoneError.usage(
          "--pilot and \(guess) cannot go together.", remedy: "Keep one of them.")
      }
      let run = RunFolder(pilot)
      let beside = pilot.appendingPathComponent("metrics.json")
      let metrics = try Metrics(contentsOf: beside.exists ? beside : run.metrics)
      return try ExpectedModels(
        pilot: metrics.transition, name: arguments.string("--pilot") ?? pilot.path,
        correlation: correlation)
    }
    guard let age = try arguments.number("--age", in: 0...120) else {
      throw SmilestoneError.usage(
        "`smilestone plan` needs what is expected: --infant, --adult and --age, or --pilot.",
        remedy: "Write --infant 0.6,0.35 --adult 0.35,0.7 --age 8, say.")
    }
    let scale = try arguments.number("--scale", in: 0...100) ?? 1
    func curve(_ option: String) throws -> ExpectedCurve {
      guard let levels = try arguments.numbers(option), levels.count == 2 else {
        throw SmilestoneError.usage(
          "`smilestone plan` needs \(option) with two accuracies, among the youngest and the oldest.",
          remedy: "Write \(option) 0.35,0.7, say.")
      }
      return ExpectedCurve(
        youngest: levels[0], oldest: levels[1], ageInYears: age, scaleInYears: scale)
    }
    return ExpectedModels(
      infant: try curve("--infant"), adult: try curve("--adult"), correlation: correlation)
  }

  static func design(_ arguments: Arguments, groups: AgeGrouping) throws -> StudyDesign {
    let raters = try arguments.integer("--raters", in: 1...100)
    let accuracy = try arguments.number("--rater-accuracy", in: 0...1)
    if raters == nil, accuracy != nil {
      throw SmilestoneError.usage(
        "--rater-accuracy says nothing without --raters.", remedy: "Add --raters 3, say.")
    }
    if arguments.has("--years-between"), !arguments.has("--visits") {
      throw SmilestoneError.usage(
        "--years-between says nothing without --visits.", remedy: "Add --visits 3, say.")
    }
    return StudyDesign(
      children: try arguments.integer("--children", in: 10...100_000) ?? 240,
      adultsPerChild: try arguments.number("--adults-per-child", in: 0...100) ?? 0.25,
      ages: try arguments.string("--ages").map(AgeSpan.list),
      adultAges: try arguments.string("--adult-ages").map(AgeSpan.init(text:)),
      visits: try arguments.integer("--visits", in: 1...50) ?? 1,
      yearsBetweenVisits: try arguments.number("--years-between", in: 0.01...20) ?? 1,
      facesPerVisit: try arguments.integer("--faces-per-visit", in: 1...1000) ?? 4,
      raters: raters.map { Raters(count: $0, accuracy: accuracy ?? 0.8) },
      ageErrorInYears: try arguments.number("--age-error", in: 0...10) ?? 0, groups: groups)
  }

  static func target(_ arguments: Arguments) throws -> PlanTarget {
    if arguments.has("--assurance"), !arguments.has("--interval-width") {
      throw SmilestoneError.usage(
        "--assurance says nothing without --interval-width.",
        remedy: "Add --interval-width 4, say.")
    }
    return PlanTarget(
      measure: try arguments.choice("--measure") ?? .crossing,
      widthInYears: try arguments.number("--interval-width", in: 0.1...25),
      assurance: try arguments.number("--assurance", in: 0.01...0.999) ?? 0.8,
      power: try arguments.number("--power", in: 0.01...0.999))
  }
}
