import Foundation
import SharedWork

extension Search {
  /// What of the search in a folder is done.
  /// - Parameter isDone: whether the training in a folder is complete.
  public func status(in folder: URL, isDone: (URL) -> Bool) throws -> WorkStatus {
    let candidates = try candidates()
    // Which candidates come as far as a later round is not known before.
    let known = rungs(of: candidates.count).enumerated().flatMap { index, rung in
      trials(of: candidates, rung: index + 1, epochs: rung.epochs)
        .map { WorkList.Piece(path: $0.path, title: $0.title) }
    }
    return try WorkStatus(of: known, total: trialCount(), in: folder, isDone: isDone)
  }
}
