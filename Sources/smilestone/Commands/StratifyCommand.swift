import Analysis
import Datasets
import Faces
import Foundation
import Presentation
import Support

enum StratifyCommand {
  static let command = Command(
    name: "stratify", summary: "Sort faces with ages into age groups, and into splits.",
    operands: "MANIFEST", operandCount: 1...1,
    discussion: """
      Unless --age-groups says otherwise, toddlers are up to 3 years old, younger children up to 8, older \
      children up to 12, teenagers up to 17, each bound included; adults are above. Only the splits need the images: faces of one \
      known subject, identical files and near duplicates stay together. Where subjects are not known, \
      persons may cross splits.

      Where ages have an error (age_sd), the faces within one error of a bound are counted, and so is \
      how hard grouping mixes the groups: the expected share of each true group among the faces of \
      each hard one, from the columns p_GROUP or else from a normal distribution of age_sd.
      """,
    options: [
      .value("--out", "FILE", "The manifest to write.", required: true),
      .ageGroups.formerly("--bounds"),
      .flag(
        "--leave-out-boundary", "Leave faces within one error of a bound without an age group."),
      .flag(
        "--soft",
        "Fill the columns p_GROUP, such as p_toddler, from age and age_sd where `age predict` has not."
      ),
      .json, .seed,
    ] + SplitOptions.options,
    examples: [
      (
        "smilestone stratify ages.csv --out grouped.csv --split",
        "Fills age_group and split, and prints how many faces each group has."
      ),
      (
        "smilestone stratify ages.csv --out sure.csv --age-groups 2,6,12,18 --leave-out-boundary",
        "Other age groups, and only faces whose group one error would not change."
      ),
      (
        "smilestone stratify ages.csv --out fold2.csv --folds 5 --test-fold 2 --splits folds.csv",
        "Five folds, written down in folds.csv for later runs; the second is for testing."
      ),
    ],
    run: run)

  private static func run(_ arguments: Arguments) throws {
    let out = try arguments.requiredURL("--out")
    let observer = TerminalObserver()
    let ages = try arguments.ageGroups()
    var manifest = try Manifest(
      contentsOf: URL(fileURLWithPath: arguments.operands[0]), observer: observer)
    let wantsSplits = SplitOptions.areGiven(arguments)
    let wantsGroups = ["--age-groups", "--leave-out-boundary", "--soft"].contains(
      where: arguments.has)
    // Splits are of use without ages too.
    if wantsGroups || !wantsSplits || manifest.records.contains(where: { $0.ageInYears != nil }) {
      let earlier = manifest.extraColumns.count
      manifest = try Stratification.assignGroups(
        manifest, ages: ages, leavesOutBoundary: arguments.has("--leave-out-boundary"))
      if arguments.has("--soft") {
        try GroupMembership(manifest).fill(&manifest)
      } else if manifest.extraColumns.count < earlier {
        observer.message(
          "How probable each age group is was known for other groups and is left out; --soft makes the "
            + "columns p_GROUP again.")
      }
    }
    if wantsSplits {
      try SplitOptions.apply(arguments, to: &manifest, observer: observer)
      for note in manifest.splitNotes { observer.message(note) }
    }
    try manifest.write(to: out)
    let summary = try StratificationSummary(manifest)
    if arguments.has("--json") { try printJSON(summary) } else { print(Tables.text(summary)) }
  }
}

extension Tables {
  static func text(_ summary: StratificationSummary) -> String {
    let rows = summary.groups.map {
      [$0.ageGroup.displayName, "\($0.faces)", "\($0.nearBoundary)"]
    }
    let total = summary.groups.reduce(0) { $0 + $1.faces }
    var lines = [
      TextTable.aligned(
        [["age group", "faces", "within one error of a bound"]] + rows
          + [["all", "\(total)", "\(summary.nearBoundary)"]])
    ]
    if summary.leftOut > 0 { lines.append("left out at a bound: \(summary.leftOut)") }
    if summary.withoutAge > 0 { lines.append("without an age: \(summary.withoutAge)") }
    if summary.withoutError > 0 {
      lines.append("with an age but no error of it: \(summary.withoutError)")
    }
    if let mixing = summary.mixing { lines.append("\n" + text(mixing)) }
    return lines.joined(separator: "\n")
  }

  private static func text(_ mixing: GroupMixing) -> String {
    let rows = mixing.rows.map { row in
      [row.ageGroup.displayName, "\(row.n)"]
        + (row.shares.map { $0.map { Format.share($0) } }
          ?? mixing.rows.map { _ in "undefined" })
    }
    return "Expected true groups of the faces in each group; "
      + "\(Format.share(mixing.rightShare)) stand in their own\n"
      + TextTable.aligned([["age group", "n"] + mixing.rows.map(\.ageGroup.displayName)] + rows)
  }
}
