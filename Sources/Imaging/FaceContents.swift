import Foundation
import Support

/// Which of a list of image files hold the same bytes.
struct FaceContents: Sendable {
  /// What is known of one file of the list.
  enum Row: Sendable {
    /// Its content's place among the distinct contents.
    case content(Int)
    /// It cannot be read, for this reason.
    case unreadable(String)
  }

  /// One for each file, in the list's order.
  let rows: [Row]
  /// SHA-256 of each distinct content, in order of first appearance.
  let hashes: [String]
  /// The first file with each content.
  let paths: [String]

  /// Reads and hashes all files, on all cores.
  init(of images: [String], observer: any ProgressObserver) throws {
    let progress = ProgressCounter(
      task: "Reading", total: images.count, unit: "images", observer: observer)
    let results = try parallelMap(count: images.count) { index in
      let result = try Self.hash(images[index])
      progress.advance()
      return result
    }
    var rows: [Row] = []
    var hashes: [String] = []
    var paths: [String] = []
    var places: [String: Int] = [:]
    for (image, result) in zip(images, results) {
      switch result {
      case .failure(let failure): rows.append(.unreadable(failure.reason))
      case .success(let hash):
        if let place = places[hash] {
          rows.append(.content(place))
        } else {
          rows.append(.content(hashes.count))
          places[hash] = hashes.count
          hashes.append(hash)
          paths.append(image)
        }
      }
    }
    self.rows = rows
    self.hashes = hashes
    self.paths = paths
  }

  private static func hash(_ path: String) throws -> Result<String, ImageFailure> {
    let bytes: [UInt8]
    do {
      bytes = try ImageFile.read(path)
    } catch {
      return .failure(error)
    }
    return .success(try ContentHash.sha256(of: bytes))
  }
}
