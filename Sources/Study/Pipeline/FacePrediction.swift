import Analysis
import Faces
import Foundation
import Imaging
import Support
import Torch

/// Applies trained models to new images: ages and perceived emotions in one table.
public struct FacePrediction {
  let expressionModels: [ModelFile]
  let ageModel: ModelFile?
  let device: Device
  let observer: any ProgressObserver
  /// The processes that divide the faces; nil for this one alone.
  let processes: ProcessGroup?

  public init(
    expressionModels: [ModelFile], ageModel: ModelFile?, device: Device,
    observer: any ProgressObserver, processes: ProcessGroup? = nil
  ) {
    self.expressionModels = expressionModels
    self.ageModel = ageModel
    self.device = device
    self.observer = observer
    self.processes = processes
  }

  /// A CSV with a row for every image.
  public struct Table {
    public let csv: String
    public let count: Int
    public let readableCount: Int
    /// The images without predictions, with the reasons.
    public let skipped: [SkippedImage]
    /// What the models cannot say of these images; nil for nothing.
    public let warning: OriginWarning?
  }

  /// Columns: image, status (ok, or why not), warning (empty, or why the predictions mean nothing), age,
  /// age_sd, age_group, and for each model M: M_emotion and M_p_LABEL for each label of its scheme.
  /// - Throws: `SmilestoneError.usage` when two models have one name, `SmilestoneError.badInput` when
  ///   no image can be read.
  public func predict(_ manifest: Manifest, cache: FaceCache) throws -> Table {
    try requireDifferentNames()
    var cells: [PathKey: [String]] = [:]
    var reasons: [PathKey: String] = [:]
    var loaded: [FaceForm: LoadedFaces] = [:]
    func load(_ file: ModelFile) throws -> LoadedFaces {
      let form = file.description.faceForm
      if let faces = loaded[form] { return faces }
      let faces = try processes.firstsBeforeOthers {
        try LoadedFaces(
          manifest, form: form,
          besides: (expressionModels + [ageModel].compactMap(\.self)).map(\.description.faceForm),
          cache: cache, observer: observer, isRepeated: !loaded.isEmpty)
      }
      for image in faces.skipped { reasons[PathKey(image.image)] = image.reason }
      loaded[form] = faces
      return faces
    }
    if let ageModel {
      let faces = try load(ageModel)
      let aged = try Stratification.assignGroups(
        AgeEstimation(device: device, observer: observer, processes: processes)
          .estimateAges(ageModel, of: faces))
      for record in aged.records {
        cells[PathKey(record.image), default: []] += [
          record.ageInYears.map { "\($0)" } ?? "",
          record.ageStandardDeviationInYears.map { "\($0)" } ?? "",
          record.ageGroup?.rawValue ?? "",
        ]
      }
    }
    for file in expressionModels {
      let faces = try load(file)
      let probabilities = try ExpressionPrediction(observer: observer, processes: processes)
        .probabilities(file, for: faces)
      for (record, shares) in zip(faces.manifest.records, probabilities) {
        cells[PathKey(record.image), default: []] +=
          [file.description.vocabulary.labels.mostProbable(shares).rawValue]
          + shares.map { String(format: "%.6f", $0) }
      }
    }
    return table(manifest, cells: cells, reasons: reasons)
  }

  /// Columns are named after models.
  private func requireDifferentNames() throws {
    let names = expressionModels.map(\.description.name)
    guard let name = names.enumerated().first(where: { names[..<$0].contains($1) })?.element else {
      return
    }
    throw SmilestoneError.usage(
      "Two of the models are called “\(name)”, and the table's columns are named after models.",
      remedy: "Predict with one of them at a time.")
  }

  private func table(
    _ manifest: Manifest, cells: [PathKey: [String]], reasons: [PathKey: String]
  ) -> Table {
    let columns =
      (ageModel == nil ? [] : ["age", "age_sd", "age_group"])
      + expressionModels.flatMap { file in
        let name = file.description.name
        return ["\(name)_emotion"]
          + file.description.vocabulary.labels.emotions.map {
            "\(name)_p_\($0.rawValue)"
          }
      }
    let models = expressionModels.map(\.description) + (ageModel.map { [$0.description] } ?? [])
    let warning = OriginWarning(models, about: manifest)
    let warnings = warning?.cells ?? Array(repeating: "", count: manifest.records.count)
    var writer = CSVWriter(header: ["image", "status", "warning"] + columns)
    var skipped: [SkippedImage] = []
    for (record, warning) in zip(manifest.records, warnings) {
      // An image that vanished between two models has too few.
      let known = cells[PathKey(record.image)].flatMap { $0.count == columns.count ? $0 : nil }
      guard let known else {
        let reason = reasons[PathKey(record.image)] ?? "not read"
        skipped.append(SkippedImage(image: record.image, stage: "decode", reason: reason))
        writer.append(
          [record.image, reason, ""] + Array(repeating: "", count: columns.count))
        continue
      }
      writer.append([record.image, "ok", warning] + known)
    }
    let count = manifest.records.count
    return Table(
      csv: writer.text, count: count, readableCount: count - skipped.count, skipped: skipped,
      warning: warning)
  }
}
