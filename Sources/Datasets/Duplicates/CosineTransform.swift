import Foundation

/// The orthonormal discrete cosine transform (type II) of 32 × 32 values.
enum CosineTransform {
  static let size = 32
  private static let kept = 8

  /// [frequency, position].
  private static let basis: [[Double]] = (0..<kept).map { frequency in
    let scale = ((frequency == 0 ? 1.0 : 2.0) / Double(size)).squareRoot()
    return (0..<size).map { position in
      scale * cos(Double.pi * (Double(position) + 0.5) * Double(frequency) / Double(size))
    }
  }

  /// For each of `FaceView.cropSpans` the waves that a plane's rows or columns are multiplied by, which
  /// cuts the span out, enlarges it bilinearly to `size` values and transforms these.
  private static let cropBases: [[[Double]]] = FaceView.cropSpans.map { span in
    basis.map { wave in
      var mixed = Array(repeating: 0.0, count: size)
      for (position, value) in wave.enumerated() {
        let place =
          (span.start + span.side * (Double(position) + 0.5) / Double(size)) * Double(size)
        let clamped = min(max(place - 0.5, 0), Double(size - 1))
        let before = min(Int(clamped), size - 2)
        let share = clamped - Double(before)
        mixed[before] += value * (1 - share)
        mixed[before + 1] += value * share
      }
      return mixed
    }
  }

  /// The 8 × 8 lowest frequencies, [top to bottom, left to right], the mean first.
  static func lowest(of grey: [Double]) -> [Double] {
    columns(of: rows(of: grey, basis), basis)
  }

  /// The same of each square crop: for each span from top to bottom each one of its side from left to
  /// right.
  static func lowestOfCrops(_ grey: [Double]) -> [(across: Int, down: Int, frequencies: [Double])] {
    let spans = FaceView.cropSpans
    let across = cropBases.map { rows(of: grey, $0) }
    return spans.indices.flatMap { down in
      spans.indices.filter { spans[$0].side == spans[down].side }.map { place in
        (place, down, columns(of: across[place], cropBases[down]))
      }
    }
  }

  /// [row, frequency].
  private static func rows(of grey: [Double], _ basis: [[Double]]) -> [Double] {
    (0..<size).flatMap { row in
      basis.map { wave in
        var sum = 0.0
        for place in 0..<size { sum += wave[place] * grey[row * size + place] }
        return sum
      }
    }
  }

  /// [top to bottom, left to right].
  private static func columns(of rows: [Double], _ basis: [[Double]]) -> [Double] {
    basis.flatMap { wave in
      (0..<kept).map { column in
        var sum = 0.0
        for place in 0..<size { sum += wave[place] * rows[place * kept + column] }
        return sum
      }
    }
  }
}
