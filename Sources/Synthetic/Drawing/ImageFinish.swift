import Foundation
import Support

/// What light and camera do to a synthetic image: shrinking, blur, uneven light, tone and noise.
struct ImageFinish {
  private var values: [Float]
  private let size: Int

  /// - Parameters:
  ///   - rgb: size × size × 3 bytes.
  ///   - shrinkBy: each square of so many pixels becomes one.
  init(rgb: [UInt8], size: Int, shrinkBy factor: Int) {
    let small = size / factor
    self.size = small
    let weight = 1 / Float(factor * factor)
    values = [Float](unsafeUninitializedCapacity: small * small * 3) { output, count in
      for row in 0..<small {
        for column in 0..<small {
          for channel in 0..<3 {
            var sum: Float = 0
            for y in 0..<factor {
              for x in 0..<factor {
                let pixel = (row * factor + y) * size + column * factor + x
                sum += Float(rgb[pixel * 3 + channel])
              }
            }
            output[(row * small + column) * 3 + channel] = sum * weight
          }
        }
      }
      count = small * small * 3
    }
  }

  mutating func apply(_ view: FaceView) -> [UInt8] {
    blur(deviationInPixels: view.blur * Double(size))
    light(view)
    return quantised(noise: Float(view.noise), seed: view.seed)
  }

  /// A separable Gaussian.
  private mutating func blur(deviationInPixels deviation: Double) {
    let radius = Int((deviation * 2.5).rounded(.up))
    guard deviation > 0.15, radius > 0 else { return }
    let weights = (-radius...radius).map {
      Float(exp(-0.5 * Double($0 * $0) / (deviation * deviation)))
    }
    let sum = weights.reduce(0, +)
    let kernel = weights.map { $0 / sum }
    convolve(kernel, radius, step: 3, line: size * 3)
    convolve(kernel, radius, step: size * 3, line: 3)
  }

  /// Convolves along one axis; `step` leads to the next value on it, `line` to the next line.
  private mutating func convolve(_ kernel: [Float], _ radius: Int, step: Int, line: Int) {
    var row = [Float](repeating: 0, count: size)
    for index in 0..<size {
      for channel in 0..<3 {
        let start = index * line + channel
        for position in 0..<size {
          var sum: Float = 0
          for (tap, weight) in kernel.enumerated() {
            let place = min(max(position + tap - radius, 0), size - 1)
            sum += weight * values[start + place * step]
          }
          row[position] = sum
        }
        for position in 0..<size { values[start + position * step] = row[position] }
      }
    }
  }

  /// Uneven light across the image, then saturation, brightness and contrast.
  private mutating func light(_ view: FaceView) {
    let slopeX = Float(cos(view.lightAngle) * view.lightStrength) / Float(size)
    let slopeY = Float(sin(view.lightAngle) * view.lightStrength) / Float(size)
    let middle = Float(size - 1) / 2
    let gain = Float(view.brightness * view.contrast)
    let offset = Float(128 * (1 - view.contrast))
    let saturation = Float(view.saturation)
    for row in 0..<size {
      for column in 0..<size {
        let lit = 1 + slopeX * (Float(column) - middle) + slopeY * (Float(row) - middle)
        let pixel = (row * size + column) * 3
        let grey = 0.299 * values[pixel] + 0.587 * values[pixel + 1] + 0.114 * values[pixel + 2]
        for channel in 0..<3 {
          let colour = grey + (values[pixel + channel] - grey) * saturation
          values[pixel + channel] = colour * lit * gain + offset
        }
      }
    }
  }

  /// The bytes, with noise: the sum of four uniform numbers is near enough to a normal deviate.
  private func quantised(noise: Float, seed: UInt64) -> [UInt8] {
    var generator = SeededGenerator(seed: seed, stream: "noise")
    let scale = noise * Float(3).squareRoot() / 65536
    return values.map { value in
      var noisy = value
      if noise > 0 {
        let bits = generator.next()
        let sum =
          Int32(bits & 0xFFFF) + Int32(bits >> 16 & 0xFFFF) + Int32(bits >> 32 & 0xFFFF)
          + Int32(bits >> 48)
        noisy += Float(sum - 2 * 65535) * scale
      }
      return UInt8(min(max(noisy, 0), 255).rounded())
    }
  }
}
