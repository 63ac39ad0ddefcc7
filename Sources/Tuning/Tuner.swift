import Foundation
import Support
import Synchronization

/// Performs a search: trains its candidates, rung by rung, several at a time.
///
/// Everything lies in one folder: `search.json` (what is searched), a folder for each training, and
/// `trials.csv`. A finished training is never repeated, so a search that was stopped continues.
public struct Tuner: Sendable {
  let search: Search
  let folder: URL
  let kind: ScoreKind
  /// Trainings at a time.
  let workers: Int
  let observer: any ProgressObserver
  /// Trains into a folder; returns why it failed, or nil.
  let train: @Sendable (Trial, URL) throws -> String?
  /// What the training in a folder reached; nil while there is no complete one.
  let score: @Sendable (URL) throws -> TrialScore?

  public init(
    search: Search, folder: URL, kind: ScoreKind, workers: Int, observer: any ProgressObserver,
    train: @escaping @Sendable (Trial, URL) throws -> String?,
    score: @escaping @Sendable (URL) throws -> TrialScore?
  ) {
    self.search = search
    self.folder = folder
    self.kind = kind
    self.workers = workers
    self.observer = observer
    self.train = train
    self.score = score
  }

  /// Trains all candidates, or the better part of them where the search halves.
  /// - Returns: all trainings; the last rung ranks the best.
  /// - Throws: `SmilestoneError` when the user stops the search, a file cannot be written, or no
  ///   training of a rung succeeds.
  public func perform() throws -> TrialTable {
    let candidates = try search.candidates()
    var table = TrialTable(kind: kind, keys: search.dimensions.map(\.key))
    var remaining = candidates
    for (index, rung) in search.rungs(of: candidates.count).enumerated() {
      let chosen = Set(remaining.prefix(rung.candidates).map(\.number))
      let folds: [Int?] = search.folds.map { Array(1...$0) } ?? [nil]
      let trials = candidates.filter { chosen.contains($0.number) }.flatMap { candidate in
        folds.map {
          Trial(candidate: candidate, rung: index + 1, epochs: rung.epochs, fold: $0)
        }
      }
      if search.strategy == .halving {
        observer.message(
          "Round \(index + 1): \(chosen.count) candidates, \(rung.epochs) epochs each")
      }
      table = try Interruption.watching { try perform(trials, table) }
      remaining = table.standings(ofRung: index + 1).map(\.candidate)
      guard !remaining.isEmpty else {
        let reason = table.outcomes.compactMap(\.reason).first ?? ""
        throw SmilestoneError.failed(
          "None of the \(trials.count) trainings succeeded. The first: \(reason)",
          remedy: "The logs are in \(folder.path)/trials; trials.csv lists all reasons.")
      }
    }
    return table
  }

  private func perform(_ trials: [Trial], _ start: TrialTable) throws -> TrialTable {
    let table = Mutex(start)
    let counter = ProgressCounter(
      task: "Tuning", total: trials.count, unit: "trainings", observer: observer)
    _ = try parallelMap(count: trials.count, workers: workers) { index in
      let outcome = try outcome(of: trials[index])
      try table.withLock {
        $0.append(outcome)
        // Rewritten after each training, so that a look at it is always worth while.
        try AtomicFile.write($0.csv, to: folder.appendingPathComponent("trials.csv"))
      }
      if let reason = outcome.reason {
        observer.message("Trial \(trials[index].candidate.number) failed: \(reason)")
      }
      counter.advance()
    }
    return table.withLock { $0 }
  }

  /// Failures are written down too: what diverged once diverges again.
  private func outcome(of trial: Trial) throws -> TrialOutcome {
    let place = folder.appendingPathComponent(trial.path)
    let failure = place.appendingPathComponent("failed.txt")
    if let score = try score(place) { return TrialOutcome(trial: trial, score: score, reason: nil) }
    if let reason = try? String(contentsOf: failure, encoding: .utf8) {
      return TrialOutcome(trial: trial, score: nil, reason: reason)
    }
    guard !Interruption.isRequested else { throw TrialProcess.stopped }
    if let reason = try train(trial, place) {
      try AtomicFile.write(reason, to: failure)
      return TrialOutcome(trial: trial, score: nil, reason: reason)
    }
    guard let score = try score(place) else {
      throw SmilestoneError.failed(
        "The training in \(place.path) ended without a history.",
        remedy: "Inspect its log.txt.")
    }
    return TrialOutcome(trial: trial, score: score, reason: nil)
  }
}
