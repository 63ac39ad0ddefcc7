import Imaging

/// A frame as cuts are found by: 32 × 18 grey cells.
public struct SceneView: Sendable, Codable, Equatable {
  private let levels: [UInt8]

  private static let width = 32
  private static let height = 18
  /// Between one sampled frame and the next, levels differ by this much on average at a cut. Where a person moves
  /// through a fifth of a still frame they differ by 10 or less.
  static let cutDifference = 35.0

  public init(_ image: RGBImage) {
    let small = image.resized(toWidth: Self.width, height: Self.height).grey()
    levels = stride(from: 0, to: small.pixels.count, by: 3).map { small.pixels[$0] }
  }

  /// Whether the recording was cut between another view and this one.
  func isAfterCut(from other: SceneView) -> Bool {
    let sum = zip(levels, other.levels).reduce(0) { $0 + abs(Int($1.0) - Int($1.1)) }
    return Double(sum) / Double(levels.count) > Self.cutDifference
  }
}
