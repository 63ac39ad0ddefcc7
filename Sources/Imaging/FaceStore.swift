import Foundation
import Support

/// The faces of a list of images in one form, decoded once and served from memory-mapped files.
///
/// Images are stretched to the square, as Pillow's `resize((size, size), BILINEAR)` does. Which files
/// the faces lie in is `FaceCache`'s.
public final class FaceStore: Sendable {
  /// Images with a shorter side, in pixels, are skipped: they show no face.
  public static let smallestSide = 8

  public let form: FaceForm
  /// The images as they were given.
  public let images: [String]
  /// The images that cannot be used, in the order in which they were given.
  public let skipped: [UndecodedImage]
  /// Hash over size, colour and the images' bytes: another key, other faces.
  public let key: String
  private let contents: [ImageContent]
  /// Where each image's face is; nil where the image cannot be read.
  private let places: [Place?]
  private let files: [FaceStoreFile]

  private struct Place: Sendable {
    let file: Int
    let slot: Int
  }

  /// Side of the faces in pixels.
  public var size: Int { form.size }
  public var colour: FaceColour { form.colour }

  /// The number of images given; each has an index from 0, skipped ones too.
  public var count: Int { images.count }

  /// The bytes of one face, 3 × size × size.
  public var faceSize: Int { form.byteCount }

  /// - Parameters:
  ///   - contents: of the images; those that can be read are kept in one of the files.
  ///   - files: of this form.
  init(
    images: [String], form: FaceForm, contents: [ImageContent], files: [FaceStoreFile]
  ) throws {
    self.images = images
    self.form = form
    self.contents = contents
    self.files = files
    var distinct: [String] = []
    var seen: Set<String> = []
    for case .bytes(let hash) in contents where seen.insert(hash).inserted { distinct.append(hash) }
    key = try ContentHash.sha256(
      ofStrings: ["faces 2", "\(form.size)", form.colour.rawValue] + distinct)
    let places = contents.map { content -> Place? in
      guard case .bytes(let hash) = content else { return nil }
      for (file, kept) in files.enumerated() {
        if let slot = kept.slots[hash] { return Place(file: file, slot: slot) }
      }
      return nil
    }
    self.places = places
    skipped = images.indices.compactMap { index in
      let reason: String? =
        switch contents[index] {
        case .bytes: places[index].flatMap { files[$0.file].failures[$0.slot] }
        case .unreadable(let reason): reason
        }
      return reason.map { UndecodedImage(index: index, image: images[index], reason: $0) }
    }
  }

  /// Where an image's face is; nil where the image is skipped.
  private func place(of index: Int) -> Place? {
    places[index].flatMap { files[$0.file].failures[$0.slot] == nil ? $0 : nil }
  }

  /// Whether an image has a face; it has none where it is skipped.
  public func hasFace(at index: Int) -> Bool { place(of: index) != nil }

  /// Lends the bytes of a face, [3, size, size], for the time of the call; nil where the image is
  /// skipped.
  public func withFace<Result>(
    at index: Int, _ body: (UnsafeBufferPointer<UInt8>) throws -> Result
  ) rethrows -> Result? {
    guard let place = place(of: index) else { return nil }
    return try files[place.file].withFace(place.slot, body)
  }

  /// What an image file is; nil where the image is skipped.
  public func properties(of index: Int) -> ImageProperties? {
    place(of: index).map { files[$0.file].properties(of: $0.slot) }
  }

  /// SHA-256 of an image file's bytes, in hexadecimal; nil where the file cannot be read.
  public func contentHash(of index: Int) -> String? {
    guard case .bytes(let hash) = contents[index] else { return nil }
    return hash
  }

  /// What is odd about the images as a whole, a line for each kind.
  public var remarks: [String] {
    let places = images.indices.compactMap(place)
    let oblong = places.count { files[$0.file].properties(of: $0.slot).isOblong }
    let dark = places.count { files[$0.file].dark.contains($0.slot) }
    let unended = places.count { files[$0.file].unended.contains($0.slot) }
    return [
      oblong > 0
        ? "\(oblong) of \(places.count) images are far from square and are squeezed; "
          + "`smilestone faces` cuts faces out." : nil,
      dark > 0
        ? "\(dark) of \(places.count) images are 16-bit files with data of fewer bits: they are nearly "
          + "black." : nil,
      unended > 0
        ? "\(unended) of \(places.count) images are JPEG files without their end mark; no pixel is "
          + "missing, and they are used." : nil,
    ].compactMap(\.self)
  }
}
