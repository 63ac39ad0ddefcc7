import Support

/// One pass over image files: each is opened once, hashed, and decoded where its faces are not kept yet.
struct FacePass: Sendable {
  let images: [String]
  /// What an image whose faces are not kept is decoded into.
  let forms: [FaceForm]
  let contents: KnownContents
  /// Whether a content's faces are kept in all forms.
  let isKept: @Sendable (_ hash: String) -> Bool
  let progress: ProgressCounter

  /// So many images are read before their faces are written: memory holds no more.
  static let chunkSize = 256

  /// What came of one file.
  struct Reading: Sendable {
    let content: ImageContent
    /// Nil where the faces are kept already, or the file cannot be read.
    var made: MadeFaces?
  }

  /// Reads the images from `start` on, a chunk of them, on all cores.
  /// - Throws: `SmilestoneError` where a file changes while it is read.
  func chunk(from start: Int) throws -> [Reading] {
    try parallelMap(count: min(FacePass.chunkSize, images.count - start)) { place in
      defer { progress.advance() }
      return try reading(images[start + place])
    }
  }

  private func reading(_ path: String) throws -> Reading {
    if let hash = contents.hash(of: path), isKept(hash) { return Reading(content: .bytes(hash)) }
    let file: ImageFile.Content
    do {
      file = try ImageFile.content(path)
    } catch {
      return Reading(content: .unreadable(error.reason))
    }
    // Torn bytes must not be kept, not even as a failure.
    guard let stamp = file.stamp else {
      throw SmilestoneError.failed(
        "The image \(path) changed while it was being read.", remedy: "Run the command again.")
    }
    let hash = try ContentHash.sha256(of: file.bytes)
    contents.remember(path, stamp: stamp, hash: hash)
    return Reading(
      content: .bytes(hash), made: isKept(hash) ? nil : MadeFaces(file.bytes, forms: forms))
  }
}

/// What is known of an image file's content.
enum ImageContent: Sendable {
  /// SHA-256 of its bytes.
  case bytes(String)
  /// It cannot be read, for this reason.
  case unreadable(String)
}
