import Foundation
import Support
import Torch

/// Where and how often a training saves all that it needs to continue after an interruption.
public struct CheckpointPlan: Sendable {
  public var url: URL
  /// Time between two checkpoints; 0 saves after every batch.
  public var seconds: Double

  public init(url: URL, seconds: Double = 60) {
    self.url = url
    self.seconds = seconds
  }

  /// Removes the checkpoint of a training that is complete.
  public func remove() { try? FileManager.default.removeItem(at: url) }
}

/// A training between two batches, in one safetensors file: weights, optimiser, weight average,
/// class centres and the best epoch's weights as tensors; the rest as JSON in the metadata.
///
/// Random generators need no entry: every draw comes from the seed, the epoch and the batch.
struct Checkpoint {
  /// What the training is: settings and data. A checkpoint of another one is refused.
  var identity: JSONTree
  var state: TrainingState
  /// Tensors of each part of the training, by the part's name.
  var parts: [Part: [String: Tensor]]

  enum Part: String, CaseIterable {
    case model, best, optimiser, average, objective
  }

  private struct Progress: Codable {
    var identity: JSONTree
    var history: TrainingHistory
    var batchesDone: Int
    var sum: EpochScore.Sum
    var seconds: Double
  }

  private static let metadataKey = "smilestone_checkpoint"

  func write(to url: URL) throws {
    let progress = Progress(
      identity: identity, history: state.history, batchesDone: state.batchesDone, sum: state.sum,
      seconds: state.seconds)
    var tensors: [String: Tensor] = [:]
    for (part, values) in parts {
      for (name, value) in values { tensors["\(part.rawValue)/\(name)"] = value }
    }
    try Safetensors.write(
      tensors,
      metadata: [
        Checkpoint.metadataKey: String(decoding: JSONEncoder().encode(progress), as: UTF8.self)
      ], to: url)
  }

  /// - Throws: `SmilestoneError` when the file is no checkpoint or belongs to another training; the
  ///   message then names what differs.
  init(contentsOf url: URL, identity: JSONTree) throws {
    let content = try Safetensors.read(url)
    guard let json = content.metadata[Checkpoint.metadataKey],
      let progress = try? JSONText.decode(
        Progress.self, from: Data(json.utf8), name: url.path, as: "a checkpoint", remedy: "")
    else {
      throw SmilestoneError.badInput(
        "\(url.path) is not a checkpoint of a training.",
        remedy: "Remove it to start the training again.")
    }
    let differences = JSONTree.differences(progress.identity, identity)
    guard differences.isEmpty else {
      throw SmilestoneError.usage(
        "\(url.path) belongs to another training (\(differences.joined(separator: "; "))).",
        remedy: "Continue with those settings and faces, choose another --out, or remove the "
          + "checkpoint to start again.")
    }
    var parts = Dictionary(uniqueKeysWithValues: Part.allCases.map { ($0, [String: Tensor]()) })
    for (name, tensor) in content.tensors {
      let pieces = name.split(separator: "/", maxSplits: 1)
      guard pieces.count == 2, let part = Part(rawValue: String(pieces[0])) else { continue }
      parts[part, default: [:]][String(pieces[1])] = tensor
    }
    self.identity = identity
    self.parts = parts
    state = TrainingState(
      history: progress.history, batchesDone: progress.batchesDone, sum: progress.sum,
      seconds: progress.seconds, best: parts[.best] ?? [:])
  }

  init(identity: JSONTree, state: TrainingState, parts: [Part: [String: Tensor]]) {
    self.identity = identity
    self.state = state
    self.parts = parts
  }
}
