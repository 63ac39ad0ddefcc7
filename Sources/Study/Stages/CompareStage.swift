import Analysis
import Faces
import Foundation
import Report
import Support

/// Puts finished runs side by side on a page of their own.
public struct CompareStage {
  let runs: [RunFolder]
  let observer: any ProgressObserver

  /// - Parameter runs: two or more; the others are compared with the first.
  public init(runs: [RunFolder], observer: any ProgressObserver) {
    self.runs = runs
    self.observer = observer
  }

  /// Writes the page, and its figures beside it: those of `NAME.html` into `NAME-figures`.
  /// - Throws: `SmilestoneError.badInput` where a run has not tested its models, or runs have other labels.
  public func perform(writingTo url: URL) throws {
    let names = CompareStage.names(of: runs)
    let inputs = try zip(runs, names).map { run, name in
      guard run.metrics.exists, run.predictions.exists else {
        throw SmilestoneError.badInput(
          "\(run.url.path) has no test results.",
          remedy: "Let its study finish: give its command again.")
      }
      var input = try ReportStage(
        run: run, faces: FaceChoice(visibility: .nothing), observer: observer
      ).reportInput()
      input.runName = name
      return input
    }
    for (input, run) in zip(inputs, runs).dropFirst() {
      try inputs[0].results.vocabulary.ages.require(
        input.results.vocabulary.ages, in: runs[0].url.path, as: run.url.path,
        remedy: "Compare runs of the same age groups.")
    }
    let compared = try zip(runs, names).map(identified)
    for (run, other) in zip(runs, compared).dropFirst() {
      try compared[0].predictions.vocabulary.labels.requireAgreement(
        "The run \(runs[0].url.path)", with: other.predictions.vocabulary.labels, run.url.path,
        remedy: "Compare runs of the same label scheme.")
    }
    let comparisons = try compared.dropFirst().map { try RunComparison(compared[0], $0) }
    let input = CompareInput(runs: inputs, comparisons: comparisons)
    try AtomicFile.write(ComparePage.html(input, bundle: VegaBundle.locate()), to: url)
    let outcome = try FigureExporter().export(
      CompareCharts.charts(for: input), to: CompareStage.figures(of: url))
    if let note = outcome.note { observer.message(note) }
  }

  static func figures(of page: URL) -> URL {
    let name = page.deletingPathExtension().lastPathComponent
    return page.deletingLastPathComponent().appendingPathComponent("\(name)-figures")
  }

  /// A run's predictions, with the content hashes of its test images: names of images say nothing
  /// between runs. An image that is gone has none: it is like no other run's, and that is said.
  private func identified(_ run: RunFolder, name: String) throws -> RunComparison.Run {
    let predictions = try PredictionTable(contentsOf: run.predictions)
    let manifest = try Manifest(contentsOf: run.manifest)
    let paths = Dictionary(zip(manifest.records.map { PathKey($0.image) }, manifest.imagePaths)) {
      $1
    }
    let images = Set(predictions.rows.map { PathKey($0.image) }).sorted()
    let hashes = try parallelMap(count: images.count) { index -> String? in
      guard let path = paths[images[index]],
        let data = try? Data(contentsOf: URL(fileURLWithPath: path))
      else { return nil }
      return try ContentHash.sha256(of: data)
    }
    let missing = zip(images, hashes).filter { $1 == nil }.map(\.0)
    if let first = missing.first {
      observer.message(
        "\(missing.count) of \(images.count) images of \(run.url.path) cannot be read any more, so "
          + "predictions on them are not compared face by face; the first: \(first).")
    }
    let identities = zip(images, hashes).compactMap { image, hash in hash.map { (image, $0) } }
    return RunComparison.Run(
      name: name, predictions: predictions,
      identities: Dictionary(identities) { first, _ in first })
  }

  /// The folders' names, with their parents' where two would be the same.
  static func names(of runs: [RunFolder]) -> [String] {
    let short = runs.map(\.url.lastPathComponent)
    guard Set(short).count < short.count else { return short }
    return runs.map { $0.url.pathComponents.suffix(2).joined(separator: "/") }
  }
}
