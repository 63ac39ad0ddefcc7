import Faces
import Foundation
import Imaging
import Study
import Support
import Training

extension TrainingNeed.Label {
  /// Reads the command's source of faces, leaves out faces without the label, decodes the rest
  /// and divides it where it has no split, or none of train or validation. What could not be used is listed in `skipped.csv`.
  ///
  /// Of several processes the first on each machine decodes, and the others find what it has kept.
  /// - Parameter out: the folder of the command's results.
  /// - Throws: `SmilestoneError` when no face has the label, or the splits leak.
  func faces(
    _ arguments: Arguments, session: Session, settings: TrainingSettings,
    preset: StudyConfiguration, colour: FaceColour, out: URL
  ) throws -> LoadedFaces {
    func read() throws -> LoadedFaces {
      try readFaces(
        arguments, session: session, settings: settings, preset: preset, colour: colour, out: out)
    }
    return try session.processes.firstsBeforeOthers(read)
  }

  private func readFaces(
    _ arguments: Arguments, session: Session, settings: TrainingSettings,
    preset: StudyConfiguration, colour: FaceColour, out: URL
  ) throws -> LoadedFaces {
    let path = arguments.operands[0]
    let skippedFile = out.appendingPathComponent("skipped.csv")
    let source = FaceSource(path)
    var (manifest, skipped) = try source.read(
      ages: arguments.ageGroups(), imageFolder: out.appendingPathComponent("faces"),
      skippedList: skippedFile,
      scheme: arguments.scheme(), observer: session.observer)
    manifest.records.removeAll { !isKnown(of: $0) }
    guard !manifest.records.isEmpty else {
      throw SmilestoneError.badInput(
        "\(path) has no \(self == .age ? "ages" : "emotions") to learn from.",
        remedy: "Fill its column \(self == .age ? "age (in years)" : "emotion").")
    }
    // The faces of a study or of a search must not become fewer.
    var faces = try LoadedFaces(
      manifest, form: FaceForm(size: settings.imageSize, colour: colour),
      cache: session.cache(arguments, output: skippedFile), observer: session.observer,
      areSettled: RunFolder.isManifest(source.place) || TuningFolder.isManifest(source.place))
    skipped += faces.skipped
    if arguments.has("--drop-leaks") { skipped += try faces.dropLeaks() }
    try faces.splitIfNeeded(
      self == .age ? preset.ageSplit : preset.split, seed: settings.seed,
      needed: [.train, .validation], observer: session.observer)
    if session.isWriting { try session.observer.report(skipped, to: skippedFile) }
    return faces
  }
}
