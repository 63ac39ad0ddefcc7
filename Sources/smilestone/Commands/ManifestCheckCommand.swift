import Datasets
import Faces
import Foundation
import Support

enum ManifestCheckCommand {
  static let command = Command(
    name: "manifest check",
    summary: "Look for subjects, files and photographs that cross splits.",
    operands: "MANIFEST", operandCount: 1...1,
    discussion: """
      Opens every image: files with the same bytes and near duplicates (the same photograph scaled,
      recompressed, lightened, marked, mirrored, cropped or turned by some degrees) are found again,
      whatever the manifest says (docs/results/duplicates.md has how many are found). Subjects are compared by the manifest's names, without
      blanks and case; of faces without one nothing is known. What crosses splits is listed, and the
      exit status is then 3.
      """,
    options: [
      .value("--clusters", "FILE", "Write the pairs of near duplicates to a CSV."), .json,
    ],
    examples: [
      (
        "smilestone manifest check grouped.csv",
        "Prints how many near duplicates there are, and what crosses splits."
      )
    ],
    run: run)

  /// What the check found, as `--json` prints it.
  private struct Result: Encodable {
    struct Violation: Encodable {
      let kind: String
      let value: String
      let splits: [String]
      let images: [String]
    }

    let faces: Int
    let facesWithSplit: Int
    let syntheticFaces: Int
    let unreadable: [String]
    let subjects: Int
    let facesWithoutSubject: Int
    let nearDuplicateClusters: Int
    let facesInNearDuplicateClusters: Int
    let largestCluster: Int
    let violations: [Violation]
  }

  private static func run(_ arguments: Arguments) throws {
    let observer = TerminalObserver()
    let manifest = try Manifest(
      contentsOf: URL(fileURLWithPath: arguments.operands[0]), observer: observer)
    let scan = try DuplicateScan(manifest, observer: observer)
    if let file = arguments.url("--clusters") { try write(scan.duplicates, of: manifest, to: file) }
    let violations = manifest.splitViolations(
      contentHashes: scan.contentHashes, duplicateClusters: scan.duplicates.names)
    let members = scan.duplicates.members
    let knowledge = SubjectKnowledge(manifest.records)
    let result = Result(
      faces: manifest.records.count,
      facesWithSplit: manifest.records.count { $0.split != nil },
      syntheticFaces: manifest.isSynthetic.count { $0 },
      unreadable: scan.skipped.map { "\($0.image): \($0.reason)" },
      subjects: knowledge.subjects, facesWithoutSubject: knowledge.facesWithoutSubject,
      nearDuplicateClusters: members.count,
      facesInNearDuplicateClusters: members.reduce(0) { $0 + $1.count },
      largestCluster: members.map(\.count).max() ?? 0,
      violations: violations.map {
        Result.Violation(
          kind: $0.kind.rawValue, value: $0.value, splits: $0.splits.map(\.rawValue),
          images: $0.images)
      })
    if arguments.has("--json") {
      try printJSON(result)
    } else {
      describe(result, violations, knowledge)
      UnnamedPersons(manifest.records).hints(duplicateClusters: scan.duplicates.names)
        .forEach { print($0) }
    }
    guard violations.isEmpty else {
      throw SmilestoneError.badInput(
        "\(arguments.operands[0]): the splits leak in \(violations.count) places.",
        remedy: "Divide the faces again: `smilestone stratify --split`.")
    }
    guard result.unreadable.isEmpty else {
      throw SmilestoneError.badInput(
        "\(arguments.operands[0]): \(result.unreadable.count) images cannot be read, so nothing "
          + "is proven of them.",
        remedy: "Repair the files, or take their rows out.")
    }
  }

  private static func describe(
    _ result: Result, _ violations: [SplitViolation], _ knowledge: SubjectKnowledge
  ) {
    print(
      "\(counted(result.faces, "face")), \(result.facesWithSplit) with a split, "
        + "\(counted(result.subjects, "known subject"))")
    print(
      "near duplicates: \(counted(result.nearDuplicateClusters, "cluster")) with "
        + "\(counted(result.facesInNearDuplicateClusters, "face")), \(result.largestCluster) in the largest"
    )
    if result.syntheticFaces > 0 {
      print(
        "\(counted(result.syntheticFaces, "synthetic face")): compared by subject and bytes alone")
    }
    list("cannot be read", result.unreadable)
    list("crosses splits", violations.map(\.description))
    for note in [knowledge.spellingsInWords, knowledge.largestInWords].compactMap(\.self) {
      print(note)
    }
    if violations.isEmpty { print(claim(result, knowledge)) }
  }

  /// What was compared and found sound, and no more.
  private static func claim(_ result: Result, _ knowledge: SubjectKnowledge) -> String {
    guard result.facesWithSplit > 0 else {
      return "No face has a split, so nothing can cross one."
    }
    let unread = result.unreadable.count
    var compared = knowledge.subjects > 0 ? ["no known subject"] : []
    if unread < result.faces { compared += ["no file", "no near duplicate"] }
    var sentences: [String] = []
    if let first = compared.first {
      let list =
        (compared.count > 1 ? compared.dropLast().joined(separator: ", ") + " and " : "")
        + (compared.last ?? first)
      sentences.append(list.prefix(1).uppercased() + list.dropFirst() + " crosses splits.")
    }
    if unread > 0 {
      sentences.append(
        "Nothing is proven of the \(unread) of \(result.faces) images that cannot be read.")
    }
    if let caution = knowledge.caution { sentences.append(caution) }
    return sentences.joined(separator: " ")
  }

  /// Prints the first of many: a terminal is no place for a thousand.
  private static func list(_ title: String, _ lines: [String]) {
    let shown = 20
    for line in lines.prefix(shown) { print("\(title): \(line)") }
    if lines.count > shown { print("… and \(lines.count - shown) more: --json lists all") }
  }

  private static func write(
    _ duplicates: DuplicateClusters, of manifest: Manifest, to url: URL
  ) throws {
    var writer = CSVWriter(header: [
      "duplicate_cluster", "first", "second", "hash_distance", "correlation", "detail_correlation",
      "mirrored", "part_of", "part_side", "angle_degrees",
    ])
    for pair in duplicates.pairs {
      writer.append([
        duplicates.names[pair.first] ?? "", manifest.records[pair.first].image,
        manifest.records[pair.second].image, "\(pair.hashDistance)",
        String(format: "%.4f", pair.correlation),
        String(format: "%.4f", pair.detailCorrelation), "\(pair.isMirrored)",
        pair.part == nil ? "" : pair.isPartOfSecond ? "second" : "first",
        pair.part.map { String(format: "%.2f", $0.side) } ?? "",
        pair.part.map { String(format: "%.1f", $0.angle * 180 / .pi) } ?? "",
      ])
    }
    try AtomicFile.write(writer.text, to: url)
  }
}
