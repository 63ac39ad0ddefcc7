import Cohort
import Foundation
import Study
import Support

enum StratifyCommand {
  static let command = Command(
    name: "stratify", summary: "Sort faces with ages into the five age groups, and into splits.",
    operands: "MANIFEST", operandCount: 1...1,
    discussion:
      "Toddlers are up to 3 years old, younger children up to 8, older children up to 12, "
      + "teenagers up to 17, each bound included; adults are above. No image is opened, except to "
      + "tell identical files apart for --split.",
    options: [
      .value("--out", "FILE", "The manifest to write.", required: true),
      .flag("--split", "Divide the faces into train, validation and test anew."),
      .json, .seed,
    ],
    examples: [
      (
        "smilestone stratify ages.csv --out grouped.csv --split",
        "Fills age_group and split, and prints how many faces each group has."
      )
    ],
    run: run)

  private static func run(_ arguments: Arguments) throws {
    let out = try arguments.requiredURL("--out")
    var manifest = try Stratification.assignGroups(
      Manifest(contentsOf: URL(fileURLWithPath: arguments.operands[0])))
    if arguments.has("--split") {
      try Splitter(seed: arguments.seed() ?? 1)
        .assignSplits(in: &manifest, observer: TerminalObserver())
    }
    try manifest.write(to: out)
    let counts = Stratification.counts(manifest)
    if arguments.has("--json") {
      let names = AgeGroup.allCases.map(\.rawValue) + ["none"]
      return try printJSON(
        Dictionary(uniqueKeysWithValues: zip(names, counts.groups + [counts.none])))
    }
    for (group, count) in zip(AgeGroup.allCases, counts.groups) {
      print("\(group.displayName): \(count)")
    }
    if counts.none > 0 { print("without an age: \(counts.none)") }
  }
}
