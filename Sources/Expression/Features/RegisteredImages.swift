import Support

/// The features of all faces, after their heads have been registered.
enum FaceFeatures {
  /// - Parameter warp: nil leaves the faces as they are.
  /// - Returns: [faces, features], row-major.
  static func of(_ data: ExpressionFaces, warp: PopulationWarp?, workers: Int) throws
    -> [Double]
  {
    let histograms = HistogramOfGradients(size: data.size)
    let pixels = data.size * data.size
    let chunk = 100
    return try parallelMap(count: (data.count + chunk - 1) / chunk, workers: workers) { number in
      var features: [Double] = []
      let face = UnsafeMutableBufferPointer<Float>.allocate(capacity: pixels)
      defer { face.deallocate() }
      data.images.withUnsafeBufferPointer { images in
        for index in number * chunk..<min((number + 1) * chunk, data.count) {
          guard let image = images.baseAddress.map({ $0 + index * pixels }) else { continue }
          if let warp {
            warp.apply(to: image, ageInYears: data.agesInYears[index], into: face)
          } else {
            for pixel in 0..<pixels { face[pixel] = Float(image[pixel]) }
          }
          features += histograms.symmetricFeatures(of: UnsafeBufferPointer(face))
        }
      }
      return features
    }.flatMap(\.self)
  }
}
