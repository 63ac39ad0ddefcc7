import Foundation

/// Estimates drawn towards their common mean, the more the less sure they are and the less they differ.
///
/// Estimates y_k with errors e_k are normal around values that are normal around μ with the standard
/// deviation ω. μ has a flat prior, ω a half-normal one (Gelman 2006, doi 10.1214/06-BA117A), so that a few
/// estimates which happen to agree do not make ω nothing; what follows for the values is averaged over ω.
package struct PartialPooling {
  package struct Value {
    package var mean: Double
    package var standardDeviation: Double
  }

  /// Of each estimate in turn.
  package let values: [Value]
  /// Of μ.
  package let mean: Value
  /// The mean of ω.
  package let spread: Double

  /// ω in steps of a hundredth of the prior's standard deviation, up to four of them.
  private static let steps = 400

  /// - Parameters:
  ///   - errors: standard errors, above 0, one for each estimate.
  ///   - priorScale: the standard deviation of ω's prior before it is halved.
  package init(_ estimates: [Double], errors: [Double], priorScale: Double) {
    let grid = (0...Self.steps).map { 4 * priorScale * Double($0) / Double(Self.steps) }
    let given = grid.map { Self.given($0, estimates, errors) }
    let logarithms = zip(grid, given).map { spread, given in
      given.logLikelihood - spread * spread / (2 * priorScale * priorScale)
    }
    let largest = logarithms.max() ?? 0
    let densities = logarithms.map { exp($0 - largest) }
    let total = densities.reduce(0, +)
    let weights = densities.map { $0 / total }
    func mixture(_ value: (Given) -> Value) -> Value {
      let parts = given.map(value)
      let mean = zip(weights, parts).reduce(0) { $0 + $1.0 * $1.1.mean }
      let variance = zip(weights, parts).reduce(0) {
        $0 + $1.0
          * ($1.1.standardDeviation * $1.1.standardDeviation + ($1.1.mean - mean)
            * ($1.1.mean - mean))
      }
      return Value(mean: mean, standardDeviation: variance.squareRoot())
    }
    values = estimates.indices.map { place in mixture { $0.values[place] } }
    mean = mixture(\.mean)
    spread = zip(weights, grid).reduce(0) { $0 + $1.0 * $1.1 }
  }

  /// What follows for one ω.
  private struct Given {
    var logLikelihood: Double
    var mean: Value
    var values: [Value]
  }

  private static func given(_ spread: Double, _ estimates: [Double], _ errors: [Double]) -> Given {
    let variances = errors.map { $0 * $0 + spread * spread }
    let precision = variances.reduce(0) { $0 + 1 / $1 }
    let mean = zip(estimates, variances).reduce(0) { $0 + $1.0 / $1.1 } / precision
    let logLikelihood = zip(estimates, variances).reduce(-log(precision) / 2) {
      $0 - log($1.1) / 2 - ($1.0 - mean) * ($1.0 - mean) / (2 * $1.1)
    }
    let values = zip(estimates, zip(errors, variances)).map { estimate, scales in
      let own = spread * spread / scales.1
      let variance = own * scales.0 * scales.0 + (1 - own) * (1 - own) / precision
      return Value(
        mean: own * estimate + (1 - own) * mean, standardDeviation: variance.squareRoot())
    }
    return Given(
      logLikelihood: logLikelihood,
      mean: Value(mean: mean, standardDeviation: (1 / precision).squareRoot()), values: values)
  }
}
