/// How the stored rows of an image have to be turned to stand upright (EXIF 2.3, tag 0x0112).
public struct Orientation: Sendable, Equatable {
  /// 1 to 8.
  let code: Int

  /// Whether the stored rows are not upright already.
  public var turns: Bool { code != 1 }

  /// Whether the image's sides change places.
  var swapsSides: Bool { code >= 5 }

  /// Where a point of the stored image lies in the upright one, in pixels from the top left corner
  /// of either.
  /// - Parameter upright: the upright image.
  public func upright(x: Double, y: Double, in upright: RGBImage) -> (x: Double, y: Double) {
    let (width, height) = (Double(upright.width), Double(upright.height))
    return switch code {
    case 2: (width - x, y)
    case 3: (width - x, height - y)
    case 4: (x, height - y)
    case 5: (y, x)
    case 6: (width - y, x)
    case 7: (width - y, height - x)
    case 8: (y, height - x)
    default: (x, y)
    }
  }

  /// Where the upright image's first pixel is stored, and how far apart in storage its
  /// neighbours to the right and below are; in pixels of a stored width × height image.
  func walk(width: Int, height: Int) -> (start: Int, right: Int, down: Int) {
    let lastRow = width * (height - 1)
    let lastColumn = width - 1
    return switch code {
    case 2: (lastColumn, -1, width)
    case 3: (lastRow + lastColumn, -1, -width)
    case 4: (lastRow, 1, -width)
    case 5: (0, width, 1)
    case 6: (lastRow, -width, 1)
    case 7: (lastRow + lastColumn, -width, -1)
    case 8: (lastColumn, width, -1)
    default: (0, 1, width)
    }
  }

  /// The upright image of stored RGB pixels, [height, width, 3].
  func upright(_ stored: UnsafeBufferPointer<UInt8>, width: Int, height: Int) -> RGBImage {
    if code == 1 { return RGBImage(width: width, height: height, pixels: Array(stored)) }
    let (start, right, down) = walk(width: width, height: height)
    let uprightWidth = swapsSides ? height : width
    let uprightHeight = swapsSides ? width : height
    let pixels = [UInt8](unsafeUninitializedCapacity: stored.count) { pixels, count in
      for y in 0..<uprightHeight {
        var source = start + y * down
        for _ in 0..<uprightWidth {
          for channel in 0..<3 { pixels[count + channel] = stored[3 * source + channel] }
          count += 3
          source += right
        }
      }
    }
    return RGBImage(width: uprightWidth, height: uprightHeight, pixels: pixels)
  }
}
