import Foundation

/// Accuracy that changes all along, without a level before or after: logit P(a) = α + β · ln(a + 1).
public struct SteadyCurve: Codable, Sendable, Equatable, AccuracyCurve {
  public var intercept: Double
  public var slope: Double

  public init(intercept: Double, slope: Double) {
    self.intercept = intercept
    self.slope = slope
  }

  public func accuracy(at age: Double) -> Double {
    margined(logistic(intercept + slope * log(age + 1)))
  }

  /// The curve of largest weighted binomial likelihood with its log-likelihood.
  /// - Parameters:
  ///   - trials: Weighted trials at each age.
  ///   - successes: Weighted successes at each age, at most the trials.
  public static func fit(
    ages: [Double], trials: [Double], successes: [Double]
  ) -> (curve: SteadyCurve, logLikelihood: Double) {
    let places = ages.map { log($0 + 1) }
    let scoring = BoundedScoring(
      lower: [-15, -15], upper: [15, 15],
      data: CurveData(trials: trials, successes: successes),
      evaluate: { parameters, values, derivatives in
        for (index, place) in places.enumerated() {
          let value = margined(logistic(parameters[0] + parameters[1] * place))
          let variance = value * (1 - value)
          values[index] = value
          derivatives[2 * index] = variance
          derivatives[2 * index + 1] = variance * place
        }
      })
    let peak = scoring.maximise(from: [0, 0], precision: 1e-10)
    return (
      SteadyCurve(intercept: peak.parameters[0], slope: peak.parameters[1]), peak.logLikelihood
    )
  }
}

/// A probability that is kept from 0 and 1, where the likelihood has no derivatives.
func margined(_ probability: Double) -> Double {
  min(max(probability, TransitionFitter.margin), 1 - TransitionFitter.margin)
}
