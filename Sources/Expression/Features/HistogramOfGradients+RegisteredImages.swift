extension HistogramOfGradients {
  /// The features of all faces: [faces, features], row-major.
  static func features(of images: RegisteredImages, workers: Int) throws -> [Double] {
    let histograms = HistogramOfGradients(size: images.data.size)
    let pixels = images.data.size * images.data.size
    return try images.features(workers: workers) { chunk in
      chunk.withUnsafeBufferPointer { faces in
        stride(from: 0, to: faces.count, by: pixels).flatMap {
          histograms.symmetricFeatures(of: UnsafeBufferPointer(rebasing: faces[$0..<$0 + pixels]))
        }
      }
    }
  }
}
