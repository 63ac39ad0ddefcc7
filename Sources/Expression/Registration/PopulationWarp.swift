import Analysis
import Foundation

/// A smooth change of face shape with age that takes the mean face of each age to adults'.
///
/// It moves the average head alone: what is particular to a person or an expression stays.
package struct PopulationWarp: Sendable {
  /// Ages in years, ascending, the last one adults'; faces of that age and above stay as they are.
  package let knots: [Double]
  /// Where each pixel of the warped face is read, relative to its own place: [knots, 2, size, size], in
  /// coordinates that run from -1 to 1 over the image, first across, then down.
  package let displacements: [Float]
  package let size: Int

  /// Moves nothing.
  static func still(size: Int) -> PopulationWarp {
    PopulationWarp(
      knots: [0, ExpressionSettings.adultHeadsFromYears],
      displacements: Array(repeating: 0, count: 4 * size * size), size: size)
  }

  /// The face with the average head of its age taken to adults'.
  /// - Parameters:
  ///   - image: [size, size].
  ///   - placement: where places of the head lie in the image, both as shares of its sides.
  ///   - warped: receives the result, [size, size]; outside the image its border continues.
  func apply(
    to image: UnsafePointer<UInt8>, ageInYears: Double, placement: Similarity = .identity,
    into warped: UnsafeMutableBufferPointer<Float>
  ) {
    let pixels = size * size
    let (lower, share) = place(ofAge: ageInYears)
    let half = Float(size) / 2
    let placement = placement.inPixels(ofSide: size)
    let (cosine, sine) = (Float(placement.cosine), Float(placement.sine))
    let (shiftX, shiftY) = (Float(placement.x), Float(placement.y))
    displacements.withUnsafeBufferPointer { fields in
      let (first, second) = (2 * lower * pixels, 2 * (lower + 1) * pixels)
      for y in 0..<size {
        for x in 0..<size {
          let pixel = y * size + x
          let across =
            fields[first + pixel] * (1 - share) + fields[second + pixel] * share
          let down =
            fields[first + pixels + pixel] * (1 - share) + fields[second + pixels + pixel] * share
          let (headX, headY) = (Float(x) + across * half, Float(y) + down * half)
          warped[pixel] = sample(
            image, across: cosine * headX - sine * headY + shiftX,
            down: sine * headX + cosine * headY + shiftY)
        }
      }
    }
  }

  /// The two knots that an age lies between, by the lower one's place, and how far it is from it.
  func place(ofAge age: Double) -> (lower: Int, share: Float) {
    let upper = min(max(knots.firstIndex { $0 >= age } ?? knots.count - 1, 1), knots.count - 1)
    let share = (age - knots[upper - 1]) / (knots[upper] - knots[upper - 1])
    return (upper - 1, Float(min(max(share, 0), 1)))
  }

  private func sample(
    _ image: UnsafePointer<UInt8>, across: Float, down: Float
  ) -> Float {
    let last = Float(size - 1)
    let (x, y) = (min(max(across, 0), last), min(max(down, 0), last))
    let (left, top) = (min(Int(x), size - 2), min(Int(y), size - 2))
    let (right, bottom) = (x - Float(left), y - Float(top))
    let corner = top * size + left
    let upper = Float(image[corner]) * (1 - right) + Float(image[corner + 1]) * right
    let lower =
      Float(image[corner + size]) * (1 - right) + Float(image[corner + size + 1]) * right
    return upper * (1 - bottom) + lower * bottom
  }

  /// How far the warp moves a pixel of each knot, on average inside the image, in pixels.
  var meanDisplacementInPixels: [Double] {
    let pixels = size * size
    return knots.indices.map { knot in
      let start = 2 * knot * pixels
      let total = (0..<pixels).reduce(0.0) { sum, pixel in
        let (x, y) = (displacements[start + pixel], displacements[start + pixels + pixel])
        return sum + Double((x * x + y * y).squareRoot())
      }
      return total / Double(pixels) * Double(size) / 2
    }
  }
}
