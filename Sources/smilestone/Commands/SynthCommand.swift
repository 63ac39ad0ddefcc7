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
      """,
    options: [
      .value("--out", "DIR", "Where images/ and manifest.csv go.", required: true),
      .value("--cohort", "KIND", "both, expression, appearance or neither. Default: both."),
      .value("--subjects", "N", "People to draw. Default: 500."),
      .value("--images", "N", "Images of each person. Default: 4."),
      .value("--size", "N", "Side of the images in pixels. Default: 96."),
      .value("--transition-age", "YEARS", "The planted transition age. Default: 8."),
      .value("--transition-width", "YEARS", "How gradual the transition is. Default: 1.5."),
      SchemeOption.option, .set("raters=20", listedBy: "`smilestone settings synthetic`"),
      .flag("--landmarks", "Write where points of each face are (column landmarks)."),
      .ageGroups, .seed,
    ],
    examples: [
      ("smilestone synth --out synthetic", "2,000 faces of 500 people."),
      (
        "smilestone synth --out control --cohort appearance --seed 7",
        "Faces whose heads age while their expressions do not develop."
      ),
    ],
    run: run)

  private static func run(_ arguments: Arguments) throws {
    let out = try arguments.requiredURL("--out")
    let settings = try settings(arguments)
    let manifest = try SyntheticCohort.draw(
      settings, into: out, withLandmarks: arguments.has("--landmarks"), observer: TerminalObserver()
    )
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
    return settings
  }
}
