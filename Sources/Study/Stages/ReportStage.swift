import Cohort
import Evaluation
import Foundation
import Imaging
import Models
import Report
import Support
import Training

/// Writes the page and the figures of a run folder from what is in it.
public struct ReportStage {
  let run: RunFolder
  let observer: any ProgressObserver
  /// Whether photographs of real infants go into the page.
  var showsRealInfants = false

  public init(
    run: RunFolder, showsRealInfants: Bool = false, observer: any ProgressObserver
  ) {
    self.run = run
    self.showsRealInfants = showsRealInfants
    self.observer = observer
  }

  /// - Throws: `SmilestoneError.badInput` when the folder holds no study.
  public func perform() throws {
    let input = try reportInput()
    try AtomicFile.write(
      try ReportPage.html(input, bundle: VegaBundle.locate()), to: run.report)
    let outcome = try FigureExporter().export(input, to: run.figures)
    if let note = outcome.note { observer.message(note) }
    observer.message("Report: \(run.report.path)")
  }

  /// Everything that the page shows.
  func reportInput() throws -> ReportInput {
    guard run.configuration.exists, run.manifest.exists else {
      throw SmilestoneError.badInput(
        "\(run.url.path) is not the folder of a study that has come as far as its age groups.",
        remedy: "Name the folder that `smilestone study --out` wrote, or let the study finish.")
    }
    let configuration = try StudyConfiguration(contentsOf: run.configuration)
    let manifest = try Manifest(contentsOf: run.manifest)
    let skipped = run.skipped.exists ? try SkippedImage.read(run.skipped).count : 0
    let isSynthetic = configuration.data.faces == nil
    let models: [(StudyModel, ModelFolder, TrainingSettings)] = [
      (.age, run.age, configuration.age), (.infant, run.infant, configuration.infant),
      (.adult, run.adult, configuration.adult),
    ]
    var input = ReportInput(
      runName: run.url.lastPathComponent,
      cohort: CohortDescription(
        text: cohortText(configuration, manifest), isSynthetic: isSynthetic),
      counts: HeadlineCounts(
        faces: manifest.records.count,
        emotions: Set(manifest.records.compactMap(\.emotion)).count,
        ageGroups: Set(manifest.records.compactMap(\.ageGroup)).count,
        models: [run.infant, run.adult].filter(\.isComplete).count, skipped: skipped))
    input.showsRealInfants = showsRealInfants
    input.emotionCounts = emotionCounts(manifest)
    input.sampleFaces = sampleFaces(
      manifest, perCell: 1, isSynthetic: isSynthetic, seed: configuration.seed)
    input.methodNotes = ReportTexts.methods(configuration)
    input.architectures = try models.map(architecture)
    input.settings = ReportTexts.settings(configuration)
    input.histories = try models.filter { $0.1.isComplete }.map(history)
    input.metrics = run.metrics.exists ? try Metrics(contentsOf: run.metrics) : nil
    input.limitations = ReportTexts.limitations(configuration, manifest)
    input.warnings = ReportTexts.warnings(configuration)
    input.provenance = try provenance()
    return input
  }

  private func cohortText(_ configuration: StudyConfiguration, _ manifest: Manifest) -> String {
    let subjects = Set(manifest.records.compactMap(\.subject)).count
    guard configuration.data.faces != nil else {
      let data = configuration.data.synthetic
      return "\(manifest.records.count) drawn faces of \(subjects) subjects, cohort "
        + "“\(data.cohort.rawValue)”: the transition is planted at "
        + "\(data.transition.ageInYears) years."
    }
    return "\(manifest.records.count) photographs"
      + (subjects > 0 ? " of \(subjects) subjects." : "; their subjects are not known.")
  }

  // MARK: Faces

  private func emotionCounts(_ manifest: Manifest) -> [EmotionCount] {
    struct Cell: Hashable {
      let group: AgeGroup
      let emotion: Emotion
      let split: Split
    }
    var counts: [Cell: Int] = [:]
    for record in manifest.records {
      guard let group = record.ageGroup, let emotion = record.emotion, let split = record.split
      else { continue }
      counts[Cell(group: group, emotion: emotion, split: split), default: 0] += 1
    }
    return AgeGroup.allCases.flatMap { group in
      Emotion.allCases.flatMap { emotion in
        Split.allCases.compactMap { split in
          counts[Cell(group: group, emotion: emotion, split: split)].map {
            EmotionCount(ageGroup: group, emotion: emotion, split: split.rawValue, count: $0)
          }
        }
      }
    }
  }

  /// Faces of each age group and emotion, chosen by the seed.
  private func sampleFaces(
    _ manifest: Manifest, perCell: Int, isSynthetic: Bool, seed: UInt64
  ) -> [SampleFace] {
    var generator = SeededGenerator(seed: seed, stream: "sample faces")
    var found: [String: Int] = [:]
    var samples: [SampleFace] = []
    for record in manifest.records.shuffled(using: &generator) {
      guard let group = record.ageGroup, let emotion = record.emotion else { continue }
      let cell = "\(group.rawValue) \(emotion.rawValue)"
      guard found[cell, default: 0] < perCell,
        let picture = thumbnail(manifest.path(of: record))
      else { continue }
      found[cell, default: 0] += 1
      samples.append(
        SampleFace(
          picture: picture, ageGroup: group, emotion: emotion, ageInYears: record.ageInYears,
          source: record.source ?? "", isRealInfant: !isSynthetic && group == .toddler))
    }
    return samples.sorted {
      ($0.ageGroup.index, $0.emotion.index) < ($1.ageGroup.index, $1.emotion.index)
    }
  }

  private static let thumbnailSize = 96

  private func thumbnail(_ path: String) -> Data? {
    guard let picture = try? RGBImage(contentsOf: URL(fileURLWithPath: path)) else { return nil }
    let size = min(ReportStage.thumbnailSize, max(picture.width, picture.height))
    return try? picture.resized(toWidth: size, height: size).jpegData(quality: 85)
  }

  // MARK: Models

  private func architecture(
    _ model: StudyModel, _: ModelFolder, _ settings: TrainingSettings
  ) throws -> Report.Architecture {
    let network = try FaceModel(
      architecture: settings.architecture,
      head: model == .age ? settings.ageHead : settings.expressionHead)
    for layer in settings.frozenLayers { try network.store.freeze(layer: layer) }
    let layers = try network.layerSummaries(pictureSize: settings.pictureSize).map { layer in
      Report.Architecture.Layer(
        name: layer.name,
        outputShape: layer.outputShape.map(String.init).joined(separator: " × "),
        parameterCount: layer.weightCount,
        isFrozen: layer.isFrozen)
    }
    return Report.Architecture(
      model: model, backbone: settings.architecture.displayName, layers: layers)
  }

  private func history(
    _ model: StudyModel, _ folder: ModelFolder, _: TrainingSettings
  ) throws -> Report.TrainingHistory {
    let history = try Training.TrainingHistory(contentsOf: folder.history)
    return Report.TrainingHistory(
      model: model,
      epochs: history.epochs.map {
        .init(
          number: $0.epoch, learningRate: $0.learningRate, trainLoss: $0.training.loss,
          validationLoss: $0.validation.loss, trainScore: $0.training.score,
          validationScore: $0.validation.score, seconds: $0.seconds)
      }, chosenEpoch: history.bestEpoch?.epoch)
  }

  private func provenance() throws -> [ProvenanceEntry] {
    guard let data = try? Data(contentsOf: run.provenance) else { return [] }
    let provenance = try JSONDecoder().decode(Provenance.self, from: data)
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
