import Torch

/// Where a training stands between two batches.
struct TrainingState {
  /// The epochs that have ended.
  var history: TrainingHistory
  /// Of the running epoch: batches done, their scores, and the time they took.
  var batchesDone = 0
  var sum = EpochScore.Sum()
  var seconds = 0.0
  /// The values of the best epoch so far; empty before the first has ended.
  var best: [String: Tensor] = [:]
}
