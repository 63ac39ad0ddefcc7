import Exploration
import Faces
import Foundation
import Report
import Study
import Support

enum ExploreCommand {
  static let command = Command(
    name: "explore", summary: "Show what is in the data, and what a model could cheat with.",
    operands: "MANIFEST", operandCount: 1...1,
    discussion: """
      Opens every image once. Counts, ages, image properties, near duplicates and sample faces go
      into one page that needs no network; the shortcut audit says how well source, file type, image
      size, mean colour and border pixels alone predict the emotion. Printed are how many faces there are,
      then findings, all flagged ones first and with an exclamation mark; docs/exploration.md explains the thresholds.
      """,
    options: [
      .value(
        "--out", "DIR", "Where explore.html, explore.json, tables/ and figures/ go.",
        required: true),
      .flag("--hide-faces", "Leave all images of faces out of the page."),
      .flag("--no-figures", "Write no figures/ (SVG, PDF and PNG of every chart)."),
      SchemeOption.option, .ageGroups,
      FindingList.option, .json, .seed,
    ],
    examples: [
      (
        "smilestone explore grouped.csv --out explore",
        "Writes explore/explore.html and prints the audit's findings."
      ),
      (
        "smilestone explore infants.csv --out explore --hide-faces",
        "The same without any face in the page."
      ),
    ],
    run: run)

  private static func run(_ arguments: Arguments) throws {
    let observer = TerminalObserver()
    let file = URL(fileURLWithPath: arguments.operands[0])
    let out = try arguments.requiredURL("--out")
    let seed = try arguments.seed() ?? 1
    var manifest = try arguments.labelled(
      Manifest(contentsOf: file, observer: observer), name: file.path)
    if let ages = try arguments.ageGroups() {
      manifest = try manifest.sorted(into: ages, place: file.path)
    }
    guard !manifest.records.isEmpty else {
      throw SmilestoneError.badInput(
        "\(file.path) lists no face.", remedy: "Name another manifest.")
    }
    let explored = try ExploredFaces(manifest, observer: observer)
    guard explored.skipped.count < manifest.records.count else {
      let first = explored.skipped.first.map { " The first, \($0.image): \($0.reason)." } ?? ""
      throw SmilestoneError.badInput(
        "Of \(counted(manifest.records.count, "image")) none can be read.\(first)",
        remedy: "Check the manifest's folder and the image files.")
    }
    let summary = try ExplorationSummary(explored, seed: seed)
    var input = ExploreInput(name: file.lastPathComponent, summary: summary)
    input.hidesFaces = arguments.has("--hide-faces")
    if !input.hidesFaces {
      input.samples = try samples(explored, manifest, seed: seed)
      input.duplicates = try duplicates(explored, manifest, seed: seed)
    }
    try ExploreFolder(out).write(input, explored: explored)
    if !arguments.has("--no-figures") {
      let outcome = try FigureExporter().export(
        ExploreCharts.charts(for: summary), to: out.appendingPathComponent("figures"))
      if let note = outcome.note { observer.message(note) }
    }
    if arguments.has("--json") { return try printJSON(summary) }
    print(
      FaceCounts(
        explored.records, ages: explored.vocabulary.ages,
        emotions: explored.vocabulary.labels.emotions, countsEstimates: true
      ).lines.joined(separator: "\n") + "\n")
    let findings = summary.audit.findings.filter(\.isFlagged)
    let others = summary.audit.findings.filter { !$0.isFlagged }
    print(
      FindingList(
        (findings + others).map { "\($0.isFlagged ? "!" : "-") \($0.text)" },
        minimumCount: findings.count, in: out.appendingPathComponent("explore.json").path, arguments
      ).text)
    print(out.appendingPathComponent("explore.html").path)
  }

  private static func samples(
    _ explored: ExploredFaces, _ manifest: Manifest, seed: UInt64
  ) throws -> [ExploreInput.FaceGroup] {
    let images = try SampleFaces.images(
      SampleFaces.ofEachGroup(explored, seed: seed), of: manifest)
    let groups = explored.vocabulary.ages.groups.map(Optional.some) + [nil]
    let labels = explored.vocabulary.labels
    func order(_ face: Int) -> Int {
      explored.records[face].emotion.flatMap(labels.index(of:)) ?? labels.count
    }
    return groups.compactMap { group in
      let faces = images.filter { explored.records[$0.face].ageGroup == group }
        .sorted { order($0.face) < order($1.face) }
        .map { face(explored, $0) }
      let title = group.map { $0.displayName.sentenceCased } ?? "Age group unknown"
      return faces.isEmpty ? nil : ExploreInput.FaceGroup(title: title, faces: faces)
    }
  }

  private static func duplicates(
    _ explored: ExploredFaces, _ manifest: Manifest, seed: UInt64
  ) throws -> [ExploreInput.FaceGroup] {
    try SampleFaces.ofDuplicates(explored, seed: seed).enumerated().map { place, cluster in
      let images = try SampleFaces.images(cluster, of: manifest)
      return ExploreInput.FaceGroup(
        title: "Photograph \(place + 1)", faces: images.map { face(explored, $0) })
    }
  }

  private static func face(
    _ explored: ExploredFaces, _ image: SampleImage
  ) -> ExploreInput.Face {
    let record = explored.records[image.face]
    let age = record.ageInYears.map { String(format: "%.0f years", $0) }
    let label = [record.emotion?.rawValue, age].compactMap(\.self).joined(separator: ", ")
    return ExploreInput.Face(image: image.jpeg, label: label.isEmpty ? "no label" : label)
  }
}
