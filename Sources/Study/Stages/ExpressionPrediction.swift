import Analysis
import Faces
import Support
import Training

/// Lets expression models judge faces.
public struct ExpressionPrediction {
  let observer: any ProgressObserver

  public init(observer: any ProgressObserver) {
    self.observer = observer
  }

  /// The seven probabilities for every face, in the rows' order.
  public func probabilities(_ file: ModelFile, for faces: LoadedFaces) throws -> [[Double]] {
    try file.inference.emotionProbabilities(
      of: faces.store, at: faces.storeIndices,
      task: "Testing the \(file.description.name) model", observer: observer)
  }

  /// One prediction row for each validation and test face with an emotion; the split of validation
  /// faces that did not choose the epoch is `calibration`.
  public func predictionRows(_ file: ModelFile, for faces: LoadedFaces) throws -> [PredictionRow] {
    let rows = faces.manifest.records.indices.filter { row in
      let record = faces.manifest.records[row]
      return record.emotion != nil && (record.split == .validation || record.split == .test)
    }
    let probabilities = try file.inference.emotionProbabilities(
      of: faces.store, at: rows.map { faces.storeIndices[$0] },
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
          predicted: ExpressionPrediction.mostProbable(probabilities),
          probabilities: probabilities.map(Float.init))
      }
    }
  }

  /// The most probable emotion; the first of equals.
  public static func mostProbable(_ probabilities: [Double]) -> Emotion {
    let highest = probabilities.max() ?? 0
    return zip(Emotion.allCases, probabilities).first { $0.1 == highest }?.0 ?? .anger
  }
}
