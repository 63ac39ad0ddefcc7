import Analysis
import Foundation

/// The mean face of each age, every emotion weighing the same: happy babies and smiling adults would
/// otherwise enter the differences between ages.
package struct MeanFaces {
  /// The ages in years for which there are mean faces, besides adults'.
  private(set) var knots: [Double] = []
  /// One image for each knot, mirrored and averaged, [size × size], 0 to 255.
  private(set) var faces: [[Double]] = []
  /// How many faces each is the mean of.
  private(set) var counts: [Int] = []
  private(set) var toddlers: [Double]
  private(set) var adults: [Double]

  static let knots = [
    0.3, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13.5, 15, 17,
  ]

  /// The knots, each with the ages above the first and up to the second bound that go with it.
  static func windows(_ settings: ExpressionSettings) -> [(knot: Double, window: AgeWindow)] {
    let bounds =
      [0] + zip(knots, knots.dropFirst()).map { ($0 + $1) / 2 }
      + [knots.last.map { ($0 + settings.adultsAboveYears + 1.5) / 2 } ?? 0]
    return zip(knots, zip(bounds, bounds.dropFirst()).map(AgeWindow.init)).map { ($0, $1) }
  }

  init(_ data: ExpressionFaces, settings: ExpressionSettings) {
    let weights = [Double](repeating: 1, count: data.count)
    for (knot, window) in Self.windows(settings) {
      let mean = Self.mean(data, weights: weights) { window.contains($0) }
      guard let mean else { continue }
      knots.append(knot)
      faces.append(mean)
      counts.append(
        data.agesInYears.count(where: window.contains))
    }
    toddlers =
      Self.mean(data, weights: weights) { $0 <= settings.toddlersUpToYears } ?? []
    adults = Self.mean(data, weights: weights) { $0 > settings.adultsAboveYears } ?? []
  }

  /// The same ages with other faces; the two ends stay.
  func replacing(faces: [[Double]]) -> MeanFaces {
    var means = self
    means.faces = faces
    return means
  }

  /// The mean over emotions of mean faces, averaged with its mirror image; nil where no face is chosen.
  package static func mean(
    _ data: ExpressionFaces, weights: [Double], where isChosen: (Double) -> Bool
  ) -> [Double]? {
    let pixels = data.size * data.size
    var sums = [Double](repeating: 0, count: data.emotionCount * pixels)
    var totals = [Double](repeating: 0, count: data.emotionCount)
    data.images.withUnsafeBufferPointer { images in
      sums.withUnsafeMutableBufferPointer { sums in
        for face in 0..<data.count where weights[face] > 0 && isChosen(data.agesInYears[face]) {
          let (emotion, weight) = (data.emotions[face], weights[face])
          totals[emotion] += weight
          for pixel in 0..<pixels {
            sums[emotion * pixels + pixel] += weight * Double(images[face * pixels + pixel])
          }
        }
      }
    }
    let shown = totals.indices.filter { totals[$0] > 0 }
    guard !shown.isEmpty else { return nil }
    let mean = (0..<pixels).map { pixel in
      shown.reduce(0) { $0 + sums[$1 * pixels + pixel] / totals[$1] } / Double(shown.count)
    }
    return (0..<pixels).map { pixel in
      let mirrored = pixel - pixel % data.size + data.size - 1 - pixel % data.size
      return (mean[pixel] + mean[mirrored]) / 2
    }
  }
}

/// Ages above a bound and up to another, in years.
struct AgeWindow {
  let above: Double
  let upTo: Double

  func contains(_ age: Double) -> Bool { age > above && age <= upTo }
}
