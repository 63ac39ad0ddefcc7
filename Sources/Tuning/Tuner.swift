import Foundation
import SharedWork
import Support
import Synchronization

/// Performs a search: trains its candidates, rung by rung, several at a time.
///
/// Everything lies in one folder: `search.json` (what is searched), a folder for each training, and
/// `trials.csv`. A finished training is never repeated, so a search that was stopped continues; and
/// several processes, on machines that share the folder, take each what none of the others has
/// (`WorkClaim`), and end with the same table.
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
      let trials = search.trials(
        of: candidates.filter { chosen.contains($0.number) }, rung: index + 1, epochs: rung.epochs)
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
    let counter = ProgressCounter(
      task: "Tuning", total: trials.count, unit: "trainings", observer: observer)
    try SharedWork.untilDone(trials, unit: "training", in: folder, observer: observer) { open in
      try parallelMap(count: open.count, workers: workers) { index in
        let trial = open[index]
        guard try attempt(trial) else { return false }
        // Rewritten after each training, so that a look at it is always worth while.
        try AtomicFile.write(
          start.appending(known(trials)).csv, to: folder.appendingPathComponent("trials.csv"))
        if let reason = try known(trial)?.reason {
          observer.message("Trial \(trial.candidate.number) failed: \(reason)")
        }
        counter.advance()
        return true
      }
    }
    return try start.appending(known(trials))
  }

  /// What has ended, here or in other processes.
  private func known(_ trials: [Trial]) throws -> [TrialOutcome] {
    try trials.compactMap { try known($0) }
  }

  /// Failures are written down too: what diverged once diverges again.
  private func known(_ trial: Trial) throws -> TrialOutcome? {
    let place = folder.appendingPathComponent(trial.path)
    if let score = try score(place) { return TrialOutcome(trial: trial, score: score, reason: nil) }
    return (try? String(contentsOf: SharedWork.failure(in: place), encoding: .utf8)).map {
      TrialOutcome(trial: trial, score: nil, reason: $0)
    }
  }

  /// - Returns: false where another process trains it.
  private func attempt(_ trial: Trial) throws -> Bool {
    let place = folder.appendingPathComponent(trial.path)
    return try SharedWork.attempt(place, isDone: { try known(trial) != nil }) {
      if let reason = try train(trial, place) {
        try AtomicFile.write(reason, to: SharedWork.failure(in: place))
      }
      guard try known(trial) != nil else {
        throw SmilestoneError.failed(
          "The training in \(place.path) ended without a history.",
          remedy: "Inspect its log.txt.")
      }
    }
  }
}
