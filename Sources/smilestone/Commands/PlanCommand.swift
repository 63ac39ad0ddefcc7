import Analysis
import Faces
import Foundation
import Planning
import Report
import Study
import Support

enum PlanCommand {
  static let command = Command(
    name: "plan", summary: "Plan a study: how many children, of which ages, locate the change.",
    discussion: """
      Simulates whole studies of a design and analyses each as `evaluate --transition` does (and --age-error, where \
      ages are estimated): how wide the interval of the age is, how often there is one to quote, how often it \
      holds the truth. With an aim it looks for the smallest number of children that reaches it. All numbers are \
      of test faces; how many children the whole archive needs, of which the settings train on most, stands below them.

      docs/planning.md has the method and what it cannot foresee.
      """,
    options: [
      .value(
        "--out", "DIR",
        "Where plan.json5, preregistration.md, plan.html, planning.json, curve.csv and figures/ go.",
        required: true),
      .value("--title", "TEXT", "What the study is called. Default: A planned study."),
    ] + PlanOptions.expectation + PlanOptions.design + PlanOptions.aim + [
      .value(
        "--preset", "NAME",
        "The study's settings, which the plan freezes: synthetic, open, scratch or paper. Default: open."
      ),
      .config, .set, SchemeOption.option, .ageGroups,
      .flag("--no-figures", "Write no figures/ (SVG, PDF and PNG of every chart)."), .seed, .json,
    ],
    examples: [
      (
        "smilestone plan --out plan --infant 0.6,0.35 --adult 0.35,0.7 --age 8 --interval-width 4",
        "How many children bound the crossing within 4 years in 80 % of studies."
      ),
      (
        "smilestone plan --out plan --pilot runs/first --children 300 --compare-ages 4,6,8,10,12",
        "What 300 children like a finished run's would give, and whether other ages are better."
      ),
    ],
    run: run)

  private static func run(_ arguments: Arguments) throws {
    let observer = TerminalObserver()
    let out = try arguments.requiredURL("--out")
    let configuration = try StudyCommand.configuration(
      arguments, preset: arguments.choice("--preset", of: Preset.self) ?? .open)
    let vocabulary = configuration.vocabulary
    let planning = StudyPlanning(
      design: try PlanOptions.design(arguments, groups: vocabulary.ages),
      expected: try PlanOptions.expected(arguments), target: try PlanOptions.target(arguments),
      settings: PlanSettings(
        seed: configuration.seed,
        studies: try arguments.integer("--studies", in: 20...100_000) ?? 400,
        vocabulary: vocabulary),
      maximumChildren: try arguments.integer("--max-children", in: 50...100_000) ?? 3200,
      testShare: try configuration.split.normalised()[2],
      observer: observer)
    let prediction = try planning.plan(
      comparing: arguments.strings("--compare-ages").map(AgeSpan.list))
    let folder = PlanningFolder(out)
    try folder.write(
      prediction, title: arguments.string("--title") ?? "A planned study",
      settings: configuration.frozenSettings(), program: "Smilestone \(Smilestone.version)")
    if !arguments.has("--no-figures") {
      let outcome = try FigureExporter().export(
        PlanningCharts.charts(prediction), to: out.appendingPathComponent("figures"))
      if let note = outcome.note { observer.message(note) }
    }
    if arguments.has("--json") {
      try printJSON(prediction)
    } else {
      print(PlanningTables.text(prediction))
      print(folder.page.path)
    }
    guard prediction.predicted != nil else {
      throw SmilestoneError.failed(
        "Not even \(planning.maximumChildren) children reach the aim (\(prediction.target.inWords)), so there is no "
          + "plan to write; \(folder.page.path) has what they reach.",
        remedy:
          "Aim at less, plan more faces or visits of each child, or allow more with --max-children."
      )
    }
  }
}
