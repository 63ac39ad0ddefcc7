import Analysis
import Datasets
import Foundation
import Models
import Support
import TestSupport
import Testing
import Weights

/// What documents say is what the tables beside them hold.
@Suite struct DocumentTests {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  private func text(_ path: String) throws -> String {
    try String(contentsOf: DocumentTests.root.appendingPathComponent(path), encoding: .utf8)
  }

  private func copy(_ names: String..., to folder: TemporaryFolder) throws {
    for name in names {
      try folder.write(text("docs/results/\(name)"), to: name)
    }
  }

  /// The settings that the page names are those of the code.
  @Test func theCoverageStudysPageIsInStep() throws {
    let folder = try TemporaryFolder()
    try copy("validation.csv", "validation.md", to: folder)
    let process = Process()
    process.executableURL = Program.url.deletingLastPathComponent()
      .appendingPathComponent("validate")
    process.arguments = [folder.url.path, "page"]
    let outcome = try Program.finish(process)
    #expect(outcome.status == 0, "\(outcome.errors)")
    let page = try text("docs/results/validation.md")
    #expect(try String(contentsOf: folder.file("validation.md"), encoding: .utf8) == page)
    #expect(page.contains("Here predictions are **independent**"))
    #expect(page.contains("60 resamples and 19 simulated data sets a bound"))
  }

  /// The parts of documents that are made from the code are current.
  @Test func whatIsMadeFromTheCodeIsCurrent() throws {
    let process = Process()
    process.executableURL = Program.url.deletingLastPathComponent()
      .appendingPathComponent("document")
    process.arguments = ["--check", DocumentTests.root.path]
    let outcome = try Program.finish(process)
    #expect(outcome.status == 0, "make reference: \(outcome.output)\(outcome.errors)")
  }

  @Test func thePageOfWholeStudiesIsInStep() throws {
    let folder = try TemporaryFolder()
    try copy(
      "transitions.csv", "transitions-preset-width.csv", "transitions.md", to: folder)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments =
      [
        "python3",
        DocumentTests.root.appendingPathComponent("Benchmarks/transition_tables.py").path,
      ]
      + ["transitions.csv", "transitions-preset-width.csv", "transitions.md"].map {
        folder.file($0).path
      }
    let outcome = try Program.finish(process)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(
      try String(contentsOf: folder.file("transitions.md"), encoding: .utf8)
        == text("docs/results/transitions.md"))
  }

  /// Every member that an analysis writes is documented.
  @Test func everyResultInMetricsIsDocumented() throws {
    let page = try text("docs/metrics.md")
    let keys = Analyses.all.compactMap { $0.key }
    #expect(keys.contains("models") && keys.contains("hitRates"))
    for key in keys { #expect(page.contains("| `\(key)` |"), "\(key)") }
  }

  private struct Held {
    var planted = 0
    var own = 0
    var errors: [Double] = []
  }

  /// Counted again, not by the script that writes the page.
  private func counts(
    model: String, estimate: String, interval: String, own: String
  ) throws -> Held {
    let reader = try CSVReader(
      contentsOf: DocumentTests.root.appendingPathComponent("docs/results/transitions.csv"))
    func column(_ name: String) throws -> Int { try reader.requiredIndex(of: name) }
    let (cohort, name, planted) = try (column("cohort"), column("model"), column("planted"))
    let (value, truth) = try (column(estimate), column(own))
    let (lower, upper) = try (column("\(interval)_lower"), column("\(interval)_upper"))
    var held = Held()
    try reader.forEachRow { row in
      guard row.fields[cohort] == "both", row.fields[name] == model else { return }
      let age = try #require(Double(row.fields[planted]))
      func holds(_ age: Double) -> Bool {
        (Double(row.fields[lower]) ?? -.infinity) <= age
          && age <= (Double(row.fields[upper]) ?? .infinity)
      }
      held.planted += holds(age) ? 1 : 0
      held.own += holds(try #require(Double(row.fields[truth]))) ? 1 : 0
      held.errors.append(try #require(Double(row.fields[value])) - age)
    }
    return held
  }

  /// A reader of the README alone learns how often the planted age is found.
  @Test func theReadmeSaysHowOftenThePlantedAgeIsHeld() throws {
    let readme = try text("README.md")
    let measures = [
      ("the crossing of the two models' curves", "adult", "crossing", "crossing", "true_crossing"),
      ("the midpoint of the infant model's curve", "infant", "midpoint", "profile", "truth"),
      ("the midpoint of the adult model's curve", "adult", "midpoint", "profile", "truth"),
    ]
    for (words, model, estimate, interval, own) in measures {
      let held = try counts(model: model, estimate: estimate, interval: interval, own: own)
      #expect(held.errors.count == 15)
      let mean = held.errors.reduce(0, +) / 15
      let row = String(
        format: "| %@ | %d of 15 | −%.2f years | %d of 15 |", words as NSString, held.planted,
        -mean,
        held.own)
      #expect(readme.contains(row), "\(row)")
    }
    for (model, count) in [("infant", "6"), ("adult", "9")] {
      let held = try counts(model: model, estimate: "imputed", interval: "imputed", own: "truth")
      #expect("\(held.planted)" == count)
    }
    #expect(readme.contains("(5, 6 and 9 of 15)"))
  }

  /// In no document does an interval hold an unnamed truth.
  @Test func noDocumentSpeaksOfTheTruthWithoutSayingWhich() throws {
    for path in [
      "README.md", "docs/transition.md", "docs/report.md", "docs/results/transitions.md",
      "docs/results/validation.md",
    ] {
      let document = try text(path)
      #expect(
        !document.contains(#/holds?\s+the\s+truth|held\s+the\s+truth/#), "\(path)")
    }
  }

  /// A row of a table for each network, each file of weights and each data set, with what the program
  /// says of it.
  @Test func theListsOfNetworksWeightsAndDataSetsAreInStep() throws {
    let training = try text("docs/training.md")
    let names = Architecture.all.map { "`\($0.name)`" }.joined(separator: ", ")
    #expect(training.contains("| `architecture` | \(names) |"), "\(names)")
    for network in Architecture.all {
      #expect(training.contains("\n| `\(network.name)` | \(network.displayName) ("), "\(network)")
    }
    let weights = try text("docs/weights.md")
    for known in PublishedWeights.all {
      let count = known.byteCount.formatted(.number.locale(Locale(identifier: "en_GB")))
      for row in [
        "| `\(known.name)` | \(known.network) |",
        "| `\(known.name)` | \(count) | `\(known.sha256 ?? "")` |",
      ] { #expect(weights.contains("\n\(row)"), "\(row)") }
    }
    let datasets = try text("docs/datasets.md")
    for dataset in DatasetAdapters.all {
      let options = datasets.firstMatch(of: try Regex("\n\\| `\(dataset.name)` \\|([^|]*)\\|"))?
        .output[1].substring
      let named = Set((options ?? "").matches(of: /--([a-z-]+)/).map { String($0.1) })
      #expect(named == Set(dataset.options.map(\.rawValue)), "\(dataset.name)")
      #expect(datasets.contains("`\(dataset.name)`\n"), "\(dataset.name) has no section")
    }
  }

  private struct Part: Decodable {
    let name: String
    let detail: String
  }

  @Test func theCitationNamesThisVersion() throws {
    let outcome = try Program.run("doctor", "--json")
    let parts = try JSONDecoder().decode([Part].self, from: Data(outcome.output.utf8))
    let detail = try #require(parts.first { $0.name == "Smilestone" }).detail
    let version = try #require(detail.split(separator: ",").first)
    #expect(try text("CITATION.cff").ranges(of: "version: \(version)\n").count == 2)
    // What is not released yet stands above the released version's section, which has its day.
    let headings = try text("CHANGELOG.md").split(separator: "\n").filter { $0.hasPrefix("## ") }
    #expect(headings.first == "## Unreleased")
    let day = try #require(headings[1].wholeMatch(of: #/## (\S+) \(\d{4}-\d\d-\d\d\)/#))
    #expect(day.1 == version)
  }

  /// The anchors of a document's headings, as GitHub makes them.
  private func anchors(_ document: String) -> Set<String> {
    let prose = document.replacing(#/```.*?```/#.dotMatchesNewlines(), with: "")
    return Set(
      prose.matches(of: #/^#+ (.*)$/#.anchorsMatchLineEndings()).map { match in
        String(match.1).replacing(#/\[([^\]]*)\]\([^)]*\)/#) { String($0.1) }.lowercased()
          .filter { $0.isLetter || $0.isNumber || "-_ ".contains($0) }.replacing(" ", with: "-")
      })
  }

  /// Links between documents lead to files, and to headings that are there.
  @Test func everyLinkedDocumentIsThere() throws {
    let readme = try text("README.md")
    let below = try FileManager.default.subpathsOfDirectory(
      atPath: DocumentTests.root.appendingPathComponent("docs").path)
    for page in ["README.md", "CONTRIBUTING.md"] + below.map({ "docs/\($0)" })
    where page.hasSuffix(".md") {
      let folder = URL(fileURLWithPath: page, relativeTo: DocumentTests.root)
        .deletingLastPathComponent()
      let document = try text(page)
      for match in document.matches(of: #/\]\(([^)#:\s]*)(?:#([^)]*))?\)/#) {
        let place = match.1.isEmpty ? page : String(match.1)
        let target =
          match.1.isEmpty
          ? DocumentTests.root.appendingPathComponent(page) : folder.appendingPathComponent(place)
        #expect(FileManager.default.fileExists(atPath: target.path), "\(page): \(place)")
        guard let anchor = match.2, target.pathExtension == "md" else { continue }
        #expect(
          anchors(try String(contentsOf: target, encoding: .utf8)).contains(String(anchor)),
          "\(page): \(match.0)")
      }
    }
    for path in ["LICENSE", "CITATION.cff", "THIRD_PARTY_NOTICES.md", "docs/ethics.md"] {
      #expect(readme.contains("](\(path))"), "\(path)")
    }
  }
}
