import Faces
import Imaging
import Support

/// A manifest's image files, read once: which hold the same bytes, and which the same photograph.
public struct DuplicateScan: Sendable {
  /// SHA-256 of each record's file; nil where it cannot be read.
  public let contentHashes: [String?]
  /// The images that cannot be used, with the reason.
  public let skipped: [SkippedImage]
  public let duplicates: DuplicateClusters

  /// Reads, hashes, decodes and compares all images, on all cores; synthetic faces by their bytes alone.
  public init(
    _ manifest: Manifest, workers: Int? = nil, observer: any ProgressObserver = SilentObserver()
  ) throws {
    let (paths, isSynthetic) = (manifest.imagePaths, manifest.isSynthetic)
    let counter = ProgressCounter(
      task: "Reading images to compare them", total: paths.count, unit: "images", observer: observer
    )
    let files = try parallelMap(count: paths.count, workers: workers) { index in
      defer { counter.advance() }
      let file = try ReadImage(paths[index])
      var reason: String?
      if case .unusable(let why) = file.content { reason = why }
      return (
        hash: file.contentHash,
        fingerprint: isSynthetic[index] ? nil : file.image.map { FaceFingerprint($0) },
        reason: reason
      )
    }
    contentHashes = files.map(\.hash)
    skipped = zip(manifest.records, files).compactMap { record, file in
      file.reason.map { SkippedImage(image: record.image, stage: "decode", reason: $0) }
    }
    duplicates = try DuplicateClusters(
      fingerprints: files.map(\.fingerprint), contentHashes: contentHashes, workers: workers,
      observer: observer)
  }
}
