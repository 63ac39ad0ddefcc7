import Analysis
import Foundation
import Support
import Torch

extension ExpressionAnalysis {
  /// Analyses faces of all ages: registration, features, gate, timing.
  ///
  /// The same faces and settings give the same result on the same machine, with any number of threads.
  /// Emotions of which an end has too few faces are left out and named among the warnings, if four others
  /// remain.
  /// - Throws: `SmilestoneError.badInput` where an end of the ages lacks faces of the others, or fewer than
  ///   three emotions are shown at all.
  public init(
    _ given: ExpressionFaces, settings: ExpressionSettings = ExpressionSettings(),
    observer: any ProgressObserver = SilentObserver()
  ) throws {
    try settings.validate()
    let dated = AgesFromOtherFaces(given, errorCorrelation: settings.ageErrorCorrelation)
    let ends = EndCounts(dated.faces, settings: settings)
    let faces = try dated.faces.keeping(emotions: ends.emotionsToKeep(settings))
    // The matrices are small: threads within operations would mostly wait for each other.
    let workers = Runtime.threadCount
    try Runtime.setThreadCount(1)
    defer { try? Runtime.setThreadCount(workers) }
    let registered = try RegisteredFaces(faces, settings: settings, workers: workers)
    observer.message(registered.registration.inWords(settings))
    self = try withoutGradients {
      let features = try RegisteredFeatures(
        registered.features, data: faces, settings: settings)
      let gate = try GateResult(features, data: faces, settings: settings)
      let timing = try TimingEstimator(
        faces, features: features, headDistance: registered.headDistance, settings: settings
      ).result(workers: workers)
      let rivals = try RivalReading.all(
        faces, headDistance: registered.headDistance, timing: timing, settings: settings,
        workers: workers)
      let labelFit = try LabelFit(features, data: faces, settings: settings).result(settings)
      return ExpressionAnalysis(
        settings: settings, faces: faces.count, subjects: faces.subjectCount,
        facesByEmotion: ends.counts, facesDatedByOthers: dated.count,
        registration: registered.registration, gate: gate, timing: timing, rivals: rivals,
        labelFit: labelFit, isClaimed: false, answer: "",
        warnings: dated.warnings + ends.warnings(settings, keptCount: faces.emotionCount)
          + rivals.map(\.warning) + [labelFit?.warning(settings)].compactMap(\.self))
    }
    conclude()
    if isClaimed, faces.hasEstimatedAges {
      warnings += [timing?.warningOfEstimatedAges].compactMap(\.self)
    }
  }
}

/// What is compared between faces, without what heads move.
private struct RegisteredFaces {
  /// [faces, features], row-major.
  let features: [Double]
  let registration: RegistrationResult
  /// How far heads of each of `AgeComposition.ages` are from adults'; nil where they are adults' at all ages.
  let headDistance: [Double]?

  init(_ faces: ExpressionFaces, settings: ExpressionSettings, workers: Int) throws {
    switch settings.features {
    case .gradients, .network:
      let registration = try Registration(faces, settings: settings)
      let images = RegisteredImages(faces, by: registration)
      features =
        settings.features == .network
        ? try NetworkFeatures().of(images, workers: workers)
        : try HistogramOfGradients.features(of: images, workers: workers)
      headDistance = registration.headDistance(atAges: AgeComposition.ages)
      self.registration = registration.result
    case .landmarks:
      let shapes = try LandmarkShapes(faces, settings: settings)
      features = shapes.displacements
      headDistance = shapes.headDistance(atAges: AgeComposition.ages)
      registration = shapes.result
    }
  }
}

/// The faces at both ends, of which there must be enough.
private struct EndCounts {
  let counts: [ExpressionAnalysis.EmotionCount]
  private static let leastFaces = 10
  private static let leastEmotions = 3
  /// Fewer have under six distances to compare.
  private static let leastEmotionsOfMore = 4

  init(_ faces: ExpressionFaces, settings: ExpressionSettings) {
    let ends = settings.end(of: faces)
    counts = faces.emotionNames.enumerated().map { emotion, name in
      let own = faces.emotions.indices.filter { faces.emotions[$0] == emotion }
      return ExpressionAnalysis.EmotionCount(
        emotion: name, toddlers: own.count { ends[$0] == 0 }, adults: own.count { ends[$0] == 1 },
        all: own.count)
    }
  }

  private var few: [ExpressionAnalysis.EmotionCount] {
    counts.filter { min($0.toddlers, $0.adults) < Self.leastFaces }
  }

  /// The numbers of the emotions that both ends show often enough.
  func emotionsToKeep(_ settings: ExpressionSettings) throws -> [Int] {
    guard counts.count >= Self.leastEmotions else {
      throw SmilestoneError.badInput(
        "The faces show \(counts.count) emotion\(counts.count == 1 ? "" : "s").",
        remedy: "The configuration of emotions needs at least \(Self.leastEmotions).")
    }
    guard few.isEmpty || counts.count - few.count >= Self.leastEmotionsOfMore else {
      throw SmilestoneError.badInput(
        "Too few faces of \(inWords(settings)).",
        remedy:
          "At least \(Self.leastFaces) faces of an emotion are needed of each. Emotions with fewer are "
          + "left out, but \(Self.leastEmotionsOfMore) have to remain.")
    }
    return counts.indices.filter { min(counts[$0].toddlers, counts[$0].adults) >= Self.leastFaces }
  }

  func warnings(_ settings: ExpressionSettings, keptCount: Int) -> [String] {
    few.isEmpty
      ? []
      : [
        "Left out, for too few faces of \(inWords(settings)). What is said rests on \(keptCount) emotions."
      ]
  }

  private func inWords(_ settings: ExpressionSettings) -> String {
    func number(_ years: Double) -> String { String(format: "%g", years) }
    let list = few.map { "\($0.emotion) \($0.toddlers) and \($0.adults)" }
    return
      "\(settings.young) and \(settings.grown) (up to \(number(settings.toddlersUpToYears)) and above "
      + "\(number(settings.adultsAboveYears)) years): \(list.joined(separator: "; "))"
  }
}
