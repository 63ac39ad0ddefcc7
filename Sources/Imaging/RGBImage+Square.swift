import Foundation

/// A square in an image, possibly turned, in pixels from the image's top left corner.
public struct ImageSquare: Sendable, Hashable {
  public var centreX: Double
  public var centreY: Double
  public var side: Double
  /// How far the square's upper edge is turned clockwise, as seen in the image, in radians.
  public var angle: Double

  public init(centreX: Double, centreY: Double, side: Double, angle: Double = 0) {
    self.centreX = centreX
    self.centreY = centreY
    self.side = side
    self.angle = angle
  }
}

extension RGBImage {
  /// The largest square that is read at its own resolution.
  private static let largestSide = 4096

  /// What a square of the image shows, upright, at another size.
  ///
  /// Samples between pixels are mixed bilinearly; beyond the image its outermost pixels repeat.
  /// - Parameter size: side of the result in pixels; reached by the antialiased `resized`.
  /// - Precondition: the square's numbers are finite and its side is positive.
  public func cut(_ square: ImageSquare, size: Int) -> RGBImage {
    precondition(square.side > 0 && square.side.isFinite, "the square has a side")
    precondition(square.centreX.isFinite && square.centreY.isFinite && square.angle.isFinite)
    let count = Int(min(max(square.side.rounded(), 1), Double(Self.largestSide)))
    // From one sample to the next, along the square's rows.
    let step = square.side / Double(count)
    let (rightX, rightY) = (step * cos(square.angle), step * sin(square.angle))
    let middle = Double(count - 1) / 2
    let startX = square.centreX - 0.5 - middle * rightX + middle * rightY
    let startY = square.centreY - 0.5 - middle * rightY - middle * rightX
    let samples = [UInt8](unsafeUninitializedCapacity: 3 * count * count) { samples, written in
      pixels.withUnsafeBufferPointer { pixels in
        for row in 0..<count {
          for column in 0..<count {
            let x = startX + Double(column) * rightX - Double(row) * rightY
            let y = startY + Double(column) * rightY + Double(row) * rightX
            let (left, shareRight) = place(x, below: width)
            let (top, shareBelow) = place(y, below: height)
            let right = min(left + 1, width - 1)
            let bottom = min(top + 1, height - 1)
            for channel in 0..<3 {
              func level(_ x: Int, _ y: Int) -> Double {
                Double(pixels[3 * (y * width + x) + channel])
              }
              let above = level(left, top) * (1 - shareRight) + level(right, top) * shareRight
              let below =
                level(left, bottom) * (1 - shareRight) + level(right, bottom) * shareRight
              let mixed = above * (1 - shareBelow) + below * shareBelow
              samples[written] = UInt8(mixed.rounded())
              written += 1
            }
          }
        }
      }
    }
    return RGBImage(width: count, height: count, pixels: samples)
      .resized(toWidth: size, height: size)
  }

  /// The pixel before a coordinate, and the share of the one after it.
  private func place(_ coordinate: Double, below count: Int) -> (pixel: Int, share: Double) {
    let inside = min(max(coordinate, 0), Double(count - 1))
    let pixel = Int(inside)
    return (pixel, inside - Double(pixel))
  }
}
