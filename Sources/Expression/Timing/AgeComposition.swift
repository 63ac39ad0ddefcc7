import Torch

/// Which ages the faces of each bin have.
///
/// Where ages are estimates, a bin of estimates mixes true ages. The curve's model is then averaged over
/// them: regression calibration (Carroll et al., "Measurement Error in Nonlinear Models", 2006, chapter 4),
/// which asks that what a face shows depends on its true age alone, and that its likely ages are
/// calibrated.
package struct AgeComposition {
  /// The ages that are told apart, in years: 0, 0.1 … 40, the last one standing for all above, at which
  /// every searched step is over.
  package static let ages = (0...400).map { Double($0) / 10 }

  /// The share of each age in each bin: [bins, ages].
  let shares: Tensor

  /// - Parameter agesOfBins: equally likely ages of each bin's faces, in years.
  package init(_ agesOfBins: [[Double]]) throws {
    let shares = agesOfBins.flatMap { ages in
      var counts = [Double](repeating: 0, count: Self.ages.count)
      for age in ages {
        counts[min(Int((age * 10).rounded()), counts.count - 1)] += 1 / Double(ages.count)
      }
      return counts
    }
    self.shares = try Tensor(shares, shape: [agesOfBins.count, Self.ages.count])
  }

  /// The mean of each column over the bins' ages.
  /// - Parameter values: [ages, columns].
  func mean(_ values: Tensor) throws -> Tensor { try shares.matrixProduct(values) }
}
