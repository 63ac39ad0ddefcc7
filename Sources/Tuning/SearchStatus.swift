import Foundation
import Support

/// What of a search is done, under way and failed, read from its folder while processes work on it.
public struct SearchStatus: Encodable, Sendable {
  public enum State: String, Encodable, Sendable {
    case done, running, failed
    /// Begun by a process that gives no signs of life any more: the next one takes it.
    case stopped
  }

  /// A training that has been begun.
  public struct Piece: Encodable, Sendable {
    public var trial: Int
    public var rung: Int
    public var fold: Int?
    public var state: State
    /// Where it runs, or ran last.
    public var host: String?
    public var process: Int32?
    /// Why it failed.
    public var reason: String?
  }

  /// Trainings of the whole search.
  public var total: Int
  public var pieces: [Piece]

  public func count(_ state: State) -> Int { pieces.count { $0.state == state } }

  /// - Parameter isDone: whether the training in a folder is complete.
  public init(of search: Search, in folder: URL, isDone: (URL) -> Bool) throws {
    let candidates = try search.candidates()
    let rungs = search.rungs(of: candidates.count)
    total = try search.trialCount()
    pieces = rungs.enumerated().flatMap { index, rung in
      search.trials(of: candidates, rung: index + 1, epochs: rung.epochs)
    }.compactMap { trial in
      let place = folder.appendingPathComponent(trial.path)
      let holder = TrialClaim.holder(in: place)
      let reason = try? String(contentsOf: Tuner.failure(in: place), encoding: .utf8)
      guard holder != nil || reason != nil || isDone(place) else { return nil }
      let state: State =
        isDone(place)
        ? .done : reason != nil ? .failed : holder?.isAlive == true ? .running : .stopped
      return Piece(
        trial: trial.candidate.number, rung: trial.rung, fold: trial.fold, state: state,
        host: holder?.host, process: holder?.process, reason: reason)
    }
  }
}
