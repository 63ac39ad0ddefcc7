import Foundation

/// Histograms of oriented gradients (Dalal & Triggs, "Histograms of oriented gradients for human
/// detection", CVPR 2005): how strong the edges of each direction are in each cell of an image.
///
/// They are local and not trained on anything, so that they keep *how* an emotion is shown. Gradients
/// are differences of the neighbours of the square root of the grey value, 0 on the border, as in
/// scikit-image; each goes to the two nearest of eight directions without sign. A cell is divided by
/// the root mean square of the 3 × 3 cells around it, border cells counting twice.
package struct HistogramOfGradients {
  static let cellsPerSide = ExpressionFaces.cellsPerSide
  static let directions = 8
  /// Added to the mean square of the surrounding cells, so that plain skin is not blown up; in squared
  /// differences of the square roots of grey values 0 to 255.
  static let leastEnergy = 0.02

  /// Side of the image in pixels, a multiple of the cells.
  package let size: Int

  private var cells: Int { Self.cellsPerSide }
  private var cellSize: Int { size / cells }

  package init(size: Int) { self.size = size }

  /// The number of features of one face: cells of the left half by directions.
  package static let featureCount = cellsPerSide * (cellsPerSide / 2) * directions

  /// The features of a face, averaged with those of its mirror image, so that only the left half is
  /// left: [8, 4, 8], rows from the top, columns from the left edge to the middle, directions.
  /// - Parameter grey: [size, size], 0 to 255.
  package func symmetricFeatures(of grey: UnsafeBufferPointer<Float>) -> [Double] {
    let full = normalisedCells(of: grey)
    var features: [Double] = []
    features.reserveCapacity(Self.featureCount)
    for row in 0..<cells {
      for column in 0..<cells / 2 {
        for direction in 0..<Self.directions {
          let mirrored = (Self.directions - direction) % Self.directions
          features.append(
            (full[place(row, column, direction)] + full[place(row, cells - 1 - column, mirrored)])
              / 2)
        }
      }
    }
    return features
  }

  /// [8, 8, 8]: rows, columns, directions from 0° (edges that run down) in steps of 22.5°.
  func normalisedCells(of grey: UnsafeBufferPointer<Float>) -> [Double] {
    let histograms = cellHistograms(of: grey)
    let energies = (0..<cells * cells).map { cell in
      (0..<Self.directions).reduce(0.0) {
        $0 + histograms[cell * Self.directions + $1] * histograms[cell * Self.directions + $1]
      }
    }
    var normalised = histograms
    for row in 0..<cells {
      for column in 0..<cells {
        var energy = 0.0
        for y in row - 1...row + 1 {
          for x in column - 1...column + 1 {
            energy += energies[clamped(y) * cells + clamped(x)]
          }
        }
        let scale = 1 / (energy / 9 + Self.leastEnergy).squareRoot()
        for direction in 0..<Self.directions { normalised[place(row, column, direction)] *= scale }
      }
    }
    return normalised
  }

  /// The mean over a cell's pixels of gradient lengths by direction.
  package func cellHistograms(of grey: UnsafeBufferPointer<Float>) -> [Double] {
    let roots = grey.map { max($0, 0).squareRoot() }
    let perPixel = 1 / Double(cellSize * cellSize)
    let perDirection = Float(Self.directions) / .pi
    var histograms = [Double](repeating: 0, count: cells * cells * Self.directions)
    for y in 0..<size {
      for x in 0..<size {
        let pixel = y * size + x
        let across = x > 0 && x < size - 1 ? roots[pixel + 1] - roots[pixel - 1] : 0
        let down = y > 0 && y < size - 1 ? roots[pixel + size] - roots[pixel - size] : 0
        let length = (across * across + down * down).squareRoot()
        guard length > 0 else { continue }
        var angle = atan2(down, across) * perDirection
        if angle < 0 { angle += Float(Self.directions) }
        let lower = Int(angle)
        let share = Double(angle - Float(lower))
        let start = place(y / cellSize, x / cellSize, 0)
        let amount = Double(length) * perPixel
        histograms[start + lower % Self.directions] += amount * (1 - share)
        histograms[start + (lower + 1) % Self.directions] += amount * share
      }
    }
    return histograms
  }

  private func clamped(_ cell: Int) -> Int { min(max(cell, 0), cells - 1) }

  private func place(_ row: Int, _ column: Int, _ direction: Int) -> Int {
    (row * cells + column) * Self.directions + direction
  }
}
