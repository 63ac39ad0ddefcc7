import Datasets
import Faces
import Imaging
import Support

/// The faces of a manifest with what their images show, each file read once.
public struct ExploredFaces: Sendable {
  public let records: [FaceRecord]
  /// What the records' labels and age groups mean.
  public let vocabulary: Vocabulary
  /// nil for images that cannot be read.
  public let facts: [ImageFacts?]
  public let duplicates: DuplicateClusters
  public let skipped: [SkippedImage]
  /// The number of each face's cluster: faces of one subject, identical files and near duplicates
  /// have the same; faces of different clusters are taken as independent.
  public let clusters: [Int]

  /// Reads, hashes, decodes and measures all images, on all cores.
  public init(
    _ manifest: Manifest, workers: Int? = nil, observer: any ProgressObserver = SilentObserver()
  ) throws {
    let (paths, isSynthetic) = (manifest.imagePaths, manifest.isSynthetic)
    let counter = ProgressCounter(
      task: "Measuring images", total: paths.count, unit: "images", observer: observer)
    let files = try parallelMap(count: paths.count, workers: workers) { index in
      defer { counter.advance() }
      return try MeasuredFile(ReadImage(paths[index]))
    }
    let hashes = files.map(\.contentHash)
    let duplicates = try DuplicateClusters(
      fingerprints: zip(files, isSynthetic).map { $1 ? nil : $0.fingerprint },
      contentHashes: hashes,
      workers: workers,
      observer: observer)
    self.init(
      manifest.records, facts: files.map(\.facts), contentHashes: hashes, duplicates: duplicates,
      skipped: zip(manifest.records, files).compactMap { record, file in
        file.reason.map {
          SkippedImage(image: record.image, stage: "explore", reason: $0)
        }
      }, vocabulary: manifest.vocabulary)
  }

  /// The forms that the other initialiser measures.
  public static let forms = [ImageFacts.form] + FaceFingerprint.forms

  /// The same of faces that a cache keeps in `forms`: no file is opened that was read before.
  public init(
    _ manifest: Manifest, in cache: FaceCache, observer: any ProgressObserver = SilentObserver()
  ) throws {
    let (paths, isSynthetic) = (manifest.imagePaths, manifest.isSynthetic)
    let stores = try ExploredFaces.forms.map { form in
      try cache.open(paths, as: form, besides: ExploredFaces.forms, observer: observer)
    }
    let (measured, prints) = (stores[0], Array(stores.dropFirst()))
    let hashes = paths.indices.map(measured.contentHash)
    let duplicates = try DuplicateClusters(
      fingerprints: parallelMap(count: paths.count) {
        isSynthetic[$0] ? nil : FaceFingerprint(prints, at: $0)
      }, contentHashes: hashes, observer: observer)
    self.init(
      manifest.records,
      facts: try parallelMap(count: paths.count) { ImageFacts(measured, at: $0) },
      contentHashes: hashes, duplicates: duplicates,
      skipped: measured.skipped.map {
        SkippedImage(image: manifest.records[$0.index].image, stage: "explore", reason: $0.reason)
      }, vocabulary: manifest.vocabulary)
  }

  /// Faces whose images were measured already.
  public init(
    _ records: [FaceRecord], facts: [ImageFacts?], contentHashes: [String?],
    duplicates: DuplicateClusters, skipped: [SkippedImage] = [], vocabulary: Vocabulary
  ) {
    self.records = records
    self.vocabulary = vocabulary
    self.facts = facts
    self.duplicates = duplicates
    self.skipped = skipped
    clusters =
      FaceClusters(
        records, contentHashes: contentHashes, duplicateClusters: duplicates.names
      ).clusterOfRecord
  }
}

/// What is kept of one image file.
private struct MeasuredFile: Sendable {
  let contentHash: String?
  var fingerprint: FaceFingerprint?
  var facts: ImageFacts?
  var reason: String?

  init(_ file: ReadImage) {
    contentHash = file.contentHash
    switch file.content {
    case .unusable(let why): reason = why
    case .image(let image, let properties):
      fingerprint = FaceFingerprint(image)
      facts = ImageFacts(
        image, format: properties.format, byteCount: properties.byteCount)
    }
  }
}
