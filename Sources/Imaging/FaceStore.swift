import Foundation
import Support

/// Square faces of one size, decoded once and served from a memory-mapped file.
///
/// The file is named after the images' contents, the size and the colour: the same images,
/// wherever they lie, share a file; an image that changes leads to a new one. The faces' bytes have
/// checksums, which are compared when the file is opened: a damaged one is made anew. Images with
/// the same bytes share a slot. Images are stretched to the square, as Pillow's
/// `resize((size, size), BILINEAR)` does.
public final class FaceStore: Sendable {
  /// Images with a shorter side, in pixels, are skipped: they show no face.
  public static let smallestSide = 8

  /// Side of the faces in pixels.
  public let size: Int
  public let colour: FaceColour
  /// The images as they were given.
  public let images: [String]
  /// The images that cannot be used, in the order in which they were given.
  public let skipped: [UndecodedImage]
  /// Hash over size, colour and the images' bytes: another key, other faces.
  public let key: String
  private let contents: FaceContents
  let file: FaceStoreFile

  /// The number of images given; each has an index from 0, skipped ones too.
  public var count: Int { images.count }

  /// The bytes of one face, 3 × size × size.
  public var faceSize: Int { 3 * size * size }

  /// Hashes the images and, where the folder has no store of them yet, decodes them; all cores
  /// take part.
  ///
  /// Images that are missing, unreadable, damaged or too small are skipped, with a reason each. Killed while
  /// decoding, it leaves nothing that is used later.
  /// - Parameters:
  ///   - images: paths of JPEG, PNG or WebP files.
  ///   - size: side of the faces in pixels.
  ///   - cacheFolder: where store files are kept; made if missing.
  ///   - observer: learns of "Reading" and "Decoding", in images.
  /// - Throws: `SmilestoneError` when the store cannot be written (a full disk, say) or an image
  ///   changes while it is read.
  public static func open(
    images: [String], size: Int, colour: FaceColour, cacheFolder: URL,
    observer: any ProgressObserver = SilentObserver()
  ) throws -> FaceStore {
    precondition((1...4096).contains(size), "the size lies between 1 and 4096 pixels")
    AtomicFile.removeLeftovers(in: cacheFolder)
    let contents = try FaceContents(of: images, observer: observer)
    let key = try ContentHash.sha256(
      ofStrings: ["faces 2", "\(size)", colour.rawValue] + contents.hashes)
    let url = cacheFolder.appendingPathComponent(
      "\(colour.rawValue)-\(size)-\(key.prefix(32)).faces")
    let open = {
      FaceStoreFile(
        url, key: key, faceSize: 3 * size * size, faceCount: contents.hashes.count)
    }
    var file = open()
    if file == nil {
      if FileManager.default.fileExists(atPath: url.path) {
        observer.message(
          "The store of decoded faces \(url.path) is damaged, or of an earlier version: it is made "
            + "anew.")
      }
      try FaceStoreBuilder(contents: contents, size: size, colour: colour, key: key)
        .build(url, observer: observer)
      file = open()
    }
    guard let file else {
      throw SmilestoneError.failed(
        "The face store \(url.path) cannot be read.", remedy: "Check the disk, then run again.")
    }
    return FaceStore(
      images: images, size: size, colour: colour, key: key, contents: contents, file: file)
  }

  private init(
    images: [String], size: Int, colour: FaceColour, key: String, contents: FaceContents,
    file: FaceStoreFile
  ) {
    self.size = size
    self.colour = colour
    self.key = key
    self.images = images
    self.contents = contents
    self.file = file
    skipped = zip(images, contents.rows).enumerated().compactMap { index, pair in
      let (image, row) = pair
      let reason: String? =
        switch row {
        case .content(let slot): file.failures[slot]
        case .unreadable(let reason): reason
        }
      return reason.map { UndecodedImage(index: index, image: image, reason: $0) }
    }
  }

  /// Where an image's face is kept; nil where the image is skipped. Images with the same bytes have
  /// the same slot.
  public func slot(of index: Int) -> Int? {
    guard case .content(let slot) = contents.rows[index], file.failures[slot] == nil else {
      return nil
    }
    return slot
  }

  /// What is odd about the images as a whole, a line for each kind.
  public var remarks: [String] {
    let slots = images.indices.compactMap(slot)
    let (oblong, dark) = (
      slots.count(where: file.oblong.contains), slots.count(where: file.dark.contains)
    )
    return [
      oblong > 0
        ? "\(oblong) of \(slots.count) images are far from square and are squeezed; "
          + "`smilestone faces` cuts faces out." : nil,
      dark > 0
        ? "\(dark) of \(slots.count) images are 16-bit PNG files with data of fewer bits: they are "
          + "nearly black." : nil,
    ].compactMap(\.self)
  }

  /// SHA-256 of an image file's bytes, in hexadecimal; nil where the file cannot be read.
  public func contentHash(of index: Int) -> String? {
    guard case .content(let slot) = contents.rows[index] else { return nil }
    return contents.hashes[slot]
  }
}
