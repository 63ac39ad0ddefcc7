import Models
import Torch

/// Measures a model on faces as it is, in evaluation mode.
struct Validator<Goal: Objective> {
  private let trainer: Trainer<Goal>
  private let faces: FaceSet<Goal.Target>
  private let loader: ImageLoader

  init(_ trainer: Trainer<Goal>, faces: FaceSet<Goal.Target>) throws {
    self.trainer = trainer
    self.faces = faces
    loader = try ImageLoader(
      source: faces.source, centralCrop: CentralCrop(trainer.settings.centralCrop),
      device: trainer.device)
  }

  func score() throws -> EpochScore {
    let objective = trainer.objective
    return try withoutGradients {
      var total = EpochScore.Sum()
      for batch in evenBatches(count: faces.count, batchSize: validationBatchSize) {
        let shard = trainer.shard(of: batch.count)
        let own = shard.map { $0.rows.map { faces.indices[batch.lowerBound + $0] } }
        let images = try loader.asked(at: own ?? Array(faces.indices[batch]))
        let target = try objective.tensor(of: Array(faces.targets[batch])).to(trainer.device)
        let output = try trainer.output(of: images, shard: shard, training: false)
        total.add(
          loss: try objective.loss(output, target).item(),
          score: try objective.scoreSum(output, target), count: batch.count)
      }
      return total.mean
    }
  }
}

/// Faces per step of validation: enough to fill the cores, small enough for the caches.
private let validationBatchSize = 128
