import Faces
import Foundation
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
      .value("--cohort", "KIND", "both, expression, appearance or neither. Default: both.")
        .choosing(CohortKind.self),
      .value("--subjects", "N", "People to draw. Default: 500."),
      .value("--images", "N", "Images of each person. Default: 4."),
      .value("--size", "N", "Side of the images in pixels. Default: 96."),
      .value("--transition-age", "YEARS", "The planted transition age. Default: 8."),
      .value("--transition-width", "YEARS", "How gradual the transition is. Default: 1.5."),
      SchemeOption.option,
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
    var settings = SyntheticCohortSettings(
      kind: try arguments.choice("--cohort") ?? .both, seed: try arguments.seed() ?? 1,
      subjects: try arguments.integer(
        "--subjects", in: SyntheticCohortSettings.subjectRange) ?? 500,
      imagesPerSubject: try arguments.integer(
        "--images", in: SyntheticCohortSettings.imagesPerSubjectRange) ?? 4,
      sizeInPixels: try arguments.integer("--size", in: 16...1024) ?? 96,
      vocabulary: Vocabulary(ages: try arguments.ageGroups() ?? .study))
    if let scheme = try arguments.scheme() { settings.vocabulary.labels = scheme }
    if let age = try arguments.number("--transition-age", in: 0...100) {
      settings.transition.ageInYears = age
    }
    if let width = try arguments.number("--transition-width", in: 0.01...100) {
      settings.transition.widthInYears = width
    }
    let manifest = try SyntheticCohort.draw(
      settings, into: out, withLandmarks: arguments.has("--landmarks"), observer: TerminalObserver()
    )
    print("\(out.appendingPathComponent("manifest.csv").path): \(manifest.records.count) faces")
  }
}
