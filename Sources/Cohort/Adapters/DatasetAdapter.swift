import Foundation
import Support

/// Reads one kind of data set, as it was distributed, into a manifest.
///
/// Labels are taken only from what the layout says; what does not match is listed, never guessed.
public protocol DatasetAdapter: Sendable {
  /// The name after `--dataset`.
  static var name: String { get }
  /// The layout it expects, as a sentence for people.
  static var layout: String { get }

  init()

  /// Lists the folder's images with their labels; no image is opened.
  /// - Throws: `SmilestoneError` (bad input) when the folder is missing, holds no images, or has
  ///   another layout.
  func read(_ folder: URL) throws -> ImportedDataset
}

/// What an adapter found in a folder: the faces, and the images it could not use.
public struct ImportedDataset: Sendable, Equatable {
  public var manifest: Manifest
  public var skipped: [SkippedImage]

  public init(manifest: Manifest, skipped: [SkippedImage]) {
    self.manifest = manifest
    self.skipped = skipped
  }
}

/// The data sets that can be read.
public enum DatasetAdapters {
  public static let all: [any DatasetAdapter.Type] = [
    EmotionFolderAdapter.self, UTKFaceAdapter.self,
  ]

  /// - Throws: `SmilestoneError` (usage) when no adapter has that name.
  public static func named(_ name: String) throws -> any DatasetAdapter {
    guard let type = all.first(where: { $0.name == name }) else {
      throw SmilestoneError.usage(
        "There is no data set kind “\(name)”.",
        remedy: "Choose one of \(all.map { $0.name }.joined(separator: ", ")).")
    }
    return type.init()
  }
}

extension DatasetAdapter {
  /// Turns each image of the folder into a record or a reason for leaving it out.
  /// - Parameter describe: the record of an image, from its path below the folder.
  func read(
    _ folder: URL, describe: (_ path: String) -> Result<FaceRecord, ImageRefusal>
  ) throws -> ImportedDataset {
    let listing = try ImageListing(folder)
    var skipped = listing.skipped
    var records: [FaceRecord] = []
    for path in listing.images {
      switch describe(path) {
      case .success(let record): records.append(record)
      case .failure(let refusal):
        skipped.append(SkippedImage(image: path, stage: "manifest", reason: refusal.reason))
      }
    }
    guard !records.isEmpty else { throw nothingFound(folder, skipped: skipped) }
    return ImportedDataset(
      manifest: Manifest(folder: folder, records: records), skipped: skipped)
  }

  private func nothingFound(_ folder: URL, skipped: [SkippedImage]) -> SmilestoneError {
    guard let first = skipped.first else {
      return .badInput("The folder \(folder.path) holds no images.", remedy: Self.layout)
    }
    return .badInput(
      "None of the \(skipped.count) images in \(folder.path) can be used; the first, "
        + "\(first.image): \(first.reason).", remedy: Self.layout)
  }
}

/// Why an adapter cannot use an image: one clause.
struct ImageRefusal: Error {
  let reason: String
}
