import Cohort
import Evaluation
import Foundation
import Models
import Support
import Torch
import Training

/// Trains, tests and applies the age estimator.
public struct AgeEstimation {
  let device: Device
  let observer: any ProgressObserver

  public init(device: Device, observer: any ProgressObserver) {
    self.device = device
    self.observer = observer
  }

  // MARK: Training

  /// Trains on the training faces with ages, chooses the epoch on the validation faces, and writes
  /// the model, its answers on the validation and test faces, and the history.
  /// - Throws: `SmilestoneError.badInput` when the manifest has no ages or no split.
  public func train(
    on faces: LoadedFaces, settings: TrainingSettings, into folder: ModelFolder
  ) throws {
    let sets = try Dictionary(
      uniqueKeysWithValues: [Split.train, .validation].map { split in
        let set = faces.faceSet(where: { $0.split == split }, target: \.ageInYears)
        guard set.count > 1 else {
          throw SmilestoneError.badInput(
            "The manifest has \(set.count) \(split.rawValue) faces with an age.",
            remedy: "Fill its columns age and split; `smilestone stratify --split` makes a split.")
        }
        return (split, set)
      })
    guard let training = sets[.train], let validation = sets[.validation] else { return }
    try Runtime.seed(SeededGenerator.first(seed: settings.seed, stream: "age weights"))
    let model = try FaceModel(depth: settings.depth, head: .age(dropout: settings.dropout))
    try InitialWeights.load(into: model, settings: settings, observer: observer)
    let median = AgeEstimation.median(training.targets)
    let history = try Trainer(
      model: model,
      objective: AgeObjective(
        centreInYears: median, spreadInYears: AgeEstimation.deviation(training.targets)),
      settings: settings, device: device,
      title: "Age estimator", observer: observer
    ).train(on: training, validatingOn: validation)

    let judged = try answers(
      of: Inference(model: model, device: device), on: faces, splits: [.validation, .test])
    let description = ModelDescription(
      kind: .age, name: "age", trainedOn: nil, colour: faces.store.colour, settings: settings,
      ageErrorsInYears: AgeEstimation.errors(judged.filter { $0.split == .validation }),
      trainingMedianAgeInYears: median)
    try ModelFile.write(model, description, to: folder.model)
    try AgeAnswer.write(judged, to: folder.predictions)
    try history.write(to: folder.history)
  }

  private func answers(
    of inference: Inference, on faces: LoadedFaces, splits: [Split]
  ) throws -> [AgeAnswer] {
    let rows = faces.manifest.records.indices.filter { row in
      let record = faces.manifest.records[row]
      return record.ageInYears != nil && record.split.map(splits.contains) == true
    }
    let estimates = try inference.agesInYears(
      of: faces.store, at: rows.map { faces.storeIndices[$0] }, task: "Testing the age estimator",
      observer: observer)
    return zip(rows, estimates).compactMap { row, estimate in
      let record = faces.manifest.records[row]
      return record.ageInYears.map {
        AgeAnswer(
          image: record.image, subject: record.subject, split: record.split, ageInYears: $0,
          estimatedAgeInYears: estimate)
      }
    }
  }

  /// Root mean squared error by estimated age group; nil below 10 faces.
  private static func errors(_ answers: [AgeAnswer]) -> [Double?] {
    AgeGroup.allCases.map { group in
      let squares =
        answers
        .filter { AgeGroup(ageInYears: $0.estimatedAgeInYears) == group }
        .map { ($0.estimatedAgeInYears - $0.ageInYears) * ($0.estimatedAgeInYears - $0.ageInYears) }
      guard squares.count >= 10 else { return nil }
      return (squares.reduce(0, +) / Double(squares.count)).squareRoot()
    }
  }

  private static func deviation(_ values: [Double]) -> Double {
    let mean = values.reduce(0, +) / Double(values.count)
    return (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count))
      .squareRoot()
  }

  private static func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    let middle = sorted.count / 2
    guard sorted.count.isMultiple(of: 2), middle > 0 else {
      return sorted.isEmpty ? 0 : sorted[middle]
    }
    return (sorted[middle - 1] + sorted[middle]) / 2
  }

  // MARK: Testing

  /// Estimates the ages of all faces that have one, with the split they are in.
  public func evaluate(_ file: ModelFile, on faces: LoadedFaces) throws -> [AgeAnswer] {
    var all = faces
    // A manifest without a split is a hold-out set as a whole.
    if all.manifest.records.allSatisfy({ $0.split == nil }) {
      for row in all.manifest.records.indices { all.manifest.records[row].split = .test }
    }
    let answers = try answers(of: file.inference, on: all, splits: [.test])
    guard !answers.isEmpty else {
      throw SmilestoneError.badInput(
        "The manifest has no test faces with an age.",
        remedy: "Fill its column age, and leave split empty or “test” for the faces to test on.")
    }
    return answers
  }

  // MARK: Estimating

  /// The faces with their estimated age, its spread and where it comes from; ages that were given
  /// as labels stay.
  public func estimateAges(_ file: ModelFile, of faces: LoadedFaces) throws -> Manifest {
    var manifest = faces.manifest
    let rows = manifest.records.indices.filter {
      manifest.records[$0].ageInYears == nil || manifest.records[$0].ageSource == .estimated
    }
    let estimates = try file.inference.agesInYears(
      of: faces.store, at: rows.map { faces.storeIndices[$0] }, task: "Estimating ages",
      observer: observer)
    for (row, estimate) in zip(rows, estimates) {
      // A thousandth of a year is finer than any use of it, and keeps tables short.
      let age = (estimate * 1000).rounded() / 1000
      let errors = file.description.ageErrorsInYears ?? []
      let group = AgeGroup(ageInYears: age).index
      manifest.records[row].ageInYears = age
      manifest.records[row].ageStandardDeviationInYears =
        errors.indices.contains(group) ? errors[group].map { ($0 * 1000).rounded() / 1000 } : nil
      manifest.records[row].ageSource = .estimated
    }
    return manifest
  }
}
