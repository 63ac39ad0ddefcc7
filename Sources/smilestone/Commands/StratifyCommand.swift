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
      + "teenagers up to 17, each bound included; adults are above. Only the splits need the images: "
      + "faces of one subject, identical files and near duplicates stay together.",
    options: [
      .value("--out", "FILE", "The manifest to write.", required: true),
      .json, .seed,
    ] + SplitOptions.options,
    examples: [
      (
        "smilestone stratify ages.csv --out grouped.csv --split",
        "Fills age_group and split, and prints how many faces each group has."
      ),
      (
        "smilestone stratify ages.csv --out fold2.csv --folds 5 --test-fold 2 --splits folds.csv",
        "Five folds, written down in folds.csv for later runs; the second is for testing."
      ),
    ],
    run: run)

  private static func run(_ arguments: Arguments) throws {
    let out = try arguments.requiredURL("--out")
    var manifest = try Manifest(contentsOf: URL(fileURLWithPath: arguments.operands[0]))
    let wantsSplits = SplitOptions.areGiven(arguments)
    // Splits are of use without ages too.
    if !wantsSplits || manifest.records.contains(where: { $0.ageInYears != nil }) {
      manifest = try Stratification.assignGroups(manifest)
    }
    if wantsSplits {
      try SplitOptions.apply(arguments, to: &manifest, observer: TerminalObserver())
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
