import Analysis
import Foundation
import Support
import Torch

/// How far a curve over estimated ages may be off because likely ages are themselves learnt.
///
/// They come from about 50 subjects of known age around each estimate (`AgeUncertainty`), so that the mean
/// step of a bin errs with a 50th of its variance over a face's likely ages. Bins that are near each other
/// share these subjects and err alike: two kernel means whose kernels have the standard deviation b
/// correlate by exp(−Δ² / 4b²).
struct LikelyAgeError {
  private static let subjects = 50.0
  /// b, as a share of all faces: that of a normal kernel in which 50 of 400 subjects count.
  private static let bandwidth = 0.035
  /// Keeps the covariance definite where ages are known; far below any share's error.
  private static let leastVariance = 1e-12

  /// The rows of the covariance's Cholesky factor.
  private let rows: [[Double]]

  init(
    _ curve: AdultShareCurve, data: ExpressionFaces, fit: TransitionModel.Fit,
    settings: ExpressionSettings
  ) throws {
    let points = curve.points
    let deviations = points.map { point in
      let variances = point.faces.map { face in
        variance(
          data.likelyAgesInYears[face].map {
            fit.step
              * TransitionModel.step(
                atAge: $0, midpoint: fit.midpoint, width: fit.width,
                curvature: settings.shareCurvature)
          })
      }
      return (variances.reduce(0, +) / Double(variances.count) / Self.subjects).squareRoot()
    }
    let sizes = points.map { Double($0.faces.count) / Double(data.count) }
    var below = 0.0
    let places = sizes.map { size in
      defer { below += size }
      return below + size / 2
    }
    let covariance = points.indices.flatMap { row in
      points.indices.map { column in
        let distance = (places[row] - places[column]) / (2 * Self.bandwidth)
        return deviations[row] * deviations[column] * exp(-distance * distance)
          + (row == column ? Self.leastVariance : 0)
      }
    }
    let factor = try LinearAlgebra.choleskyFactor(
      Tensor(covariance, shape: [points.count, points.count])
    ).doubles()
    rows = points.indices.map { Array(factor[$0 * points.count...($0 * points.count + $0)]) }
  }

  /// An error for each point of the curve.
  func draw(using generator: inout SeededGenerator) -> [Double] {
    let normal = rows.map { _ in generator.normal() }
    return rows.map { row in zip(row, normal).reduce(0) { $0 + $1.0 * $1.1 } }
  }
}

/// 0 where there are no values.
private func variance(_ values: [Double]) -> Double {
  let count = Double(max(values.count, 1))
  let mean = values.reduce(0, +) / count
  return values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
}
