import Analysis
import Faces
import Foundation
import Imaging
import Models
import Support
import Torch
import Training

/// Trains, tests and applies the age estimator.
public struct AgeEstimation {
  let device: Device
  let observer: any ProgressObserver
  /// Time between two checkpoints of a training.
  let checkpointSeconds: Double
  /// The processes that train and predict together, of which the first writes; nil for this one alone.
  let processes: ProcessGroup?

  public init(
    device: Device, observer: any ProgressObserver, checkpointSeconds: Double = 60,
    processes: ProcessGroup? = nil
  ) {
    self.device = device
    self.observer = observer
    self.checkpointSeconds = checkpointSeconds
    self.processes = processes
  }

  // MARK: Training

  /// Trains on the training faces with ages, chooses the epoch on a part of the validation faces,
  /// learns from the other part how far predictions may be off, and writes the model, its predictions on the
  /// validation and test faces, and the history.
  /// - Throws: `SmilestoneError.badInput` when the manifest has no ages or no split.
  public func train(
    on faces: LoadedFaces, settings: TrainingSettings, into folder: ModelFolder
  ) throws {
    try TrainingNeed("age", label: .age, of: faces.manifest.vocabulary.ages)
      .require(in: faces.manifest.records)
    let calibrating = try faces.calibrationRows(
      share: settings.calibrationShare, seed: settings.seed, where: { $0.ageInYears != nil },
      validatingOn: { $0.ageInYears != nil })
    let training = faces.faceSet(where: { $0.split == .train }, target: \.ageInYears)
    let validation = faces.faceSet(
      where: { $0.split == .validation }, besides: calibrating, target: \.ageInYears)
    try Runtime.seed(SeededGenerator.first(seed: settings.seed, stream: "age weights"))
    let model = try FaceModel(architecture: settings.architecture, head: settings.ageHead)
    try InitialWeights.load(into: model, settings: settings, labels: nil, observer: observer)
    let median = AgeEstimation.median(training.targets)
    let checkpoint = CheckpointPlan(url: folder.checkpoint, seconds: checkpointSeconds)
    func train(_ objective: some Objective<Double>) throws -> TrainingHistory {
      try Trainer(
        model: model, objective: objective, settings: settings, device: device,
        title: "Age estimator", observer: observer, checkpoint: checkpoint,
        eventFolder: folder.url, group: processes
      ).train(on: training, validatingOn: validation)
    }
    let deviation = AgeEstimation.deviation(training.targets)
    let groups = faces.manifest.vocabulary.ages
    let history =
      switch settings.ageLoss {
      case .absoluteError:
        try train(
          AgeObjective(centreInYears: median, standardDeviationInYears: deviation, groups: groups))
      case .huber:
        try train(
          AgeObjective(
            centreInYears: median, standardDeviationInYears: deviation,
            huberDeltaInYears: settings.huberDeltaInYears, groups: groups))
      case .distribution: try train(AgeDistributionObjective(device: device, groups: groups))
      }
    let judged = try predictions(
      of: Inference(model: model, settings: settings, device: device), on: faces,
      splits: [.validation, .test], calibrating: calibrating)
    guard processes?.isFirst ?? true else { return }
    let uncertainty = AgeUncertainty(
      calibratingOn: judged.filter(\.calibrates))
    if uncertainty == nil {
      observer.message(
        "only \(calibrating.count) validation faces calibrate, too few for intervals of estimated "
          + "ages (calibrationShare=\(settings.calibrationShare))")
    }
    let description = ModelDescription(
      kind: .age, name: "age", trainedOn: nil, learntFrom: faces.trainingOrigin(),
      colour: faces.store.colour, vocabulary: faces.manifest.vocabulary, settings: settings,
      selectionFaces: faces.selectionFaces(besides: calibrating) { $0.ageInYears != nil },
      ageUncertainty: uncertainty,
      trainingMedianAgeInYears: median)
    try ModelFile.write(model, description, to: folder.model)
    try AgePrediction.write(judged, to: folder.predictions)
    try history.write(to: folder.history)
    checkpoint.remove()
  }

  private func predictions(
    of inference: Inference, on faces: LoadedFaces, splits: [Split], calibrating: Set<Int> = []
  ) throws -> [AgePrediction] {
    let ages = try faces.manifest.knownAgesInYears()
    let weights = try faces.manifest.transitionWeights()
    let photographs = faces.photographs()
    let rows = faces.manifest.records.indices.filter { row in
      ages[row] != nil && faces.manifest.records[row].split.map(splits.contains) == true
    }
    let estimates = try inference.ages(
      of: faces.store, at: rows.map { faces.storeIndices[$0] }, among: processes,
      task: "Testing the age estimator", observer: observer)
    return zip(rows, estimates).compactMap { row, estimate in
      let record = faces.manifest.records[row]
      return ages[row].map {
        AgePrediction(
          image: record.image, subject: record.subject, source: record.source,
          split: record.split, calibrates: calibrating.contains(row), ageInYears: $0,
          estimate: estimate, sex: record.sex, ethnicity: record.ethnicity, emotion: record.emotion,
          transitionWeight: weights[row], photograph: photographs[row],
          ages: faces.manifest.vocabulary.ages)
      }
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
  public func evaluate(_ file: ModelFile, on faces: LoadedFaces) throws -> [AgePrediction] {
    var all = faces
    // A manifest without a split is a hold-out set as a whole.
    if all.manifest.records.allSatisfy({ $0.split == nil }) {
      for row in all.manifest.records.indices { all.manifest.records[row].split = .test }
    }
    let predictions = try predictions(of: file.inference, on: all, splits: [.test])
    guard !predictions.isEmpty else {
      throw SmilestoneError.badInput(
        "The manifest has no test faces with an age.",
        remedy:
          "Fill its column age with known ages, and leave split empty or “test” for the faces "
          + "to test on.")
    }
    return predictions
  }

  // MARK: Estimating

  /// The readable faces with their estimates (`Manifest.setAgeEstimates`), of which an estimator whose
  /// uncertainty is not known gives the age alone; ages that were given as labels stay.
  /// - Parameter reweighting: whether likely ages are reweighted to the distribution of ages among these faces (`AgeShift`).
  public func estimateAges(
    _ file: ModelFile, of faces: LoadedFaces, reweighting: Bool = false
  ) throws -> Manifest {
    try estimateAges(
      file, in: faces.manifest, places: faces.storeIndices, of: faces.store,
      reweighting: reweighting)
  }

  /// The same with a row for every face of a manifest: the extra column `age_failure` says why an
  /// image could not be read.
  /// - Parameter log: keeps what has been estimated, so that an interrupted prediction continues.
  public func estimateAges(
    _ file: ModelFile, ofEvery manifest: Manifest, in store: FaceStore, log: AgeEstimateLog,
    reweighting: Bool = false
  ) throws -> Manifest {
    let places = manifest.records.indices.map { store.hasFace(at: $0) ? $0 : nil }
    var result = try estimateAges(
      file, in: manifest, places: places, of: store, log: log, reweighting: reweighting)
    var failures = [String](repeating: "", count: manifest.records.count)
    for image in store.skipped { failures[image.index] = image.reason }
    result.setExtraColumn("age_failure", to: failures)
    return result
  }

  /// - Parameter places: each row's place in the store; nil for a row that cannot be read.
  private func estimateAges(
    _ file: ModelFile, in manifest: Manifest, places: [Int?], of store: FaceStore,
    log: AgeEstimateLog? = nil, reweighting: Bool
  ) throws -> Manifest {
    var manifest = manifest
    let open = manifest.records.indices.filter {
      manifest.records[$0].ageInYears == nil || manifest.records[$0].ageSource == .estimated
    }
    // What an earlier estimator said does not stand for this one's failure.
    for row in open {
      manifest.records[row].ageInYears = nil
      manifest.records[row].ageStandardDeviationInYears = nil
      manifest.records[row].ageSource = nil
    }
    let rows = open.filter { places[$0] != nil }
    let estimates = try estimated(file, of: store, at: rows.compactMap { places[$0] }, log: log)
    var calibrated = estimates.map { estimate in
      file.description.ageUncertainty?.calibrated(estimate)
        ?? AgeEstimate(ageInYears: estimate.ageInYears)
    }
    if reweighting {
      calibrated = try file.reweighted(
        calibrated, ages: manifest.vocabulary.ages, observer: observer)
    }
    var result = [AgeEstimate?](repeating: nil, count: manifest.records.count)
    for (row, estimate) in zip(rows, calibrated) { result[row] = estimate }
    manifest.setAgeEstimates(result)
    return manifest
  }

  /// Estimates in chunks of the same faces whether interrupted or not: an estimate's last bits may
  /// depend on which faces share its batch.
  private func estimated(
    _ file: ModelFile, of store: FaceStore, at indices: [Int], log: AgeEstimateLog?
  ) throws -> [AgeEstimate] {
    var estimates: [AgeEstimate] = []
    var known = 0
    for start in stride(from: 0, to: indices.count, by: AgeEstimation.chunkSize) {
      let chunk = Array(indices[start..<min(start + AgeEstimation.chunkSize, indices.count)])
      let key = try ContentHash.sha256(ofStrings: chunk.map { store.contentHash(of: $0) ?? "" })
      if let earlier = log?.estimates(of: key, count: chunk.count) {
        estimates += earlier
        known += chunk.count
        continue
      }
      if known > 0, known == start {
        observer.message("\(known) of \(indices.count) ages were estimated before.")
      }
      let new = try file.inference.ages(
        of: store, at: chunk, among: processes, task: "Estimating ages",
        observer: PartOfTask(done: start, total: indices.count, observer: observer))
      if processes?.isFirst ?? true { try log?.append(new, of: key) }
      estimates += new
    }
    return estimates
  }

  private static let chunkSize = 1024
}

/// Shows a part's progress as that of the whole.
private struct PartOfTask: ProgressObserver {
  let done: Int
  let total: Int
  let observer: any ProgressObserver

  func update(_ progress: ProgressUpdate) {
    var whole = progress
    whole.completed += done
    whole.total = total
    observer.update(whole)
  }

  func message(_ line: String) { observer.message(line) }
}

extension ModelFile {
  /// Estimates with likely ages reweighted to the distribution of ages among these faces; says how the shares of age groups
  /// change.
  /// - Throws: `SmilestoneError.badInput` where the faces are too few, or the estimator does not say what it was calibrated on.
  public func reweighted(
    _ estimates: [AgeEstimate], ages: AgeGrouping, observer: any ProgressObserver
  ) throws -> [AgeEstimate] {
    let count = estimates.count { $0.distribution != nil }
    guard description.ageUncertainty == nil || count >= AgeShift.minimumFaces else {
      throw SmilestoneError.badInput(
        "Likely ages cannot be reweighted: \(count) of these faces have an estimated age, and it takes "
          + "\(AgeShift.minimumFaces).",
        remedy:
          "Leave out the reweighting. Ages that a manifest gives are not estimated; take their column out to have them so."
      )
    }
    guard
      let (reweighted, change) = estimates.reweighted(by: description.ageUncertainty, ages: ages)
    else {
      throw SmilestoneError.badInput(
        "Likely ages cannot be reweighted: the estimator does not say how its calibration faces' ages are distributed.",
        remedy: "Leave out the reweighting, or train the estimator again.")
    }
    observer.message(change.inWords)
    return reweighted
  }
}
