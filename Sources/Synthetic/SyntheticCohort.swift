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
  ///   - workers: threads at most; nil for one per core.
  /// - Throws: `SmilestoneError` when a setting cannot be used or a file cannot be written.
  @discardableResult
  public static func draw(
    _ settings: SyntheticCohortSettings, into folder: URL, withLandmarks: Bool = false,
    workers: Int? = nil,
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
      return try subject.emotions.indices.map { image in
        defer { counter.advance() }
        let face = face(of: subject, image: image, settings: settings)
        let place = folder.appendingPathComponent(face.record.image)
        // Images need no flushing one by one: without the manifest they count for nothing.
        try AtomicFile.write(
          face.drawing.png(sizeInPixels: settings.sizeInPixels), to: place, isFlushed: false)
        var record = face.record
        if withLandmarks { record.extra.append(try landmarks(of: face.drawing)) }
        return record
      }
    }
    let manifest = Manifest(
      folder: folder,
      extraColumns: SyntheticFaces.extraColumns + (withLandmarks ? [FaceLandmarks.column] : []),
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
    return SyntheticSubject.groups(settings).enumerated().flatMap { index, group in
      let subject = SyntheticSubject(index: index, group: group, settings: settings)
      return subject.emotions.indices.map { face(of: subject, image: $0, settings: settings) }
    }
  }

  private static func landmarks(of drawing: FaceDrawing) throws -> String {
    FaceLandmarks.cell(try drawing.landmarks().flatMap { [$0.x, $0.y] })
  }

  private static func face(
    of subject: SyntheticSubject, image: Int, settings: SyntheticCohortSettings
  ) -> (record: FaceRecord, drawing: FaceDrawing) {
    var generator = SeededGenerator(
      seed: settings.seed, stream: "subject \(subject.index) image \(image)")
    let weight =
      settings.kind.expressionsDevelop
      ? settings.transition.adultWeight(ageInYears: subject.ageInYears) : 1
    let expression = ShownExpression(
      subject.emotions[image].shown, adultWeight: weight, actionNoise: settings.actionNoise,
      using: &generator)
    let raters = SimulatedRaters(
      count: settings.raters, uncertainty: settings.raterUncertainty, labels: settings.drawnLabels)
    let votes = raters.votes(on: expression.actions, adultWeight: weight, using: &generator)
    let view = FaceView(
      strength: settings.nuisanceStrength, identity: subject.identity,
      appearanceAgeInYears: subject.appearanceAgeInYears, using: &generator)
    let number = String(format: "%06d", subject.index)
    let record = FaceRecord(
      image: "images/\(number)-\(image).png", subject: "synthetic-\(settings.seed)-\(number)",
      source: SyntheticFaces.source,
      emotion: raters.plurality(votes, intended: subject.emotions[image].label),
      votes: votes, ageInYears: subject.ageInYears, ageSource: .label,
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
        actions: expression.actions, view: view)
    )
  }
}
