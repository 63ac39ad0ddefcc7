import Foundation

/// How a face's image was taken, as far as one number for each condition tells.
///
/// Brightness and contrast are not among them: histograms of gradients are free of both, and expressions
/// change them, as an open mouth is dark.
struct ImageConditions {
  /// The log of the share of squared differences between neighbouring pixels that a slight blur (1 2 1 in
  /// both directions) leaves out: the sharper, the higher, whatever is shown.
  let sharpness: Double
  /// The log of the mean squared difference to the mirror image over the variance: heads that are turned,
  /// things in front of faces and light from the side make it higher.
  let asymmetry: Double

  /// Keeps logarithms finite where an image is even.
  private static let least = 1e-3

  /// - Parameter image: [size, size], 0 to 255.
  init(_ image: UnsafePointer<UInt8>, size: Int) {
    let values = (0..<size * size).map { Float(image[$0]) }
    let count = Double(values.count)
    let mean = values.reduce(0.0) { $0 + Double($1) } / count
    let variance = values.reduce(0.0) { $0 + pow(Double($1) - mean, 2) } / count
    let mirrored = values.indices.reduce(0.0) { sum, pixel in
      let column = pixel % size
      return sum + pow(Double(values[pixel] - values[pixel - column + size - 1 - column]), 2)
    }
    asymmetry = log((mirrored / count + Self.least) / (variance + Self.least))
    let blurred = Self.blurred(Self.blurred(values, size: size, step: 1), size: size, step: size)
    sharpness = log(
      (Self.differences(values, size: size) + Self.least)
        / (Self.differences(blurred, size: size) + Self.least))
  }

  /// Weighted 1 2 1 along one axis; beyond the image its border continues.
  private static func blurred(_ values: [Float], size: Int, step: Int) -> [Float] {
    values.indices.map { pixel in
      let place = step == 1 ? pixel % size : pixel / size
      let before = place > 0 ? values[pixel - step] : values[pixel]
      let after = place < size - 1 ? values[pixel + step] : values[pixel]
      return (before + 2 * values[pixel] + after) / 4
    }
  }

  /// The mean squared difference of neighbours across, and that of neighbours down.
  private static func differences(_ values: [Float], size: Int) -> Double {
    var sum = 0.0
    for pixel in values.indices {
      if pixel % size < size - 1 { sum += pow(Double(values[pixel + 1] - values[pixel]), 2) }
      if pixel / size < size - 1 { sum += pow(Double(values[pixel + size] - values[pixel]), 2) }
    }
    return sum / Double(size * (size - 1))
  }
}
