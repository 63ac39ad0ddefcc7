import Faces
import Foundation
import Presentation
import Report
import Study
import Support
import Tuning

/// What a search found: a table of the best, their settings as a file, and charts.
struct TuningResult {
  let request: TuningRequest
  let table: TrialTable
  let manifests: [Manifest]

  private var lastRung: Int { table.outcomes.map(\.trial.rung).max() ?? 1 }
  private var isAccuracy: Bool { request.scoreKind == .accuracy }

  /// What the scores were measured on.
  private var validationFaces: Int {
    manifests.reduce(0) { $0 + $1.records.count { $0.split == .validation } }
  }

  func write(to folder: TuningFolder, observer: any ProgressObserver) throws {
    let standings = table.standings(ofRung: lastRung)
    guard let best = standings.first else { return }
    var settings = try SettingsFile.applying(best.candidate.assignments, to: request.settings)
    settings.epochs = request.search.epochs
    let candidates = Set(table.outcomes.map(\.trial.candidate.number)).count
    let heading =
      "// Trial \(best.candidate.number), the best of \(candidates) by validation "
      + "\(request.scoreKind.rawValue) (\(text(best))).\n"
    try AtomicFile.write(
      heading + String(decoding: SettingsFile.encode(settings), as: UTF8.self) + "\n",
      to: folder.best)
    let outcome = try FigureExporter().export(charts, to: folder.figures)
    if let note = outcome.note { observer.message(note) }
    describe(standings, candidates: candidates)
    print(try optimism(best, candidates: candidates))
    print("\(folder.best.path)")
  }

  private func describe(_ standings: [TrialTable.Standing], candidates: Int) {
    let failed = table.outcomes.count { $0.score == nil }
    print(
      "\(candidates) candidates on \(validationFaces) validation faces"
        + (request.search.folds.map { " of \($0) folds" } ?? "")
        + (request.search.seeds.map { ", each with \($0) seeds" } ?? "")
        + (failed > 0 ? "; \(failed) trainings failed (trials.csv says why)" : "") + ". The best:")
    let rows = standings.prefix(5).map { standing in
      ["\(standing.candidate.number)", text(standing)] + standing.candidate.values.map(\.text)
    }
    print(
      TextTable.aligned(
        [["trial", isAccuracy ? "accuracy" : "mean error, years"] + table.keys] + rows))
  }

  private func text(_ standing: TrialTable.Standing) -> String {
    func number(_ value: Double) -> String {
      String(format: isAccuracy ? "%.4f" : "%.2f", value)
    }
    return number(standing.meanScore) + (standing.spread.map { " ± \(number($0))" } ?? "")
  }

  /// The best of many looks better than it is.
  private func optimism(_ best: TrialTable.Standing, candidates: Int) throws -> String {
    let advice = "Report the test score of a model trained with these settings, not this one."
    guard isAccuracy, candidates > 1 else {
      return "The score chose the settings, so it flatters them. \(advice)"
    }
    let accuracy = best.meanScore
    let error = (accuracy * (1 - accuracy) / Double(max(validationFaces, 1))).squareRoot()
    let bound = try SelectionOptimism.bound(count: candidates, standardError: error)
    return String(
      format: "By chance alone the best of %d may look up to about %.1f points better than it is "
        + "(standard error %.1f points). ", candidates, 100 * bound, 100 * error) + advice
  }

  // MARK: Charts

  private var charts: [Chart] {
    let rungs = Set(table.outcomes.map(\.trial.rung)).sorted()
    let standings = rungs.flatMap { table.standings(ofRung: $0) }
    return request.search.dimensions.enumerated().map { place, dimension in
      let points = standings.map { standing in
        let value = standing.candidate.values[place].text
        return TuningCharts.Point(
          number: dimension.isRange ? Double(value) : nil, text: value,
          score: standing.meanScore, epochs: standing.epochs)
      }
      return TuningCharts.chart(
        key: dimension.key, points: points, choices: dimension.choices,
        isLogarithmic: dimension.isLogarithmic,
        scoreTitle: isAccuracy ? "Accuracy" : "Mean absolute error, years",
        faces: "\(validationFaces) validation faces")
    }
  }
}

extension SearchDimension {
  fileprivate var isRange: Bool { choices == nil }

  fileprivate var choices: [String]? {
    guard case .choices(let choices) = values else { return nil }
    return choices.map(\.text)
  }

  fileprivate var isLogarithmic: Bool {
    guard case .range(_, _, .logarithmic) = values else { return false }
    return true
  }
}
