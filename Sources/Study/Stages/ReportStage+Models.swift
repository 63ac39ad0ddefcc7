import Analysis
import Datasets
import FaceDetection
import FaceNetworks
import Faces
import Foundation
import Models
import Report
import Support
import Training

/// The networks of a run: their layers, their trainings, and what made them.
extension ReportStage {
  func architecture(
    _ model: StudyModel, _ settings: TrainingSettings, labels: LabelScheme
  ) throws -> Report.Architecture {
    let network = try FaceModel(
      architecture: settings.architecture,
      head: settings.head(of: model == .age ? .age : .expression, labels: labels.count))
    for layer in settings.frozenLayers { try network.store.freeze(layer: layer) }
    let layers = try network.layerSummaries(imageSize: settings.imageSize).map { layer in
      Report.Architecture.Layer(
        name: layer.name,
        outputShape: layer.outputShape.map(String.init).joined(separator: " × "),
        parameterCount: layer.weightCount,
        isFrozen: layer.isFrozen)
    }
    return Report.Architecture(
      model: model, backbone: settings.architecture.displayName, layers: layers)
  }

  func history(
    _ model: StudyModel, _ folder: ModelFolder, _: TrainingSettings
  ) throws -> Report.TrainingHistory {
    let history = try Training.TrainingHistory(contentsOf: folder.history)
    return Report.TrainingHistory(
      model: model,
      epochs: history.epochs.map {
        .init(
          number: $0.epoch, learningRate: $0.learningRate, trainLoss: $0.training.loss,
          validationLoss: history.comparesLosses ? $0.validation.loss : nil,
          trainScore: $0.training.score,
          validationScore: $0.validation.score, seconds: $0.seconds)
      }, chosenEpoch: history.bestEpoch?.epoch)
  }

  /// What to cite for the networks, how they learn, the data sets, those of the age estimator's faces among them, and
  /// the finder of faces.
  func references(
    _ configuration: StudyConfiguration, _ manifest: Manifest
  ) throws -> [Reference] {
    let networks = configuration.trainings.flatMap(\.architecture.references)
    let manifests =
      [manifest] + (run.ageFaces.exists ? [try Manifest(contentsOf: run.ageFaces)] : [])
    let faces = manifests.flatMap(\.records)
    var seen: Set<String> = []
    return
      (networks + (ReportTexts.adjustsLogits(configuration) ? [ReportStage.logitAdjustment] : [])
      + DatasetAdapters.references(for: faces)
      + manifests.flatMap(FaceDetector.references)
      + manifests.flatMap(MTCNNDetector.references)).filter { seen.insert($0.key).inserted }
  }

  private static let logitAdjustment = Reference(
    "inproceedings", "menon2021longtail",
    [
      "title": "Long-tail learning via logit adjustment",
      "author": "Menon, Aditya Krishna and Jayasumana, Sadeep and Rawat, Ankit Singh and "
        + "Jain, Himanshu and Veit, Andreas and Kumar, Sanjiv",
      "booktitle": "ICLR", "year": "2021",
    ])

  func provenance() throws -> [ProvenanceEntry] {
    guard run.provenance.exists else { return [] }
    let provenance = try JSONText.read(
      Provenance.self, from: run.provenance, as: "a provenance file of this version",
      remedy: "Remove it and give the command `smilestone study` again.")
    let times = provenance.secondsByStage.sorted { $0.key < $1.key }
    let hashes = provenance.hashes.sorted { $0.key < $1.key }
    return [
      ProvenanceEntry(key: "Smilestone", values: [provenance.smilestoneVersion]),
      ProvenanceEntry(key: "libtorch", values: [provenance.libtorchVersion]),
      ProvenanceEntry(key: "System", values: [provenance.system]),
      ProvenanceEntry(key: "Threads", values: ["\(provenance.threads)"]),
      ProvenanceEntry(key: "Seed", values: ["\(provenance.seed)"]),
      ProvenanceEntry(key: "Finished", values: [provenance.finished]),
      ProvenanceEntry(key: "Seconds by stage", values: times.map { "\($0.key): \($0.value)" }),
      ProvenanceEntry(key: "SHA-256", values: hashes.map { "\($0.key): \($0.value)" }),
    ]
  }
}
