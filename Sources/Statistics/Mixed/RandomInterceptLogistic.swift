import Foundation

/// A logistic regression of 0/1 outcomes in which every cluster has a level of its own, normally distributed:
/// ln(p / (1 − p)) = x·β + u, u ~ N(0, σ²) (a generalised linear mixed model; Breslow & Clayton 1993, doi
/// 10.1080/01621459.1993.10594284).
///
/// The likelihood of a cluster is integrated numerically (`NormalNodes`), not approximated by Laplace's method, so that
/// clusters of one observation are no difficulty.
public struct RandomInterceptLogistic: Sendable, Equatable {
  /// Of the coefficients β, one per column of the design.
  public let fit: FittedCoefficients
  /// σ, 0 or more.
  public let standardDeviation: Double
  public let logLikelihood: Double

  /// The correlation of the latent numbers of two observations of a cluster: σ² / (σ² + π²/3).
  public var intraclassCorrelation: Double {
    let variance = standardDeviation * standardDeviation
    return variance / (variance + .pi * .pi / 3)
  }

  /// σ is searched up to here.
  static let largestDeviation = 10.0
  private static let largestCoefficient = 50.0

  /// - Parameters:
  ///   - clusters: Successive rows of the design each.
  /// - Returns: nil where there is no estimate: outcomes that are all the same or that terms separate, terms that depend
  ///   on each other, or no more clusters than terms.
  public init?(_ design: DesignMatrix, outcomes: [Bool], clusters: [Range<Int>]) {
    let columns = design.columnCount
    guard clusters.count > columns, outcomes.contains(true), outcomes.contains(false) else {
      return nil
    }
    let model = ClusteredOutcomes(design: design, outcomes: outcomes, clusters: clusters)
    let limits = Array(repeating: Self.largestCoefficient, count: columns)
    let scoring = BoundedScoring(
      lower: limits.map { -$0 } + [0], upper: limits + [Self.largestDeviation],
      slopes: model.slopes)
    let peak = scoring.maximise(
      from: Array(repeating: 0, count: columns) + [1], precision: 1e-11)
    let values = Array(peak.parameters.prefix(columns))
    guard values.allSatisfy({ abs($0) < Self.largestCoefficient - 1 }),
      let covariance = scoring.covariance(at: peak)
    else { return nil }
    fit = FittedCoefficients(
      values: values, covariance: covariance.prefix(columns).map { Array($0.prefix(columns)) })
    standardDeviation = peak.parameters[columns]
    logLikelihood = peak.logLikelihood
  }
}

private struct ClusteredOutcomes {
  let design: DesignMatrix
  let outcomes: [Bool]
  let clusters: [Range<Int>]

  /// The parameters are the coefficients, then σ. Slopes of a cluster are means over what its outcomes leave of the
  /// normal density (Fisher's identity); the information is the sum of their squares.
  func slopes(_ parameters: [Double]) -> BoundedScoring.Slopes {
    let columns = design.columnCount
    let deviation = parameters[columns]
    let largest = clusters.map(\.count).max() ?? 0
    let nodes = NormalNodes(deviation: max(deviation, 1e-6), information: Double(largest) / 4)
    let odds = nodes.places.map { exp(deviation * $0) }
    var slopes = BoundedScoring.Slopes(parameters: columns + 1)
    var score = [Double](repeating: 0, count: columns + 1)
    var probabilities = [Double](repeating: 0, count: largest * odds.count)
    var posterior = [Double](repeating: 0, count: odds.count)
    for rows in clusters {
      let own = rows.map { exp(design.product(row: $0, parameters)) }
      for node in odds.indices {
        var product = LikelihoodProduct()
        for (place, row) in rows.enumerated() {
          let both = min(own[place] * odds[node], 1e12)
          let probability = both / (1 + both)
          probabilities[place * odds.count + node] = probability
          product.multiply(outcomes[row] ? probability : 1 / (1 + both))
        }
        posterior[node] = product.total + log(nodes.weights[node])
      }
      slopes.logLikelihood += normalise(&posterior)
      for index in score.indices { score[index] = 0 }
      for (place, row) in rows.enumerated() {
        let outcome = outcomes[row] ? 1.0 : 0
        var (residual, alongDeviation) = (0.0, 0.0)
        for node in odds.indices {
          let part = posterior[node] * (outcome - probabilities[place * odds.count + node])
          residual += part
          alongDeviation += part * nodes.places[node]
        }
        for column in 0..<columns { score[column] += residual * design[row, column] }
        score[columns] += alongDeviation
      }
      slopes.add(score)
    }
    return slopes
  }
}

/// Turns logarithms into shares of their sum.
/// - Returns: The logarithm of the sum.
func normalise(_ logarithms: inout [Double]) -> Double {
  let largest = logarithms.max() ?? 0
  var total = 0.0
  for index in logarithms.indices {
    logarithms[index] = exp(logarithms[index] - largest)
    total += logarithms[index]
  }
  for index in logarithms.indices { logarithms[index] /= total }
  return largest + log(total)
}

extension BoundedScoring.Slopes {
  /// Adds what one cluster gives: its score to the gradient, the score's square to the information.
  mutating func add(_ score: [Double]) {
    for row in score.indices {
      gradient[row] += score[row]
      for column in score.indices {
        information[row * score.count + column] += score[row] * score[column]
      }
    }
  }
}
