import Foundation
import Support
import Synchronization

/// Performs a search: trains its candidates, rung by rung, several at a time.
///
/// Everything lies in one folder: `search.json` (what is searched), a folder for each training, and
/// `trials.csv`. A finished training is never repeated, so a search that was stopped continues; and
/// several processes, on machines that share the folder, take each what none of the others has
/// (`TrialClaim`), and end with the same table.
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
    var open = trials
    while true {
      let outcomes = try parallelMap(count: open.count, workers: workers) { [open] index in
        guard let outcome = try outcome(of: open[index]) else { return false }
        // Rewritten after each training, so that a look at it is always worth while.
        try AtomicFile.write(
          start.appending(known(trials)).csv, to: folder.appendingPathComponent("trials.csv"))
        if let reason = outcome.reason {
          observer.message("Trial \(open[index].candidate.number) failed: \(reason)")
        }
        counter.advance()
        return true
      }
      let others = zip(open, outcomes).filter { !$1 }.map(\.0)
      guard !others.isEmpty else { return try start.appending(known(trials)) }
      if others.count != open.count || open.count == trials.count {
        observer.message(
          "Waiting for \(counted(others.count, "training")) of other processes "
            + "(`smilestone status \(folder.path)`)")
      }
      open = others
      for _ in 0..<Tuner.waitInTenthsOfSeconds {
        guard !Interruption.isRequested else { throw TrialProcess.stopped }
        Thread.sleep(forTimeInterval: 0.1)
      }
    }
  }

  private static let waitInTenthsOfSeconds = 20

  /// What has ended, here or in other processes.
  private func known(_ trials: [Trial]) throws -> [TrialOutcome] {
    try trials.compactMap { try known($0) }
  }

  /// Failures are written down too: what diverged once diverges again.
  private func known(_ trial: Trial) throws -> TrialOutcome? {
    let place = folder.appendingPathComponent(trial.path)
    if let score = try score(place) { return TrialOutcome(trial: trial, score: score, reason: nil) }
    return (try? String(contentsOf: Tuner.failure(in: place), encoding: .utf8)).map {
      TrialOutcome(trial: trial, score: nil, reason: $0)
    }
  }

  /// Why the training in a folder failed.
  static func failure(in place: URL) -> URL { place.appendingPathComponent("failed.txt") }

  /// - Returns: nil where another process trains it.
  private func outcome(of trial: Trial) throws -> TrialOutcome? {
    if let known = try known(trial) { return known }
    guard !Interruption.isRequested else { throw TrialProcess.stopped }
    let place = folder.appendingPathComponent(trial.path)
    guard let claim = try TrialClaim.take(place) else { return nil }
    defer { claim.release() }
    // Another process may have ended it just before it was free.
    if let known = try known(trial) { return known }
    if let reason = try train(trial, place) {
      try AtomicFile.write(reason, to: Tuner.failure(in: place))
    }
    guard let outcome = try known(trial) else {
      throw SmilestoneError.failed(
        "The training in \(place.path) ended without a history.",
        remedy: "Inspect its log.txt.")
    }
    return outcome
  }
}
