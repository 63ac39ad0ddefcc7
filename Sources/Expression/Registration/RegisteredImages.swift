import Support

/// Faces with the average head of their age taken to adults'.
package struct RegisteredImages: Sendable {
  let data: ExpressionFaces
  /// nil leaves heads as they are.
  let warp: PopulationWarp?
  /// Where the head of each face's age lies in its image; empty where images are taken as they are.
  let placements: [Similarity]

  /// How many faces one thread takes at a time.
  private static let chunk = 100

  /// What is made of chunks of faces, one after another; threads share the chunks.
  /// - Parameters:
  ///   - workers: threads at most.
  ///   - body: gets the faces' images, [faces, size, size], 0 to 255, and gives their features,
  ///     [faces, features].
  func features<Feature: Sendable>(
    workers: Int, _ body: @Sendable ([Float]) throws -> [Feature]
  ) throws -> [Feature] {
    try parallelMap(count: (data.count + Self.chunk - 1) / Self.chunk, workers: workers) { number in
      try body(images(number * Self.chunk..<min((number + 1) * Self.chunk, data.count)))
    }.flatMap(\.self)
  }

  /// The faces with these images in the place of their own, in whole shades of grey.
  package func faces() throws -> ExpressionFaces {
    data.replacing(
      images: try features(workers: 1) { $0.map { UInt8(min(max($0.rounded(), 0), 255)) } })
  }

  private func images(_ faces: Range<Int>) -> [Float] {
    let pixels = data.size * data.size
    guard warp != nil || !placements.isEmpty else {
      return data.images[faces.lowerBound * pixels..<faces.upperBound * pixels].map(Float.init)
    }
    let warp = warp ?? .still(size: data.size)
    return [Float](unsafeUninitializedCapacity: faces.count * pixels) { buffer, count in
      data.images.withUnsafeBufferPointer { images in
        for (place, face) in faces.enumerated() {
          guard let image = images.baseAddress.map({ $0 + face * pixels }) else { continue }
          warp.apply(
            to: image, ageInYears: data.agesInYears[face],
            placement: placements.isEmpty ? .identity : placements[face],
            into: UnsafeMutableBufferPointer(
              rebasing: buffer[place * pixels..<(place + 1) * pixels]))
        }
      }
      count = faces.count * pixels
    }
  }
}

extension RegisteredImages {
  package init(_ data: ExpressionFaces, by registration: Registration) {
    self.init(data: data, warp: registration.warp, placements: registration.placements)
  }
}
