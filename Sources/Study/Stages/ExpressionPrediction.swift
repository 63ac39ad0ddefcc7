import Analysis
import Faces
import Support
import Torch
import Training

/// Lets expression models judge faces.
public struct ExpressionPrediction {
  let observer: any ProgressObserver
  /// The processes that divide the faces; nil for this one alone.
  let processes: ProcessGroup?

  public init(observer: any ProgressObserver, processes: ProcessGroup? = nil) {
    self.observer = observer
    self.processes = processes
  }

  /// The probabilities of all labels for every face, in the rows' order.
  public func probabilities(_ file: ModelFile, for faces: LoadedFaces) throws -> [[Double]] {
    try file.inference.emotionProbabilities(
      of: faces.store, at: faces.storeIndices, among: processes,
      task: "Testing the \(file.description.name) model", observer: observer)
  }

  /// One prediction row for each validation and test face with an emotion; the split of validation
  /// faces that did not choose the epoch is `calibration`.
  /// - Throws: `SmilestoneError.badInput` that names model and faces where their labels differ.
  public func predictionRows(_ file: ModelFile, for faces: LoadedFaces) throws -> [PredictionRow] {
    let labels = file.description.vocabulary.labels
    try labels.requireAgreement(
      "The model \(file.url.path)", with: faces.manifest.vocabulary.labels,
      "the manifest in \(faces.manifest.folder.path)",
      remedy: "Make the faces' labels into the model's with --scheme, or train a model on these.")
    let rows = faces.manifest.records.indices.filter { row in
      let record = faces.manifest.records[row]
      return record.emotion != nil && (record.split == .validation || record.split == .test)
    }
    let probabilities = try file.inference.emotionProbabilities(
      of: faces.store, at: rows.map { faces.storeIndices[$0] }, among: processes,
      task: "Testing the \(file.description.name) model", observer: observer)
    let photographs = faces.photographs()
    let hashes = faces.contentHashes
    let selecting = file.description.selectionFaces.map(Set.init)
    func split(_ row: Int) -> String? {
      let split = faces.manifest.records[row].split
      let chose = selecting?.contains(ModelDescription.key(ofContent: hashes[row])) ?? true
      return split == .validation && !chose
        ? "calibration" : split?.rawValue
    }
    return zip(rows, probabilities).compactMap { row, probabilities in
      let record = faces.manifest.records[row]
      return split(row).map { split in
        PredictionRow(
          image: record.image, subject: record.subject, source: record.source,
          photograph: photographs[row], split: split, age: record.ageInYears,
          ageGroup: record.ageGroup,
          emotion: record.emotion, model: file.description.name,
          predicted: labels.mostProbable(probabilities),
          probabilities: probabilities.map(Float.init))
      }
    }
  }
}
