import Imaging

/// The colours of a face: a histogram of 4 × 4 × 4 cells of red, green and blue, smoothed over neighbouring
/// cells by where in its cell a pixel lies, so that light that changes slowly changes it slowly.
public struct FaceAppearance: Sendable, Equatable, Codable {
  /// Shares, 64 of them.
  private(set) var shares: [Float]

  private static let cells = 4

  public init(_ image: RGBImage) {
    var sums = [Float](repeating: 0, count: Self.cells * Self.cells * Self.cells)
    for start in stride(from: 0, to: image.pixels.count, by: 3) {
      let places = (0..<3).map { Self.place(image.pixels[start + $0]) }
      for corner in 0..<8 {
        var (index, weight) = (0, Float(1))
        for (channel, place) in places.enumerated() {
          let isUpper = corner >> channel & 1 == 1
          index = index * Self.cells + min(place.cell + (isUpper ? 1 : 0), Self.cells - 1)
          weight *= isUpper ? place.share : 1 - place.share
        }
        sums[index] += weight
      }
    }
    let total = sums.reduce(0, +)
    shares = sums.map { $0 / total }
  }

  /// The cell below a level, and the share of the one above it.
  private static func place(_ level: UInt8) -> (cell: Int, share: Float) {
    let place = Float(level) / 255 * Float(cells - 1)
    let cell = min(Int(place), cells - 1)
    return (cell, place - Float(cell))
  }

  /// How alike two are, 0 to 1: the Bhattacharyya coefficient (1943).
  func likeness(to other: FaceAppearance) -> Double {
    Double(zip(shares, other.shares).reduce(Float(0)) { $0 + ($1.0 * $1.1).squareRoot() })
  }

  /// Moves towards another by a share of the way.
  mutating func approach(_ other: FaceAppearance, by share: Float) {
    for index in shares.indices { shares[index] += share * (other.shares[index] - shares[index]) }
  }
}
