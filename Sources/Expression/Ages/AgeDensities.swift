import Foundation

/// Where the ages of faces may lie, as densities on a grid that is finer for children.
///
/// The grid is even on the scale √(age + ½), on which estimators are about equally unsure at all ages.
struct AgeDensities {
  /// The grid's ages, in years.
  static let ages: [Double] = (0..<412).map { place in
    let root = firstRoot + Double(place) * step
    return root * root - 0.5
  }
  private static let firstRoot = 0.5.squareRoot()
  private static let step = 0.025
  /// Likely ages are quantiles that a small number of faces of known age gave: their density is smoothed
  /// by a normal curve of this standard deviation on the scale of roots, half a year at six.
  private static let bandwidth = 0.1
  /// What each place has at least, so that one face cannot rule an age out.
  private static let least = 1e-7

  /// The densities of faces on the grid, each with the sum 1.
  let ofFaces: [[Double]]
  /// Their mean: how ages are distributed among the faces.
  let ofAll: [Double]

  /// - Parameter likelyAges: equally likely ages of each face, in years; at least one.
  init(_ likelyAges: [[Double]]) {
    let kernels = Self.kernels
    ofFaces = likelyAges.map { ages in
      var counts = [Double](repeating: 0, count: Self.ages.count)
      for age in ages { counts[Self.place(ofAge: age)] += 1 }
      var density = [Double](repeating: Self.least, count: counts.count)
      for (place, count) in counts.enumerated() where count > 0 {
        for (offset, share) in kernels[place].shares.enumerated() {
          density[kernels[place].first + offset] += count / Double(ages.count) * share
        }
      }
      return Self.normalised(density)
    }
    var sum = [Double](repeating: 0, count: Self.ages.count)
    for density in ofFaces { for place in sum.indices { sum[place] += density[place] } }
    ofAll = Self.normalised(sum)
  }

  static func normalised(_ density: [Double]) -> [Double] {
    let total = density.reduce(0, +)
    return density.map { $0 / total }
  }

  private static func place(ofAge age: Double) -> Int {
    let place = ((max(age, 0) + 0.5).squareRoot() - firstRoot) / step
    return min(Int(place.rounded()), ages.count - 1)
  }

  /// For each place, the shares that smoothing gives to the places around it.
  private static var kernels: [(first: Int, shares: [Double])] {
    let reach = Int((4 * bandwidth / step).rounded())
    return ages.indices.map { place in
      let around = max(place - reach, 0)...min(place + reach, ages.count - 1)
      let shares = around.map { other in
        let distance = Double(other - place) * step / bandwidth
        return exp(-distance * distance / 2)
      }
      return (around.lowerBound, normalised(shares))
    }
  }
}
