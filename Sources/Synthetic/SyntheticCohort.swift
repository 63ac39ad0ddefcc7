import Faces
import Foundation
import Support

/// Cohorts of synthetic faces whose ages and expression development are known.
public enum SyntheticCohort {
  /// Draws the cohort's images into `folder/images` and writes `folder/manifest.csv`.
  ///
  /// The manifest comes last, so that its presence means a complete cohort. The same settings give
  /// the same bytes whatever the number of workers. `emotion` is the perceived one: what most
  /// simulated raters chose, not what was intended. `age` and `true_age` are the planted age, also
  /// where the head does not show it.
  /// - Parameters:
  ///   - withLandmarks: whether the manifest says where points of each face are
  ///     (`FaceDrawing.landmarks`).
  ///   - namesRaters: whether it says who said what (`RaterLabels`).
  ///   - workers: threads at most; nil for one per core.
  /// - Throws: `SmilestoneError` when a setting cannot be used or a file cannot be written.
  @discardableResult
  public static func draw(
    _ settings: SyntheticCohortSettings, into folder: URL, withLandmarks: Bool = false,
    namesRaters: Bool = false, workers: Int? = nil,
    observer: any ProgressObserver = SilentObserver()
  ) throws -> Manifest {
    try settings.validate()
    let manifestFile = folder.appendingPathComponent("manifest.csv")
    try AtomicFile.createFolder(folder.appendingPathComponent("images"))
    try? FileManager.default.removeItem(at: manifestFile)
    let counter = ProgressCounter(
      task: "Drawing faces", total: settings.subjects * settings.imagesPerSubject,
      unit: "images", observer: observer)
    let groups = SyntheticSubject.groups(settings)
    let records = try parallelMap(count: settings.subjects, workers: workers) { index in
      let subject = SyntheticSubject(index: index, group: groups[index], settings: settings)
      return try subject.emotions.indices.compactMap { image -> FaceRecord? in
        defer { counter.advance() }
        guard let face = try face(of: subject, image: image, settings: settings) else { return nil }
        let place = folder.appendingPathComponent(face.record.image)
        // Images need no flushing one by one: without the manifest they count for nothing.
        try AtomicFile.write(
          face.drawing.png(sizeInPixels: settings.sizeInPixels), to: place, isFlushed: false)
        var record = face.record
        if withLandmarks { record.extra.append(try landmarks(of: face.drawing)) }
        if namesRaters { record.extra.append(face.raters.cell) }
        return record
      }
    }
    let manifest = Manifest(
      folder: folder,
      extraColumns: SyntheticFaces.extraColumns + (withLandmarks ? [FaceLandmarks.column] : [])
        + (namesRaters ? [RaterLabels.column] : []),
      records: records.flatMap(\.self),
      vocabulary: settings.vocabulary)
    try manifest.write(to: manifestFile)
    return manifest
  }

  /// The faces of a cohort without the images: for simulations and contact sheets.
  public static func faces(
    _ settings: SyntheticCohortSettings
  ) throws -> [(record: FaceRecord, drawing: FaceDrawing)] {
    try settings.validate()
    return try SyntheticSubject.groups(settings).enumerated().flatMap { index, group in
      let subject = SyntheticSubject(index: index, group: group, settings: settings)
      return try subject.emotions.indices.compactMap {
        try face(of: subject, image: $0, settings: settings).map { ($0.record, $0.drawing) }
      }
    }
  }

  private static func landmarks(of drawing: FaceDrawing) throws -> String {
    FaceLandmarks.cell(try drawing.landmarks().flatMap { [$0.x, $0.y] })
  }

  /// nil where the cohort has no image of the emotion of a person of that age.
  private static func face(
    of subject: SyntheticSubject, image: Int, settings: SyntheticCohortSettings
  ) throws -> (record: FaceRecord, drawing: FaceDrawing, raters: RaterLabels)? {
    let stream = "subject \(subject.index) image \(image)"
    var generator = SeededGenerator(seed: settings.seed, stream: stream)
    // Of its own, so that what is left is drawn as ever.
    var chances = SeededGenerator(seed: settings.seed, stream: stream + " development")
    let stage = ExpressionStage(subject, settings: settings)
    let emotion = subject.emotions[image].shown
    guard chances.uniform() < stage.presence(of: emotion) else { return nil }
    let weight = stage.adultWeight(of: emotion)
    let expression = ShownExpression(
      emotion, adultWeight: weight, strength: stage.strength(of: emotion),
      actionNoise: settings.actionNoise, using: &generator)
    let raters = SimulatedRaters(
      count: settings.raters, uncertainty: settings.raterUncertainty, labels: settings.drawnLabels)
    var choices = raters.choices(
      on: expression.actions, adultWeight: stage.adultWeight, using: &generator)
    var label = raters.plurality(
      raters.votes(choices), intended: subject.emotions[image].label)
    if chances.uniform() < stage.wrongLabels {
      label = wrong(label, settings.vocabulary.labels, choices: &choices, using: &chances)
    }
    var view = FaceView(
      strength: stage.nuisanceStrength, identity: subject.identity,
      appearanceAgeInYears: subject.appearanceAgeInYears, using: &generator)
    view.blur = hypot(view.blur, stage.blur)
    let number = String(format: "%06d", subject.index)
    let record = FaceRecord(
      image: "images/\(number)-\(image).png", subject: "synthetic-\(settings.seed)-\(number)",
      source: SyntheticFaces.source,
      emotion: label,
      votes: raters.votes(choices), ageInYears: subject.ageInYears, ageSource: .label,
      ageGroup: settings.vocabulary.ages.group(ofAgeInYears: subject.ageInYears),
      sex: subject.identity.sex,
      extra: [
        ManifestNumber.text(subject.ageInYears), ManifestNumber.text(weight),
        settings.kind.rawValue,
      ])
    return (
      record,
      FaceDrawing(
        identity: subject.identity, appearanceAgeInYears: subject.appearanceAgeInYears,
        actions: expression.actions, view: view),
      try raters.named(choices)
    )
  }

  /// Another label than the one that was given, each as often; both have each other's votes.
  private static func wrong(
    _ given: Emotion, _ labels: LabelScheme, choices: inout [Int],
    using generator: inout SeededGenerator
  ) -> Emotion {
    let place = labels.position(of: given)
    let other = (place + 1 + generator.integer(below: labels.count - 1)) % labels.count
    choices = choices.map { $0 == place ? other : $0 == other ? place : $0 }
    return labels.emotions[other]
  }
}
