import CImaging

/// An image of 8-bit RGB pixels.
public struct RGBImage: Sendable, Equatable {
  /// Columns and rows, at least one each.
  public let width: Int
  public let height: Int
  /// [height, width, 3], rows from the top, channels red, green, blue.
  public let pixels: [UInt8]

  /// - Precondition: `width` and `height` are positive and `pixels` holds width × height × 3.
  public init(width: Int, height: Int, pixels: [UInt8]) {
    precondition(width > 0 && height > 0, "an image has at least one pixel")
    precondition(pixels.count == width * height * 3, "an image has three bytes a pixel")
    self.width = width
    self.height = height
    self.pixels = pixels
  }

  /// The image stretched to a size, antialiased: the mean under a triangle as wide as one pixel
  /// of the coarser grid to either side, the filter that Pillow calls `BILINEAR` (its results
  /// differ by at most one level).
  public func resized(toWidth width: Int, height: Int) -> RGBImage {
    precondition(width > 0 && height > 0, "an image has at least one pixel")
    if width == self.width && height == self.height { return self }
    let count = width * height * 3
    let resized = [UInt8](unsafeUninitializedCapacity: count) { buffer, initializedCount in
      let hadMemory = imaging_resize(
        pixels, Int32(self.width), Int32(self.height), buffer.baseAddress, Int32(width),
        Int32(height))
      // As for Swift's own arrays, running out of memory ends the program.
      precondition(hadMemory, "out of memory")
      initializedCount = count
    }
    return RGBImage(width: width, height: height, pixels: resized)
  }

  /// The image in shades of grey, three equal channels: ITU-R BT.601 luma in 16-bit fixed point,
  /// as Pillow's mode `L`.
  public func grey() -> RGBImage {
    var grey = pixels
    grey.withUnsafeMutableBufferPointer { grey in
      for start in stride(from: 0, to: grey.count, by: 3) {
        let red = 19595 * UInt32(grey[start])
        let green = 38470 * UInt32(grey[start + 1])
        let blue = 7471 * UInt32(grey[start + 2])
        let luma = UInt8((red + green + blue + 0x8000) >> 16)
        grey[start] = luma
        grey[start + 1] = luma
        grey[start + 2] = luma
      }
    }
    return RGBImage(width: width, height: height, pixels: grey)
  }
}
