import Foundation
import Models
import Support
import Torch
import Weights

/// What a run was made with: `provenance.json`.
public struct Provenance: Codable, Sendable {
  public var smilestoneVersion: String
  public var libtorchVersion: String
  public var system: String
  public var threads: Int
  public var seed: UInt64
  /// When the report was written, ISO 8601.
  public var finished: String
  /// SHA-256 of the run's files, and of the weights that its networks started from.
  public var hashes: [String: String]
  public var secondsByStage: [String: Double]

  static func write(
    _ run: RunFolder, configuration: StudyConfiguration, secondsByStage: [String: Double]
  ) throws {
    var files = [
      "study.json": run.configuration, "manifest.csv": run.manifest,
      "age/model.safetensors": run.age.model, "infant/model.safetensors": run.infant.model,
      "adult/model.safetensors": run.adult.model, "evaluation/predictions.csv": run.predictions,
      "evaluation/metrics.json": run.metrics,
      "evaluation/representation.json": run.representation,
      "expression/expression.json": run.expression.analysis,
    ]
    for number in 1...configuration.trainingCount where number > 1 {
      files["trainings/\(number)/infant/model.safetensors"] = run.training(number).infant.model
      files["trainings/\(number)/adult/model.safetensors"] = run.training(number).adult.model
    }
    let weights = Dictionary(
      configuration.trainings.compactMap(\.initialWeights).compactMap { setting in
        (try? WeightsCache().file(for: setting)).map { (setting, $0) }
      }, uniquingKeysWith: { first, _ in first }
    )
    let provenance = Provenance(
      smilestoneVersion: Smilestone.version, libtorchVersion: Runtime.libtorchVersion,
      system: ProcessInfo.processInfo.operatingSystemVersionString, threads: Runtime.threadCount,
      seed: configuration.seed, finished: ISO8601DateFormatter().string(from: Date()),
      hashes: try files.merging(weights) { file, _ in file }.filter(\.value.exists).mapValues {
        try ContentHash.sha256(ofFile: $0)
      },
      secondsByStage: secondsByStage.mapValues { ($0 * 10).rounded() / 10 })
    try AtomicFile.write(SettingsFile.encode(provenance), to: run.provenance)
  }
}
