import Support

extension FaceStore {
  /// Copies faces one behind the other: [count of indices, 3, size, size].
  /// - Parameter target: room for `indices.count * faceSize` bytes.
  /// - Throws: `SmilestoneError` where an image among them is skipped.
  public func copyBatch(_ indices: [Int], into target: UnsafeMutablePointer<UInt8>) throws {
    for (position, index) in indices.enumerated() {
      let copied: Void? = withFace(at: index) { face in
        guard let start = face.baseAddress else { return }
        (target + position * faceSize).update(from: start, count: face.count)
      }
      guard copied != nil else {
        throw SmilestoneError.failed("The image \(images[index]) was skipped: it has no face.")
      }
    }
  }

  /// A face as an image; nil where the image is skipped.
  public func image(at index: Int) -> RGBImage? {
    withFace(at: index) { RGBImage(width: size, height: size, planes: $0) }
  }
}
