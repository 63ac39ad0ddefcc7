import Faces
import Foundation
import Study
import Support
import Synthetic

enum SynthCommand {
  static let command = Command(
    name: "synth", summary: "Draw a cohort of faces in which the transition is known.",
    discussion: """
      Infant expressions pass to adult ones around the transition age. In the cohort both, heads
      develop too; in expression all heads are adults'; in appearance only heads develop; in neither
      nothing does.

      With --video recordings of synthetic children at several ages are drawn instead, with known onsets and \
      offsets of expressions: events.csv, sessions.csv (ages) and frames.csv (where faces are) say what is in them, \
      marks.csv whose face is studied (`smilestone video --marks`).
      """,
    options: [
      .value("--out", "DIR", "Where images/ and manifest.csv go.", required: true),
      .value("--cohort", "KIND", "both, expression, appearance or neither. Default: both.")
        .choosing(CohortKind.self),
      .value("--subjects", "N", "People to draw. Default: 500."),
      .value("--images", "N", "Images of each person. Default: 4."),
      .value("--size", "N", "Side of the images in pixels. Default: 96."),
      .value("--transition-age", "YEARS", "The planted transition age. Default: 8."),
      .value("--transition-width", "YEARS", "How gradual the transition is. Default: 1.5."),
      .value(
        "--development", "FILE",
        "What else changes with age: each emotion's form, strength and frequency, heads, labels, image "
          + "quality, in JSON5 (docs/synthetic.md)."),
      SchemeOption.option, .set("raters=20", listedBy: "`smilestone settings synthetic`"),
      .flag("--landmarks", "Write where points of each face are (column landmarks)."),
      .flag("--name-raters", "Write which rater named which label (column rater_labels)."),
      .flag("--video", "Draw recordings; --subjects (default 4) is how many children."),
      .value("--sessions", "N", "Recordings of each child, at other ages. Default: 2."),
      .value("--seconds", "N", "How long recordings are. Default: 60."),
      .ageGroups, .seed,
    ],
    examples: [
      ("smilestone synth --out synthetic", "2,000 faces of 500 people."),
      (
        "smilestone synth --out control --cohort appearance --seed 7",
        "Faces whose heads age while their expressions do not develop."
      ),
      (
        "smilestone synth --out blurred --cohort appearance --development blurred.json5",
        "Faces of which those of children are less sharp, where the file says so."
      ),
      (
        "smilestone synth --out recordings --video --subjects 10 --scheme valence",
        "20 recordings of ten children, in which it is known when they look pleased."
      ),
    ],
    run: run)

  private static func run(_ arguments: Arguments) throws {
    let out = try arguments.requiredURL("--out")
    if arguments.has("--video") { return try drawRecordings(arguments, into: out) }
    if let option = ["--sessions", "--seconds"].first(where: arguments.has) {
      throw SmilestoneError.usage("\(option) is for recordings.", remedy: "Add --video.")
    }
    let settings = try settings(arguments)
    let manifest = try SyntheticCohort.draw(
      settings, into: out, withLandmarks: arguments.has("--landmarks"),
      namesRaters: arguments.has("--name-raters"), observer: TerminalObserver())
    print(
      "\(out.appendingPathComponent("manifest.csv").path): \(counted(manifest.records.count, "face"))"
    )
  }

  private static func settings(_ arguments: Arguments) throws -> SyntheticCohortSettings {
    var settings = SyntheticCohortSettings(
      vocabulary: Vocabulary(ages: try arguments.ageGroups() ?? .study))
    if let scheme = try arguments.scheme() { settings.vocabulary.labels = scheme }
    settings = try SettingsFile.applying(arguments.strings("--set"), to: settings)
    if let kind = try arguments.choice("--cohort", of: CohortKind.self) { settings.kind = kind }
    if let seed = try arguments.seed() { settings.seed = seed }
    if let subjects = try arguments.integer(
      "--subjects", in: SyntheticCohortSettings.subjectRange)
    {
      settings.subjects = subjects
    }
    if let images = try arguments.integer(
      "--images", in: SyntheticCohortSettings.imagesPerSubjectRange)
    {
      settings.imagesPerSubject = images
    }
    if let size = try arguments.integer("--size", in: SyntheticCohortSettings.sizesInPixels) {
      settings.sizeInPixels = size
    }
    if let age = try arguments.number("--transition-age", in: 0...100) {
      settings.transition.ageInYears = age
    }
    if let width = try arguments.number("--transition-width", in: 0.01...100) {
      settings.transition.widthInYears = width
    }
    if let file = arguments.url("--development") {
      settings.development = try CohortDevelopment(contentsOf: file)
    }
    return settings
  }

  private static func drawRecordings(_ arguments: Arguments, into out: URL) throws {
    let images = [
      "--cohort", "--images", "--size", "--landmarks", "--name-raters", "--age-groups", "--set",
      "--development",
    ]
    if let option = images.first(where: arguments.has) {
      throw SmilestoneError.usage("\(option) means nothing to --video.", remedy: "Leave it out.")
    }
    var settings = SessionSettings()
    settings.seed = try arguments.seed() ?? settings.seed
    settings.children = try arguments.integer("--subjects", in: 1...10_000) ?? settings.children
    settings.sessionsPerChild =
      try arguments.integer("--sessions", in: 1...100) ?? settings.sessionsPerChild
    settings.seconds = try arguments.number("--seconds", in: 5...7200) ?? settings.seconds
    if let scheme = try arguments.scheme() { settings.vocabulary.labels = scheme }
    settings.transition.ageInYears =
      try arguments.number("--transition-age", in: 0...100) ?? settings.transition.ageInYears
    settings.transition.widthInYears =
      try arguments.number("--transition-width", in: 0.01...100) ?? settings.transition.widthInYears
    let count = try SyntheticSessions.draw(settings, into: out, observer: TerminalObserver())
    print(
      "\(out.path): \(count) recordings in videos, events.csv, marks.csv, sessions.csv and frames.csv"
    )
  }
}
