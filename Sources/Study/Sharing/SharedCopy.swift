import Analysis
import Faces
import Foundation
import Report
import Support

/// A copy of a run that is fit to give away: its page, figures, numbers and tables, without images, without the
/// names of persons and files, and without places of the machine that it was made on.
public struct SharedCopy {
  private let run: RunFolder
  private let copy: RunFolder
  private let observer: any ProgressObserver
  private var names = Pseudonyms()

  /// - Parameter folder: where the copy goes; it must be empty, or not be there.
  public init(of run: RunFolder, in folder: URL, observer: any ProgressObserver) {
    self.run = run
    copy = RunFolder(folder)
    self.observer = observer
  }

  /// What every copy leaves out.
  public static let leftOut = [
    "images of faces, and mean faces",
    "names of persons and of image files: the same number stands for the same one in all tables",
    "where files were on the machine that the study was made on",
    "trained models, which can hold traces of the faces that they learnt from",
    "columns of the user's own in the manifest, hashes of images, and points of faces",
    "the faces as they were gathered (cohort), decoded faces (cache), logs, and what skipped images were called",
  ]

  /// - Throws: `SmilestoneError` where the run has no study, or the folder holds something already.
  public mutating func write() throws {
    let manager = FileManager.default
    guard ((try? manager.contentsOfDirectory(atPath: copy.url.path)) ?? []).isEmpty else {
      throw SmilestoneError.usage(
        "\(copy.url.path) is not empty.", remedy: "Name a new folder for the copy.")
    }
    guard run.configuration.exists, run.manifest.exists else {
      throw SmilestoneError.badInput(
        "\(run.url.path) is not the folder of a study whose faces are in age groups.",
        remedy: "Name the folder that `smilestone study --out` wrote, or let the study continue.")
    }
    try AtomicFile.createFolder(copy.url)
    try writeTables()
    try writeResults()
    try ReportStage(
      run: copy, faces: FaceChoice(visibility: .nothing, showsAllFaces: false), observer: observer
    ).perform()
    let list = SharedCopy.leftOut.map { "- \($0)\n" }.joined()
    try AtomicFile.write(
      "This is a copy of a study to give away. Left out are:\n\n\(list)", to: leftOutFile)
  }

  private var leftOutFile: URL { copy.url.appendingPathComponent("left-out.txt") }

  // MARK: Tables, one row a face

  private mutating func writeTables() throws {
    var manifest = try Manifest(contentsOf: run.manifest, observer: observer)
    let kept = manifest.extraColumns.filter(SharedCopy.isKept)
    let places = kept.compactMap { manifest.extraColumns.firstIndex(of: $0) }
    let raters = manifest.raterLabels
    for index in manifest.records.indices {
      var record = manifest.records[index]
      record.image = names.image(record.image)
      record.subject = names.subject(record.subject, source: record.source)
      record.extra = zip(kept, places).map { column, place in
        let cell = place < record.extra.count ? record.extra[place] : ""
        return switch column {
        case Manifest.duplicateClusterColumn: names.cluster(cell) ?? ""
        case RaterLabels.column: renamed(raters[index], source: record.source)
        default: cell
        }
      }
      manifest.records[index] = record
    }
    try Manifest(
      folder: copy.url, extraColumns: kept, records: manifest.records,
      vocabulary: manifest.vocabulary
    ).write(to: copy.manifest)
    if run.skipped.exists {
      let skipped = try SkippedImage.read(run.skipped).map {
        SkippedImage(image: names.image($0.image), stage: $0.stage, reason: "not given away")
      }
      try SkippedImage.write(skipped, to: copy.skipped)
    }
    if run.predictions.exists {
      var table = try PredictionTable(contentsOf: run.predictions)
      for index in table.rows.indices {
        let row = table.rows[index]
        table.rows[index].image = names.image(row.image)
        table.rows[index].subject = names.subject(row.subject, source: row.source)
        table.rows[index].photograph = names.cluster(row.photograph)
      }
      try AtomicFile.createFolder(copy.predictions.deletingLastPathComponent())
      try table.write(to: copy.predictions)
    }
    if run.age.predictions.exists {
      let rows = try AgePrediction.read(
        run.age.predictions, ages: manifest.vocabulary.ages
      ).map { row in
        var row = row
        row.image = names.image(row.image)
        row.subject = names.subject(row.subject, source: row.source)
        row.photograph = names.cluster(row.photograph)
        return row
      }
      try AtomicFile.createFolder(copy.age.url)
      try AgePrediction.write(rows, to: copy.age.predictions)
    }
  }

  private mutating func renamed(_ raters: RaterLabels?, source: String?) -> String {
    raters?.mapped(rater: { names.rater($0, source: source) }).cell ?? ""
  }

  /// Columns that the program knows, but for those that name or show somebody.
  private static func isKept(_ column: String) -> Bool {
    let naming = ["original", "sha256", "session", "take", "source_label", FaceLandmarks.column]
    return !naming.contains(column)
      && (Manifest.furtherColumns.contains { $0.name == column } || column.hasPrefix("p_"))
  }

  // MARK: Results and settings

  private mutating func writeResults() throws {
    if run.metrics.exists {
      var metrics = try Metrics(contentsOf: run.metrics)
      metrics.renameRaters { names.rater($0, source: $1) }
      metrics.predictionsSHA256 = try ContentHash.sha256(ofFile: copy.predictions)
      try metrics.write(to: copy.metrics)
      try placeless(copy.metrics, to: copy.metrics)
    }
    if run.expression.analysis.exists {
      var outcome = try ExpressionOutcome(contentsOf: run.expression.analysis)
      if case .analysed(var analysis) = outcome {
        analysis.registration.meanFaces = nil
        outcome = .analysed(analysis)
      }
      try copy.expression.write(outcome)
    }
    for (source, target) in [
      (run.configuration, copy.configuration), (run.provenance, copy.provenance),
      (run.representation, copy.representation), (run.audit, copy.audit),
      (run.matrix, copy.matrix), (run.matrixSettings, copy.matrixSettings),
      (run.byline, copy.byline),
    ] where source.exists {
      try placeless(source, to: target)
    }
    for (source, target) in [
      (run.age, copy.age), (run.infant, copy.infant), (run.adult, copy.adult),
    ] where source.history.exists {
      try AtomicFile.createFolder(target.url)
      try AtomicFile.write(InputFile.read(source.history), to: target.history)
    }
  }

  /// The same JSON, whose texts name no places of files.
  private func placeless(_ source: URL, to target: URL) throws {
    let tree = try JSONText.read(
      JSONTree.self, from: source, as: "a file of this version",
      remedy: "Make it again with the command that wrote it.")
    try AtomicFile.createFolder(target.deletingLastPathComponent())
    try AtomicFile.write(SettingsFile.encode(tree.mapTexts(PlacelessText.of)), to: target)
  }
}

extension JSONTree {
  /// The same with every text replaced, names of members among them: some are paths.
  fileprivate func mapTexts(_ transform: (String) -> String) -> JSONTree {
    switch self {
    case .string(let text): .string(transform(text))
    case .array(let values): .array(values.map { $0.mapTexts(transform) })
    case .object(let members):
      .object(
        Dictionary(members.map { (transform($0.key), $0.value.mapTexts(transform)) }) { first, _ in
          first
        })
    default: self
    }
  }
}
