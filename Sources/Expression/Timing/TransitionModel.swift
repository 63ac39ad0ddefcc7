import Analysis
import Foundation
import Support
import Torch

/// A step in age on top of what heads do:
///
///     S(a) = c₀ + β·d(a) + g(a) + c · h(logistic((a − m) / s)) + e,   0 ≤ c ≤ 1,
///
/// with d(a) how far the average head of an age is from adults', as registration measured it; g a small
/// Gaussian process, SD τ, correlated over exp(−(u − u′)² / (2·0.6²)) in u = log(min(a, 30) + 2), for what
/// d(a) misses; e with the known variances of the bins; and h(w) = w + κ·w·(1 − w), the curvature of the
/// measured share in the share w of the adult expression. The likelihood is maximised over a grid of m
/// and s; c₀, β and c are solved for.
///
/// Where ages are estimates, the bins of children have adults of all ages in them, and neighbouring bins
/// mostly the same ages, so that how heads act decides more: β is then normal with `headDeviation`, and
/// adults' heads continue to change, by a normal slope of SD `adultChange` in twenty years from 20 years on.
package struct TransitionModel {
  /// Which steps are searched for, and beside what.
  package struct Search: Sendable {
    /// The youngest midpoint in years.
    package var fromYears: Double
    /// How large a step may be.
    package var steps: ClosedRange<Double>
    /// τ and κ.
    package var slowChange: Double
    package var curvature: Double
    /// The standard deviation of β; nil leaves it free.
    package var headDeviation: Double?
    /// The standard deviation of the change in adults over twenty years; 0 for none.
    package var adultChange = 0.0

    package init(
      fromYears: Double, steps: ClosedRange<Double>, slowChange: Double, curvature: Double
    ) {
      self.fromYears = fromYears
      self.steps = steps
      self.slowChange = slowChange
      self.curvature = curvature
    }

    /// Of shares: a step is at most the whole way between the ends, for heads do not lead away from adults.
    package init(ofShares settings: ExpressionSettings, agesAreEstimated: Bool = false) {
      self.init(
        fromYears: 0, steps: 0...1, slowChange: settings.slowChange,
        curvature: settings.shareCurvature)
      if agesAreEstimated {
        headDeviation = 0.5
        adultChange = 0.1
      }
    }
  }

  /// Searched midpoints, in years: 1.5, 1.6 … 15.
  package static let midpoints = (15...150).map { Double($0) / 10 }
  /// Searched widths, in years.
  package static let widths = [0.2, 0.3, 0.5, 0.75, 1, 1.25, 1.5, 1.75, 2, 2.5, 3]
  private static let lengthScale = 0.6
  /// A step that level and head nearly have already is none.
  private static let leastStepSquare = 1e-4

  /// What one curve gives.
  package struct Fit {
    package var midpoint: Double
    package var width: Double
    package var step: Double
    /// Twice the log of the likelihood ratio to no step.
    package var likelihoodRatio: Double
    /// For each midpoint, twice the log of its greatest likelihood over that of the best.
    package var profile: [Double]
    /// The weighted sum of squared residuals.
    package var chiSquared: Double

    /// Whether it is no slow change: over within the searched ages, and not as wide as is searched.
    var isStep: Bool {
      midpoint < (midpoints.last ?? .infinity) && width < (widths.last ?? .infinity)
    }
  }

  private let count: Int
  /// The Cholesky factor of the covariance.
  private let factor: Tensor
  /// An orthonormal basis of level and, where β is free, head, whitened: [bins, 1 or 2].
  private let base: Tensor
  /// The whitened steps without their part in the base: [bins, grid]; and their squares.
  private let steps: Tensor
  private let stepSquares: [Double]
  private let search: Search

  /// - Parameters:
  ///   - composition: the ages of each bin's faces, over which steps and d(a) are averaged.
  ///   - meanAges: of the bins, in years.
  ///   - variances: of the bins' shares.
  ///   - headDistance: d(a) at each of `AgeComposition.ages`; nil where heads are adults' at all ages.
  ///   - search: nil for that of shares.
  package init(
    composition: AgeComposition, meanAges: [Double], variances: [Double], headDistance: [Double]?,
    search: Search? = nil, settings: ExpressionSettings
  ) throws {
    let search = search ?? Search(ofShares: settings)
    self.search = search
    count = meanAges.count
    let growth = meanAges.map { log(min($0, 30) + 2) }
    let covariance = growth.indices.flatMap { row in
      growth.indices.map { column in
        let distance = (growth[row] - growth[column]) / Self.lengthScale
        let slow = search.slowChange * search.slowChange * exp(-distance * distance / 2)
        return slow + (row == column ? variances[row] : 0)
      }
    }
    let ages = AgeComposition.ages
    func mean(_ columns: [[Double]]) throws -> Tensor {
      try composition.mean(
        Tensor(columns.flatMap(\.self), shape: [columns.count, ages.count]).transposed(0, 1))
    }
    let unsure = try mean([
      headDistance.map { $0.map { (search.headDeviation ?? 0) * $0 } } ?? ages.map { _ in 0 },
      ages.map { search.adultChange * max($0 - 20, 0) / 20 },
    ])
    factor = try LinearAlgebra.choleskyFactor(
      Tensor(covariance, shape: [count, count]) + unsure.matrixProduct(unsure.transposed(0, 1)))
    let head = search.headDeviation == nil ? headDistance : nil
    base = try LinearAlgebra.orthonormalBasis(
      LinearAlgebra.solution(
        lowerTriangle: factor, mean([ages.map { _ in 1 }] + (head.map { [$0] } ?? []))))
    let grid = Self.midpoints.flatMap { midpoint in Self.widths.map { (midpoint, $0) } }
    let raw = ages.flatMap { age in
      grid.map { midpoint, width in
        Self.step(atAge: age, midpoint: midpoint, width: width, curvature: search.curvature)
      }
    }
    let white = try LinearAlgebra.solution(
      lowerTriangle: factor, composition.mean(Tensor(raw, shape: [ages.count, grid.count])))
    steps = try white - base.matrixProduct(base.transposed(0, 1).matrixProduct(white))
    stepSquares = try (steps * steps).sum(over: [0]).doubles()
  }

  /// h(logistic((a − m) / s)) at an age.
  static func step(
    atAge age: Double, midpoint: Double, width: Double, curvature: Double
  ) -> Double {
    let share = 1 / (1 + exp(-(age - midpoint) / width))
    return share + curvature * share * (1 - share)
  }

  /// Fits each curve.
  package func fit(_ curves: [[Double]]) throws -> [Fit] {
    guard !curves.isEmpty else { return [] }
    let values = try Tensor(curves.flatMap(\.self), shape: [curves.count, count]).transposed(0, 1)
    return try fit(whitened: LinearAlgebra.solution(lowerTriangle: factor, values))
  }

  /// Likelihood ratios of curves drawn without a step.
  package func ratiosWithoutStep(draws: Int, generator: inout SeededGenerator) throws -> [Double] {
    // Whitened, such a curve is noise, and level and head drop out.
    let noise = (0..<count * draws).map { _ in generator.normal() }
    return try fit(whitened: Tensor(noise, shape: [count, draws])).map(\.likelihoodRatio)
  }

  private func fit(whitened values: Tensor) throws -> [Fit] {
    let free = try values - base.matrixProduct(base.transposed(0, 1).matrixProduct(values))
    let squares = try (free * free).sum(over: [0]).doubles()
    // [curves, grid]
    let products = try free.transposed(0, 1).matrixProduct(steps).doubles()
    return squares.enumerated().map { curve, square in
      fit(products[curve * stepSquares.count..<(curve + 1) * stepSquares.count], squares: square)
    }
  }

  private func fit(_ products: ArraySlice<Double>, squares: Double) -> Fit {
    var gains = [Double](repeating: 0, count: Self.midpoints.count)
    var best = (grid: 0, gain: 0.0, step: 0.0)
    for (grid, product) in products.enumerated()
    where stepSquares[grid] > Self.leastStepSquare
      && Self.midpoints[grid / Self.widths.count] >= search.fromYears
    {
      let step = min(
        max(product / stepSquares[grid], search.steps.lowerBound), search.steps.upperBound)
      let gain = step * (2 * product - step * stepSquares[grid])
      gains[grid / Self.widths.count] = max(gains[grid / Self.widths.count], gain)
      if gain > best.gain { best = (grid, gain, step) }
    }
    let peak = best.grid / Self.widths.count
    return Fit(
      midpoint: Self.midpoints[peak] + Self.offset(of: gains, at: peak),
      width: Self.widths[best.grid % Self.widths.count], step: best.step,
      likelihoodRatio: best.gain, profile: gains.map { $0 - best.gain },
      chiSquared: squares - best.gain)
  }

  /// How far the parabola through the peak and its neighbours has its top from the peak, in years.
  private static func offset(of gains: [Double], at peak: Int) -> Double {
    guard peak > 0, peak < gains.count - 1 else { return 0 }
    let (before, top, after) = (gains[peak - 1], gains[peak], gains[peak + 1])
    let bend = before - 2 * top + after
    return bend < 0 ? (before - after) / (2 * bend) * (midpoints[1] - midpoints[0]) : 0
  }
}
