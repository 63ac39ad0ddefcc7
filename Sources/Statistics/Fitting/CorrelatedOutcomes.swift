import Support

/// 0/1 outcomes with given probabilities that are equally correlated within each cluster.
///
/// Each face takes its cluster's common uniform number with probability √correlation and one of
/// its own otherwise, and succeeds where that is below its probability: the margins are exact,
/// and faces of equal probability have exactly the correlation (Lunn & Davies 1998,
/// doi 10.1093/biomet/85.2.487).
public struct CorrelatedOutcomes: Sendable {
  public var probabilities: [Double]
  public var clusters: [Range<Int>]
  /// In 0 ... 1.
  public var correlation: Double

  public init(probabilities: [Double], clusters: [Range<Int>], correlation: Double) {
    self.probabilities = probabilities
    self.clusters = clusters
    self.correlation = correlation
  }

  /// Draws the outcomes and calls `body` with each face that succeeds.
  public func draw(_ generator: inout SeededGenerator, onSuccess body: (Int) -> Void) {
    let sharing = correlation.squareRoot()
    for faces in clusters {
      let common = generator.uniform()
      for face in faces {
        let isShared = sharing > 0 && generator.uniform() < sharing
        if (isShared ? common : generator.uniform()) < probabilities[face] { body(face) }
      }
    }
  }

  /// The correlation of two faces of one cluster, by the method of moments: the sum of products of
  /// residuals over that of their standard deviations; at least 0, and 0 without any pair.
  public static func correlation(
    isSuccess: [Bool], probabilities: [Double], clusters: [Range<Int>]
  ) -> Double {
    var products = 0.0
    var scale = 0.0
    for faces in clusters where faces.count > 1 {
      var (residuals, residualSquares, deviations, variances) = (0.0, 0.0, 0.0, 0.0)
      for face in faces {
        let residual = (isSuccess[face] ? 1 : 0) - probabilities[face]
        let variance = probabilities[face] * (1 - probabilities[face])
        residuals += residual
        residualSquares += residual * residual
        deviations += variance.squareRoot()
        variances += variance
      }
      products += residuals * residuals - residualSquares
      scale += deviations * deviations - variances
    }
    return scale > 0 ? min(1, max(0, products / scale)) : 0
  }
}
