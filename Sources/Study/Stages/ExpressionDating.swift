import Analysis
import Expression
import Faces
import Foundation
import Imaging
import Support

/// Asks of a manifest's faces when the expression itself, apart from the head, becomes adult-like.
public struct ExpressionDating {
  /// Side of the faces in pixels.
  public static let imageSize = 48

  static let form = FaceForm(size: imageSize, colour: .grey)

  private let observer: any ProgressObserver

  public init(observer: any ProgressObserver) { self.observer = observer }

  /// - Parameters:
  ///   - path: what the manifest is called in messages.
  ///   - size: of the faces in pixels, a multiple of 8.
  /// - Throws: `SmilestoneError.badInput` where the faces do not have what the analysis needs.
  public func analysis(
    of manifest: Manifest, path: String, size: Int = ExpressionDating.imageSize, cache: FaceCache,
    settings: ExpressionSettings
  ) throws -> ExpressionAnalysis {
    let usable = try UsableFaces(manifest, path: path)
    let loaded = try LoadedFaces(
      usable.manifest, form: FaceForm(size: size, colour: .grey), cache: cache, observer: observer)
    let faces = try UsableFaces(loaded.manifest, path: path)
    var analysis = try ExpressionAnalysis(
      faces.expressionFaces(loaded, withLandmarks: settings.usesLandmarks), settings: settings,
      observer: observer)
    analysis.warnings += faces.warnings
    return analysis
  }

  /// The same for a study, which continues where its faces do not have what the analysis needs.
  func outcome(
    of manifest: Manifest, path: String, cache: FaceCache, settings: ExpressionSettings
  ) throws -> ExpressionOutcome {
    do {
      // The ends that the study's age groups give may lie too close.
      try settings.validate()
    } catch let error as SmilestoneError {
      let reason =
        "The age groups of the infant and the adult model are no ends to compare: \(error.message)"
      observer.message("When the expression changes is not asked: \(reason)")
      return .refused(reason: reason)
    }
    do {
      return .analysed(
        try analysis(of: manifest, path: path, cache: cache, settings: settings))
    } catch let error as SmilestoneError where error.code == .badInput {
      observer.message("When the expression changes is not asked: \(error.message)")
      return .refused(reason: error.message)
    }
  }
}

/// The rows of a manifest that have what the analysis needs.
private struct UsableFaces {
  let manifest: Manifest
  private let path: String
  /// The emotions that are shown, in their order.
  private let emotions: [Emotion]

  init(_ manifest: Manifest, path: String) throws {
    self.path = path
    let labels = manifest.vocabulary.labels
    guard labels.agrees(with: .emotions7) else {
      throw SmilestoneError.badInput(
        "When the expression itself changes is asked of the study’s own emotions alone, for which the "
          + "method was checked; these labels are of the scheme \(labels.id).",
        remedy: "Give a manifest with the seven emotions.")
    }
    var usable = manifest
    let labelled = manifest.records.filter { $0.emotion != nil }
    guard !labelled.isEmpty else {
      throw SmilestoneError.badInput(
        "\(path) has no face with an emotion.", remedy: "Fill the column emotion.")
    }
    usable.records = labelled.filter { $0.ageInYears != nil }
    guard !usable.records.isEmpty else {
      throw SmilestoneError.badInput(
        "\(path) has no face with an emotion and an age.",
        remedy: "Fill the column age, or have it estimated by `smilestone age predict`.")
    }
    self.manifest = usable
    let shown = Set(usable.records.compactMap(\.emotion))
    emotions = manifest.vocabulary.labels.emotions.filter(shown.contains)
  }

  /// What weakens the result, for people.
  var warnings: [String] {
    let records = manifest.records
    let unsure = records.count {
      $0.ageSource == .estimated && $0.ageStandardDeviationInYears == nil
    }
    let unknown = records.count { $0.subject == nil }
    return [
      unsure > 0
        ? "\(unsure) ages are estimates of which nothing says how sure they are; taking them as exact "
          + "pulls the age towards the middle and makes its interval too narrow." : nil,
      unknown > 0
        ? "The subjects of \(unknown) faces are not known; each counts as one, which is too sure where a "
          + "person is shown more than once." : nil,
    ].compactMap(\.self)
  }

  /// Equally likely ages of the faces whose ages are estimates; empty for the others.
  private func likelyAges() throws -> [[Double]] {
    try zip(manifest.records, manifest.ageEstimates()).map { record, estimate in
      let likely = record.ageSource == .estimated ? try estimate?.likelyAges() : nil
      return likely?.quantilesInYears.map { min($0, 150) } ?? []
    }
  }

  func expressionFaces(
    _ loaded: LoadedFaces, withLandmarks: Bool
  ) throws -> ExpressionFaces {
    let records = loaded.manifest.records
    let size = loaded.store.size
    var images: [UInt8] = []
    images.reserveCapacity(records.count * size * size)
    for index in loaded.storeIndices {
      // The three channels are the same.
      loaded.store.withFace(at: index) { images += $0.prefix(size * size) }
    }
    return try ExpressionFaces(
      size: size, images: images,
      landmarks: withLandmarks ? FaceLandmarks.places(in: manifest, path: path) : [],
      emotions: records.map { record in
        record.emotion.flatMap { emotions.firstIndex(of: $0) } ?? 0
      },
      emotionNames: emotions.map(\.rawValue), agesInYears: records.map { $0.ageInYears ?? 0 },
      likelyAgesInYears: likelyAges(),
      subjects: records.enumerated().map { row, record in
        FaceRecord.uniqueSubject(record.subject, source: record.source) ?? "face \(row)"
      },
      divisions: divisions(records), conditions: archives(records))
  }

  /// Whether a face comes from an archive, for each that has a twentieth of the faces and not all of them.
  private func archives(_ records: [FaceRecord]) -> [ExpressionFaces.Condition] {
    let sources = records.map { $0.source ?? "" }
    let counts = Dictionary(sources.map { ($0, 1) }, uniquingKeysWith: +)
    return counts.keys.sorted().filter { !$0.isEmpty }.compactMap { source in
      let share = Double(counts[source] ?? 0) / Double(records.count)
      guard share >= 0.05, share < 1 else { return nil }
      return ExpressionFaces.Condition(
        name: "the share of faces from \(source)", values: sources.map { $0 == source ? 1 : 0 },
        isShare: true)
    }
  }

  private func divisions(_ records: [FaceRecord]) -> [ExpressionFaces.Division] {
    let sexes = records.map { record in record.sex.map { $0 == .male ? 1 : 0 } }
    let isKnown = [0, 1].allSatisfy(sexes.contains)
    return isKnown ? [ExpressionFaces.Division(name: "men and women", part: sexes)] : []
  }
}
