import Foundation
import Support

/// A rectangle of whole pixels.
public struct PixelRectangle: Sendable, Equatable {
  public var top: Int
  public var left: Int
  public var height: Int
  public var width: Int

  public init(top: Int, left: Int, height: Int, width: Int) {
    self.top = top
    self.left = left
    self.height = height
    self.width = width
  }

  /// Draws a rectangle inside a square as torchvision's `RandomResizedCrop` and `RandomErasing` do:
  /// the share of the area uniformly, the ratio of width to height log-uniformly, then a place; the
  /// whole square where ten draws do not fit.
  init(
    in size: Int, share: ClosedRange<Double>, ratio: ClosedRange<Double>,
    using generator: inout SeededGenerator
  ) {
    for _ in 0..<10 {
      let area = generator.uniform(share.lowerBound, share.upperBound) * Double(size * size)
      let ratio = exp(generator.uniform(log(ratio.lowerBound), log(ratio.upperBound)))
      let (width, height) = (
        Int((area * ratio).squareRoot().rounded()), Int((area / ratio).squareRoot().rounded())
      )
      guard (1...size).contains(width), (1...size).contains(height) else { continue }
      self.init(
        top: generator.integer(below: size - height + 1),
        left: generator.integer(below: size - width + 1), height: height, width: width)
      return
    }
    self.init(top: 0, left: 0, height: size, width: size)
  }
}
