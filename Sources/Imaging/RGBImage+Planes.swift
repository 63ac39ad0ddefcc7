extension RGBImage {
  /// The pixels as [3, height, width].
  public var planes: [UInt8] {
    let planeSize = width * height
    return [UInt8](unsafeUninitializedCapacity: 3 * planeSize) { planes, initializedCount in
      pixels.withUnsafeBufferPointer { pixels in
        for index in 0..<planeSize {
          planes[index] = pixels[3 * index]
          planes[planeSize + index] = pixels[3 * index + 1]
          planes[2 * planeSize + index] = pixels[3 * index + 2]
        }
      }
      initializedCount = 3 * planeSize
    }
  }

  /// An image from its planes, [3, height, width].
  public init(width: Int, height: Int, planes: UnsafeBufferPointer<UInt8>) {
    let planeSize = width * height
    precondition(planes.count == 3 * planeSize, "an image has three bytes a pixel")
    var pixels = [UInt8](repeating: 0, count: 3 * planeSize)
    for index in 0..<planeSize {
      for channel in 0..<3 { pixels[3 * index + channel] = planes[channel * planeSize + index] }
    }
    self.init(width: width, height: height, pixels: pixels)
  }
}
