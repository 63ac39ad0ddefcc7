import Support

/// Faces with the average head of their age taken to adults'.
struct RegisteredImages: Sendable {
  let data: ExpressionFaces
  /// nil leaves the faces as they are.
  let warp: PopulationWarp?

  /// How many faces one thread takes at a time.
  private static let chunk = 100

  /// What is made of chunks of faces, one after another; threads share the chunks.
  /// - Parameters:
  ///   - workers: threads at most.
  ///   - body: gets the faces' images, [faces, size, size], 0 to 255, and gives their features,
  ///     [faces, features].
  func features(
    workers: Int, _ body: @Sendable ([Float]) throws -> [Double]
  ) throws -> [Double] {
    try parallelMap(count: (data.count + Self.chunk - 1) / Self.chunk, workers: workers) { number in
      try body(images(number * Self.chunk..<min((number + 1) * Self.chunk, data.count)))
    }.flatMap(\.self)
  }

  private func images(_ faces: Range<Int>) -> [Float] {
    let pixels = data.size * data.size
    guard let warp else {
      return data.images[faces.lowerBound * pixels..<faces.upperBound * pixels].map(Float.init)
    }
    return [Float](unsafeUninitializedCapacity: faces.count * pixels) { buffer, count in
      data.images.withUnsafeBufferPointer { images in
        for (place, face) in faces.enumerated() {
          guard let image = images.baseAddress.map({ $0 + face * pixels }) else { continue }
          warp.apply(
            to: image, ageInYears: data.agesInYears[face],
            into: UnsafeMutableBufferPointer(
              rebasing: buffer[place * pixels..<(place + 1) * pixels]))
        }
      }
      count = faces.count * pixels
    }
  }
}

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
