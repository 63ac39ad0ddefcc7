import Faces
import Foundation
import Models
import Support
import Torch
import Training

/// What a practitioner looks at before a search: that an untrained model guesses, and that the
/// network can learn a handful of faces by heart. A failure means that images, labels or weights
/// do not belong together, and no search would repair that.
public struct SanityCheck {
  /// One step and how it came out.
  public struct Verdict: Sendable, Equatable {
    public let isPassed: Bool
    public let text: String
  }

  /// Faces to learn by heart, at most; as many of each kind as can be.
  static let faces = 32
  /// Passes over them.
  static let epochs = 60

  let device: Device
  let observer: any ProgressObserver

  public init(device: Device, observer: any ProgressObserver) {
    self.device = device
    self.observer = ProgressAlone(observer: observer)
  }

  /// An expression model: its loss before training is ln K of K labels where it favours none, and it
  /// learns the faces without a mistake.
  public func expression(
    on faces: LoadedFaces, settings: TrainingSettings
  ) throws -> [Verdict] {
    let labels = faces.manifest.vocabulary.labels
    let all = faces.faceSet(where: { $0.split == .train }) {
      $0.emotion.flatMap { ExpressionTarget($0, labels: labels) }
    }
    let few = SanityCheck.few(of: all) { $0.label }
    let settings = SanityCheck.bare(settings)
    let trainer = try Trainer(
      model: model(head: settings.expressionHead(labels: labels.count), settings),
      objective: ExpressionObjective(
        labelSmoothing: 0,
        distanceLoss: DistanceLoss(settings: settings.distanceLoss, labelCount: labels.count),
        device: device),
      settings: settings, device: device, title: "Sanity check", observer: observer)
    let before = try trainer.score(on: few).loss
    let chance = log(Double(labels.count))
    let after = try learned(trainer, few)
    return [
      Verdict(
        isPassed: abs(before - chance) < 0.5,
        text: String(
          format: "loss before training %.3f, ln %d = %.3f: an untrained model must guess", before,
          labels.count, chance)),
      Verdict(
        isPassed: after.score > 0.99 && after.loss < 0.2,
        text: String(
          format: "%d faces learnt by heart: accuracy %.3f, loss %.3f after %d steps", few.count,
          after.score, after.loss, SanityCheck.epochs)),
    ]
  }

  /// An age estimator: it learns the faces' ages to a quarter of their mean distance from the
  /// median.
  public func age(on faces: LoadedFaces, settings: TrainingSettings) throws -> [Verdict] {
    let all = faces.faceSet(where: { $0.split == .train }, target: \.ageInYears)
    let few = SanityCheck.few(of: all, stratum: faces.manifest.vocabulary.ages.index(ofAgeInYears:))
    var settings = SanityCheck.bare(settings)
    settings.ageLoss = .absoluteError
    let ages = few.targets.sorted()
    let median = ages.isEmpty ? 0 : ages[ages.count / 2]
    let baseline = ages.reduce(0) { $0 + abs($1 - median) } / Double(max(ages.count, 1))
    let trainer = try Trainer(
      model: model(head: settings.ageHead, settings),
      objective: AgeObjective(
        centreInYears: median, standardDeviationInYears: max(baseline, 1),
        groups: faces.manifest.vocabulary.ages),
      settings: settings, device: device, title: "Sanity check", observer: observer)
    let after = try learned(trainer, few)
    return [
      Verdict(
        isPassed: after.score < baseline / 4,
        text: String(
          format: "%d ages learnt by heart: mean error %.2f years after %d steps (the median "
            + "alone: %.2f)", few.count, after.score, SanityCheck.epochs, baseline))
    ]
  }

  private func model(head: Head, _ settings: TrainingSettings) throws -> FaceModel {
    try Runtime.seed(SeededGenerator.first(seed: settings.seed, stream: "sanity check"))
    let model = try FaceModel(architecture: settings.architecture, head: head)
    // A head that has learnt before does not guess.
    try InitialWeights.load(
      into: model, settings: settings, labels: nil, observer: SilentObserver())
    return model
  }

  private func learned<Goal>(
    _ trainer: Trainer<Goal>, _ faces: FaceSet<Goal.Target>
  ) throws -> EpochScore {
    let history = try trainer.train(on: faces, validatingOn: faces)
    return history.epochs.last?.training ?? EpochScore(loss: .infinity, score: 0)
  }

  /// Nothing that makes learning by heart harder: the same network, and Adam at 1e-3.
  private static func bare(_ settings: TrainingSettings) -> TrainingSettings {
    var bare = TrainingSettings()
    bare.architecture = settings.architecture
    bare.initialWeights = settings.initialWeights
    bare.imageSize = settings.imageSize
    bare.seed = settings.seed
    bare.dropout = 0
    bare.weightDecay = 0
    bare.labelSmoothing = 0
    bare.learningRate = 1e-3
    bare.distanceLoss.weight = 0
    bare.augmentation = .none
    bare.batchSize = faces
    bare.epochs = epochs
    bare.patience = 0
    return bare
  }

  /// The first faces of each stratum in turn.
  private static func few<Target>(
    of all: FaceSet<Target>, stratum: (Target) -> Int
  ) -> FaceSet<Target> {
    let strata = Dictionary(grouping: all.targets.indices) { stratum(all.targets[$0]) }
    let queues = strata.sorted { $0.key < $1.key }.map(\.value)
    var chosen: [Int] = []
    for round in 0..<faces {
      chosen += queues.filter { round < $0.count }.map { $0[round] }
    }
    let places = chosen.prefix(faces)
    return FaceSet(
      source: all.source, indices: places.map { all.indices[$0] },
      targets: places.map { all.targets[$0] })
  }
}

/// Shows how far a training has come, and not what each of its epochs brought.
private struct ProgressAlone: ProgressObserver {
  let observer: any ProgressObserver

  func update(_ progress: ProgressUpdate) { observer.update(progress) }
  func message(_ line: String) {}
}
