import Foundation
import Support

/// What of a work is done, under way and failed, read from its folder while processes share it.
public struct WorkStatus: Encodable, Sendable {
  public enum State: String, Encodable, Sendable {
    case done, running, failed
    /// Begun by a process that gives no signs of life any more: the next one takes it.
    case stopped
  }

  /// A piece that has been begun.
  public struct Piece: Encodable, Sendable {
    /// Its folder below the work's.
    public var path: String
    /// What it is, in words.
    public var title: String
    public var state: State
    /// Where it runs, or ran last.
    public var host: String?
    public var process: Int32?
    /// Why it failed.
    public var reason: String?
  }

  /// Pieces of the whole work.
  public var total: Int
  public var pieces: [Piece]

  public func count(_ state: State) -> Int { pieces.count { $0.state == state } }

  /// - Parameters:
  ///   - known: the pieces that are known so far.
  ///   - total: of all; nil for those alone.
  ///   - isDone: whether the piece in a folder is complete.
  public init(
    of known: [WorkList.Piece], total: Int? = nil, in folder: URL, isDone: (URL) -> Bool
  ) {
    self.total = total ?? known.count
    pieces = known.compactMap { piece in
      let place = folder.appendingPathComponent(piece.path)
      let holder = WorkClaim.holder(in: place)
      let reason = try? String(contentsOf: SharedWork.failure(in: place), encoding: .utf8)
      guard holder != nil || reason != nil || isDone(place) else { return nil }
      let state: State =
        isDone(place)
        ? .done : reason != nil ? .failed : holder?.isAlive == true ? .running : .stopped
      return Piece(
        path: piece.path, title: piece.title, state: state, host: holder?.host,
        process: holder?.process, reason: reason)
    }
  }
}

extension SharedWork {
  /// Why the piece in a folder failed, where it has and is not tried again.
  public static func failure(in place: URL) -> URL { place.appendingPathComponent("failed.txt") }
}
