import Faces
import Foundation
import Imaging
import Support

/// The faces that were cut out of a manifest's images, and those that were not.
public struct CroppedFaces: Sendable {
  /// What became of one row.
  public struct Outcome: Sendable, Equatable {
    /// The cut face, relative to the folder; nil where there is none.
    public var face: String?
    /// Where it was cut out.
    public var square: ImageSquare?
    /// The name of what looked for it; nil where its place was given.
    public var detector: String?
    /// Whether a finder looked for it.
    public var wasLookedFor: Bool { detector != nil }
    /// Whether its place was given in an image that EXIF turns.
    public var placeIsTurned = false
    /// What is odd about its image, one clause; nil where nothing is.
    public var note: String?
    /// Why there is no face, one clause; nil where there is one.
    public var problem: String?

    init(problem: String? = nil) { self.problem = problem }
  }

  /// How many faces were looked for, and found.
  public struct Rate: Sendable, Equatable {
    /// Nil for faces whose age is not known.
    public let ageGroup: AgeGroup?
    public let lookedFor: Int
    public let found: Int
  }

  /// The manifest that was read.
  public let manifest: Manifest
  /// One for each record.
  public let outcomes: [Outcome]
  private let folder: URL

  init(manifest: Manifest, outcomes: [Outcome], folder: URL) {
    self.manifest = manifest
    self.outcomes = outcomes
    self.folder = folder
  }

  /// The number of faces that were cut out.
  public var count: Int { outcomes.count { $0.face != nil } }

  /// The number of places that were given in images that EXIF turns.
  public var turnedPlaces: Int { outcomes.count { $0.placeIsTurned } }

  /// Why there is no face, without what is said of one image alone, most frequent first.
  public var problems: [(text: String, count: Int)] {
    let texts = zip(manifest.imagePaths, outcomes).compactMap { path, outcome in
      outcome.problem?.replacing(path, with: "…").replacing(/[0-9.]+ × [0-9.]+/, with: "… × …")
    }
    return counted(texts)
  }

  /// The images without a face, with the reasons.
  public var skipped: [SkippedImage] {
    zip(manifest.records, outcomes).compactMap { record, outcome in
      outcome.problem.map { SkippedImage(image: record.image, stage: "face", reason: $0) }
    }
  }

  /// What is odd about images, most frequent first.
  public var notes: [(text: String, count: Int)] { counted(outcomes.compactMap(\.note)) }

  private func counted(_ texts: [String]) -> [(text: String, count: Int)] {
    Dictionary(texts.map { ($0, 1) }, uniquingKeysWith: +)
      .sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { ($0.key, $0.value) }
  }

  /// How often a face was found, by age group; groups in which none was looked for are left out.
  public var detectionRates: [Rate] {
    let ages = manifest.vocabulary.ages
    let groups = manifest.records.map { record in
      record.ageGroup ?? record.ageInYears.map(ages.group(ofAgeInYears:))
    }
    return (ages.groups.map(Optional.some) + [nil]).compactMap { group in
      let tried = zip(groups, outcomes).filter { $0 == group && $1.wasLookedFor }
      guard !tried.isEmpty else { return nil }
      return Rate(
        ageGroup: group, lookedFor: tried.count, found: tried.count { $1.face != nil })
    }
  }

  /// Writes `manifest.csv` and `faces.csv`.
  func write() throws {
    try AtomicFile.write(table, to: folder.appendingPathComponent("faces.csv"))
    try cropped.write(to: folder.appendingPathComponent("manifest.csv"))
  }

  /// The cut faces with all that is known of them.
  var cropped: Manifest {
    let columns = manifest.extraColumns.filter { !FacePlace.columns.contains($0) }
    let known = manifest.values(ofExtraColumn: Manifest.faceDetectorColumn)
    let values = columns.map { manifest.values(ofExtraColumn: $0) ?? [] }
    var result = Manifest(
      folder: folder, extraColumns: columns, vocabulary: manifest.vocabulary)
    var (originals, detectors) = ([String](), [String]())
    for (row, outcome) in outcomes.enumerated() {
      guard let face = outcome.face else { continue }
      var record = manifest.records[row]
      originals.append(manifest.path(of: record))
      detectors.append(outcome.detector ?? known?[row] ?? "")
      record.image = face
      record.extra = values.map { $0[row] }
      result.records.append(record)
    }
    result.setExtraColumn("original", to: originals)
    if detectors.contains(where: { !$0.isEmpty }) {
      result.setExtraColumn(Manifest.faceDetectorColumn, to: detectors)
    }
    return result
  }

  private var table: String {
    var writer = CSVWriter(header: [
      "image", "face", "looked_for", "centre_x", "centre_y", "side", "angle_degrees",
      "place_is_turned", "note", "problem",
    ])
    for (record, outcome) in zip(manifest.records, outcomes) {
      let place = outcome.square.map {
        [$0.centreX, $0.centreY, $0.side, $0.angle * 180 / .pi].map { number in
          "\((number * 100).rounded() / 100)"
        }
      }
      writer.append(
        [manifest.path(of: record), outcome.face ?? "", outcome.wasLookedFor ? "yes" : "no"]
          + (place ?? ["", "", "", ""])
          + [outcome.placeIsTurned ? "yes" : "no", outcome.note ?? "", outcome.problem ?? ""])
    }
    return writer.text
  }
}
