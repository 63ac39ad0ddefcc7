import Faces
import Foundation
import Imaging
import Support
import Training

/// A manifest whose faces are decoded; rows that cannot be read are left out and listed.
public struct LoadedFaces: Sendable {
  /// The readable rows.
  public var manifest: Manifest
  public let store: FaceStore
  /// Each row's place in the store.
  public private(set) var storeIndices: [Int]
  public let skipped: [SkippedImage]

  /// Decodes what is not in the cache yet.
  /// - Parameters:
  ///   - others: forms that are wanted later of what is decoded now.
  ///   - areSettled: whether the faces are those of work that has begun, which must not continue
  ///     fewer.
  ///   - isRepeated: whether the same images were loaded in another form before, which has said what is odd
  ///     about them.
  /// - Throws: `SmilestoneError.badInput` when no image can be read, or when the faces are settled
  ///   and some cannot be read any more.
  public init(
    _ manifest: Manifest, form: FaceForm, besides others: [FaceForm] = [], cache: FaceCache,
    observer: any ProgressObserver, areSettled: Bool = false, isRepeated: Bool = false
  ) throws {
    store = try cache.open(
      manifest.imagePaths, as: form, besides: others, observer: observer)
    skipped = store.skipped.map {
      SkippedImage(image: manifest.records[$0.index].image, stage: "decode", reason: $0.reason)
    }
    storeIndices = manifest.records.indices.filter { [store] in store.hasFace(at: $0) }
    self.manifest = manifest
    self.manifest.records = storeIndices.map { manifest.records[$0] }
    if areSettled {
      try requireAll()
    } else if !isRepeated {
      store.remarks.forEach(observer.message)
    }
    guard !storeIndices.isEmpty else {
      let example = skipped.first.map { " The first, \($0.image): \($0.reason)." } ?? ""
      throw SmilestoneError.badInput(
        "Of \(counted(manifest.records.count, "image")) none can be read.\(example)",
        remedy: "Check the manifest's folder and the image files.")
    }
    if !skipped.isEmpty, !isRepeated {
      observer.message(
        "Of \(counted(manifest.records.count, "image")), \(skipped.count) cannot be read.")
    }
  }

  /// Refuses to continue without faces that were there before.
  private func requireAll() throws {
    guard let first = skipped.first else { return }
    throw SmilestoneError.badInput(
      "\(skipped.count) of the \(store.count) images that are in use here cannot be read any more; "
        + "the first, \(first.image): \(first.reason).",
      remedy: "Put them back where they were (is a drive or network share missing?), then give the "
        + "same command again: it continues.")
  }

  /// The same with these rows alone.
  func keeping(_ rows: [Int]) -> LoadedFaces {
    var kept = self
    kept.manifest.records = rows.map { manifest.records[$0] }
    kept.storeIndices = rows.map { storeIndices[$0] }
    return kept
  }

  /// SHA-256 of each row's file.
  public var contentHashes: [String] { storeIndices.map { store.contentHash(of: $0) ?? "" } }

  /// What the copies and near duplicates of one photograph share, one for each row: the manifest's
  /// cluster, else a name of the bytes that several files hold; nil for other faces.
  public func photographs() -> [String?] { manifest.photographs(contentHashes: contentHashes) }

  /// How many files repeat others byte by byte, for people; nil where none does.
  public var copiesInWords: String? {
    let copies = contentHashes.count - Set(contentHashes).count
    guard copies > 0 else { return nil }
    return
      "\(copies) of \(contentHashes.count) files repeat others byte by byte; where subjects are "
      + "not known, the copies of one photograph count as one in intervals and tests."
  }

  /// The rows that hold `target`, as a set to learn from.
  /// - Parameter excluded: rows that are left out.
  public func faceSet<Target: Sendable>(
    where isIncluded: (FaceRecord) -> Bool, besides excluded: Set<Int> = [],
    target: (FaceRecord) -> Target?
  ) -> FaceSet<Target> {
    var indices: [Int] = []
    var targets: [Target] = []
    for (row, record) in manifest.records.enumerated()
    where isIncluded(record) && !excluded.contains(row) {
      guard let value = target(record) else { continue }
      indices.append(storeIndices[row])
      targets.append(value)
    }
    return FaceSet(source: store, indices: indices, targets: targets)
  }
}

extension FaceStore: ImageSource {
  public var imageSize: Int { size }

  public var contentKey: String { key }

  public func copyImages(at indices: [Int], to bytes: UnsafeMutableRawBufferPointer) throws {
    guard let start = bytes.bindMemory(to: UInt8.self).baseAddress else { return }
    try copyBatch(indices, into: start)
  }
}
