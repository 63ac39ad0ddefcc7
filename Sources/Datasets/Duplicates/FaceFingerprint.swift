import Foundation
import Imaging

/// What near duplicates of a face share: a perceptual hash, to find candidates by, and a small
/// grey image, to judge them by.
///
/// The hash has a bit for each of the 64 lowest frequencies of the 32 × 32 grey image's discrete
/// cosine transform: whether it exceeds the median of the 63 that are not the mean (Zauner 2010,
/// "Implementation and Benchmarking of Perceptual Image Hash Functions", section 3.2). Scaling,
/// recompression, light and small marks change few bits.
public struct FaceFingerprint: Sendable, Hashable {
  /// The hash of the image and of its mirror image.
  public let hash: UInt64
  public let mirroredHash: UInt64
  /// Shades of grey, [24, 24], rows from the top.
  let thumbnail: [UInt8]
  /// What is hashed: shades of grey, [32, 32].
  let plane: [UInt8]

  static let side = 24

  static let hashedSide = CosineTransform.size

  /// What a fingerprint is made of: an image in these two forms.
  public static let forms = [
    FaceForm(size: hashedSide, colour: .grey), FaceForm(size: side, colour: .grey),
  ]

  public init(_ image: RGBImage) {
    self.init(
      hashed: FaceFingerprint.grey(image, side: FaceFingerprint.hashedSide),
      thumbnail: FaceFingerprint.grey(image, side: FaceFingerprint.side))
  }

  /// Of faces that are kept in `forms`; nil where the image was skipped.
  public init?(_ stores: [FaceStore], at index: Int) {
    let planes = stores.compactMap { store in
      // The three planes are the same.
      store.withFace(at: index) { Array($0.prefix(store.size * store.size)) }
    }
    guard planes.count == FaceFingerprint.forms.count else { return nil }
    self.init(hashed: planes[0], thumbnail: planes[1])
  }

  /// - Parameters:
  ///   - hashed: shades of grey, [32, 32].
  ///   - thumbnail: shades of grey, [24, 24].
  private init(hashed: [UInt8], thumbnail: [UInt8]) {
    let frequencies = CosineTransform.lowest(of: hashed.map(Double.init))
    hash = FaceFingerprint.bits(frequencies)
    // Mirroring changes the sign of the frequencies that are odd from left to right.
    mirroredHash = FaceFingerprint.bits(
      frequencies.enumerated().map { $0.offset % 2 == 1 ? -$0.element : $0.element })
    self.thumbnail = thumbnail
    plane = hashed
  }

  /// Whether there is nothing to compare: grey levels vary by less than one (a standard deviation).
  public var isFlat: Bool {
    let count = Double(thumbnail.count)
    let sum = thumbnail.reduce(0.0) { $0 + Double($1) }
    let squares = thumbnail.reduce(0.0) { $0 + Double($1) * Double($1) }
    return squares / count - (sum / count) * (sum / count) < 1
  }

  /// Pearson's correlation of the two small grey images, −1 to 1: light and contrast drop out.
  /// 0 where one of them is of a single grey.
  /// - Parameter isMirrored: whether the other image is mirrored first.
  public func correlation(with other: FaceFingerprint, isMirrored: Bool) -> Double {
    FaceFingerprint.correlation(
      thumbnail.map(Double.init), other.levels(isMirrored: isMirrored))
  }

  /// The same of the images' detail: what is left when the mean of the 5 × 5 pixels around is
  /// taken off. Light from one side makes aligned faces alike, detail tells them apart.
  public func detailCorrelation(with other: FaceFingerprint, isMirrored: Bool) -> Double {
    FaceFingerprint.correlation(
      FaceFingerprint.detail(thumbnail.map(Double.init)),
      FaceFingerprint.detail(other.levels(isMirrored: isMirrored)))
  }

  private func levels(isMirrored: Bool) -> [Double] {
    let side = FaceFingerprint.side
    guard isMirrored else { return thumbnail.map(Double.init) }
    return thumbnail.indices.map { place in
      Double(thumbnail[place - place % side + side - 1 - place % side])
    }
  }

  static func correlation(_ first: [Double], _ second: [Double]) -> Double {
    var (sumA, sumB, squaresA, squaresB, products) = (0.0, 0.0, 0.0, 0.0, 0.0)
    for (a, b) in zip(first, second) {
      sumA += a
      sumB += b
      squaresA += a * a
      squaresB += b * b
      products += a * b
    }
    let count = Double(first.count)
    let spread = (count * squaresA - sumA * sumA) * (count * squaresB - sumB * sumB)
    guard spread > 1e-6 else { return 0 }
    return (count * products - sumA * sumB) / spread.squareRoot()
  }

  /// Pixels beyond the edge repeat the edge's.
  static func detail(_ levels: [Double]) -> [Double] {
    let last = side - 1
    return levels.indices.map { place in
      var sum = 0.0
      for row in (place / side - 2)...(place / side + 2) {
        for column in (place % side - 2)...(place % side + 2) {
          sum += levels[min(last, max(0, row)) * side + min(last, max(0, column))]
        }
      }
      return levels[place] - sum / 25
    }
  }

  /// The red channel of the grey image stretched to a square: all three are equal.
  private static func grey(_ image: RGBImage, side: Int) -> [UInt8] {
    let small = image.resized(toWidth: side, height: side).grey()
    return stride(from: 0, to: small.pixels.count, by: 3).map { small.pixels[$0] }
  }

  static func bits(_ frequencies: [Double]) -> UInt64 {
    let median = frequencies.dropFirst().sorted()[31]
    return frequencies.enumerated().reduce(0) { bits, entry in
      entry.element > median ? bits | 1 << UInt64(entry.offset) : bits
    }
  }
}
