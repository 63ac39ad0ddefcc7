import Foundation

/// Where a function of a standard normal number is evaluated for its mean, and how much each place weighs.
///
/// Places are equally far apart (the trapezoidal rule), whose error falls exponentially with their distance for
/// smooth functions (Trefethen & Weideman 2014, doi 10.1137/130932132). Where they are one standard deviation of what the
/// function leaves of the normal density apart, eight digits are right, however many faces an individual has; a fixed
/// number of Gauss-Hermite nodes then fails.
struct NormalNodes {
  let places: [Double]
  let weights: [Double]

  private static let farthest = 5.5

  /// - Parameter spacing: The distance of places in standard deviations, above 0; nil for the place 0 alone.
  init(spacing: Double?) {
    guard let spacing else {
      (places, weights) = ([0], [1])
      return
    }
    let steps = Int((Self.farthest / spacing).rounded(.up))
    places = (-steps...steps).map { Double($0) * spacing }
    let densities = places.map { exp(-$0 * $0 / 2) }
    let total = densities.reduce(0, +)
    weights = densities.map { $0 / total }
  }

  /// Nodes for a number of standard deviation `deviation` of which one individual's faces tell so much.
  /// - Parameters:
  ///   - information: The largest information of one individual about the number.
  ///   - scale: What else makes the function steep: the number's distance over which it changes.
  ///   - refinement: How many times as close as they need to be for a mean.
  init(
    deviation: Double, information: Double, scale: Double = .infinity, refinement: Double = 1
  ) {
    guard deviation > 1e-9 else {
      self.init(spacing: nil)
      return
    }
    let remaining = 1 / (1 + deviation * deviation * information).squareRoot()
    self.init(spacing: max(0.03, min(remaining, scale / deviation)) / refinement)
  }
}

/// A product of many probabilities, kept from becoming 0.
struct LikelihoodProduct {
  private(set) var factor = 1.0
  private(set) var logarithm = 0.0

  @inline(__always)
  mutating func multiply(_ probability: Double) {
    factor *= probability
    if factor < 1e-200 {
      logarithm += log(max(factor, 1e-300))
      factor = 1
    }
  }

  /// The logarithm of the product.
  var total: Double { logarithm + log(factor) }
}
