import Foundation
import Imaging
import Support
import Synchronization

/// Small images of faces for a run's page, which is written after every stage: each file is opened once
/// while it stays as it is.
final class Thumbnails: Sendable {
  /// The kinds of small images: one of each age group and emotion, and the many test faces.
  enum Kind: CaseIterable {
    case sample, judged

    /// In pixels.
    var side: Int { self == .sample ? 96 : 48 }
    var quality: Int { self == .sample ? 85 : 80 }
  }

  private struct Known: Sendable {
    let stamp: FileStamp?
    /// Empty where the file cannot be read.
    let jpeg: [Kind: Data]
  }

  private let known = Mutex<[PathKey: Known]>([:])

  /// A JPEG; nil where the file cannot be read.
  func jpeg(_ path: String, _ kind: Kind) -> Data? {
    let stamp = FileStamp(path)
    if let known = known.withLock({ $0[PathKey(path)] }), known.stamp == stamp {
      return known.jpeg[kind]
    }
    let made = Thumbnails.make(path)
    known.withLock { $0[PathKey(path)] = Known(stamp: stamp, jpeg: made) }
    return made[kind]
  }

  private static func make(_ path: String) -> [Kind: Data] {
    guard let image = try? RGBImage(contentsOf: URL(fileURLWithPath: path)) else { return [:] }
    let made = Kind.allCases.map { kind in
      let size = min(kind.side, max(image.width, image.height))
      return (
        kind,
        try? image.resized(toWidth: size, height: size).jpegData(quality: kind.quality)
      )
    }
    return Dictionary(uniqueKeysWithValues: made).compactMapValues(\.self)
  }
}
