import Cohort
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
  public let storeIndices: [Int]
  public let skipped: [Cohort.SkippedImage]

  /// Decodes what is not in the cache yet.
  /// - Throws: `SmilestoneError.badInput` when no image can be read.
  public init(
    _ manifest: Manifest, size: Int, colour: FaceColour, cache: URL,
    observer: any ProgressObserver
  ) throws {
    store = try FaceStore.open(
      images: manifest.imagePaths, size: size, colour: colour, cacheFolder: cache,
      observer: observer)
    skipped = store.skipped.map {
      SkippedImage(image: manifest.records[$0.index].image, stage: "decode", reason: $0.reason)
    }
    storeIndices = manifest.records.indices.filter { [store] in store.slot(of: $0) != nil }
    self.manifest = manifest
    self.manifest.records = storeIndices.map { manifest.records[$0] }
    guard !storeIndices.isEmpty else {
      let example = skipped.first.map { " The first, \($0.image): \($0.reason)." } ?? ""
      throw SmilestoneError.badInput(
        "None of the \(manifest.records.count) images can be read.\(example)",
        remedy: "Check the manifest's folder and the image files.")
    }
    if !skipped.isEmpty {
      observer.message("\(skipped.count) of \(manifest.records.count) images cannot be read.")
    }
  }

  /// SHA-256 of each row's file.
  public var contentHashes: [String] { storeIndices.map { store.contentHash(of: $0) ?? "" } }

  /// The rows that hold `target`, as a set to learn from.
  public func faceSet<Target: Sendable>(
    where isIncluded: (FaceRecord) -> Bool, target: (FaceRecord) -> Target?
  ) -> FaceSet<Target> {
    var indices: [Int] = []
    var targets: [Target] = []
    for (record, index) in zip(manifest.records, storeIndices) where isIncluded(record) {
      guard let value = target(record) else { continue }
      indices.append(index)
      targets.append(value)
    }
    return FaceSet(source: store, indices: indices, targets: targets)
  }
}

extension FaceStore: PictureSource {
  public var pictureSize: Int { size }

  public var contentKey: String { key }

  public func copyPictures(at indices: [Int], to bytes: UnsafeMutableRawBufferPointer) throws {
    guard let start = bytes.bindMemory(to: UInt8.self).baseAddress else { return }
    try copyBatch(indices, into: start)
  }
}
