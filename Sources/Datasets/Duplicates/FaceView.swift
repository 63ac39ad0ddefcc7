import Foundation

/// A square part of an image, turned: what of one image another may show.
public struct FaceView: Sendable, Hashable {
  /// The centre and the side, as shares of the image's sides.
  public var centreX: Double
  public var centreY: Double
  public var side: Double
  /// Radians by which the square is turned, clockwise as one sees it.
  public var angle: Double

  init(centreX: Double = 0.5, centreY: Double = 0.5, side: Double = 1, angle: Double = 0) {
    self.centreX = centreX
    self.centreY = centreY
    self.side = side
    self.angle = angle
  }

  /// The sides of the crops that are tried. Between neighbouring crops, and offsets 0.05 apart, hashes
  /// differ by less than `PartialDuplicateSearch.maximumHashDistance` as a rule.
  private static let cropSides = [0.93, 0.86, 0.79, 0.72]

  /// Where crops of a side begin, as shares of the image's side.
  static let cropSpans: [(start: Double, side: Double)] = cropSides.flatMap { side in
    let steps = max(1, Int(((1 - side) / 0.05).rounded()))
    return (0...steps).map { ((1 - side) * Double($0) / Double(steps), side) }
  }

  /// The angles that are tried, 4 degrees apart.
  static let angles = [-16.0, -12, -8, -4, 4, 8, 12, 16].map { $0 * .pi / 180 }

  /// The squares, as large as they can be, that lie inside of an image that was turned.
  static let turnedCrops = angles.map { angle in
    FaceView(side: 1 / (cos(abs(angle)) + sin(abs(angle))), angle: angle)
  }

  /// The middle of an image, which stays in it however it is turned.
  static let core = FaceView(side: 0.8)

  /// The same, turned.
  static let turnedCores = angles.map { FaceView(side: core.side, angle: $0) }

  /// Grey levels of the view, [side, side], mixed bilinearly; beyond the image its edge repeats.
  /// - Parameter plane: grey levels of the image, [planeSide, planeSide].
  func sampled(_ plane: [UInt8], planeSide: Int, side count: Int) -> [Double] {
    let (cosine, sine) = (cos(angle), sin(angle))
    let last = planeSide - 1
    var levels: [Double] = []
    levels.reserveCapacity(count * count)
    for row in 0..<count {
      let down = (Double(row) + 0.5) / Double(count) - 0.5
      for column in 0..<count {
        let across = (Double(column) + 0.5) / Double(count) - 0.5
        let x = centreX + side * (cosine * across - sine * down)
        let y = centreY + side * (sine * across + cosine * down)
        let px = min(max(x * Double(planeSide) - 0.5, 0), Double(last))
        let py = min(max(y * Double(planeSide) - 0.5, 0), Double(last))
        let (left, top) = (min(Int(px), last - 1), min(Int(py), last - 1))
        let (ax, ay) = (px - Double(left), py - Double(top))
        let start = top * planeSide + left
        let upper = Double(plane[start]) * (1 - ax) + Double(plane[start + 1]) * ax
        let lower =
          Double(plane[start + planeSide]) * (1 - ax) + Double(plane[start + planeSide + 1]) * ax
        levels.append(upper * (1 - ay) + lower * ay)
      }
    }
    return levels
  }
}
