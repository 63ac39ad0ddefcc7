import Foundation

extension BoundedScoring {
  /// Fisher scoring of a curve's weighted binomial likelihood.
  /// - Parameters:
  ///   - lower: The least values of the parameters.
  ///   - upper: Their largest ones.
  ///   - data: Trials and successes at each age.
  ///   - evaluate: Writes the curve's value at each age and its derivatives (row-major, age × parameter).
  init(
    lower: [Double], upper: [Double], data: CurveData,
    evaluate:
      @escaping (_ parameters: [Double], _ values: inout [Double], _ derivatives: inout [Double]) ->
      Void,
    constrain: @escaping ([Double]) -> [Double] = { $0 }
  ) {
    self.init(
      lower: lower, upper: upper,
      slopes: { BoundedScoring.binomialSlopes(data, at: $0, evaluate) }, constrain: constrain)
  }

  private static func binomialSlopes(
    _ data: CurveData, at parameters: [Double],
    _ evaluate: ([Double], inout [Double], inout [Double]) -> Void
  ) -> Slopes {
    let (ages, count) = (data.trials.count, parameters.count)
    var values = [Double](repeating: 0, count: ages)
    var derivatives = [Double](repeating: 0, count: ages * count)
    evaluate(parameters, &values, &derivatives)
    var slopes = Slopes(parameters: count)
    for age in 0..<ages where data.trials[age] > 0 {
      let (value, trials, successes) = (values[age], data.trials[age], data.successes[age])
      slopes.logLikelihood += successes * log(value) + (trials - successes) * log(1 - value)
      let variance = value * (1 - value)
      let (residual, weight) = ((successes - trials * value) / variance, trials / variance)
      for row in 0..<count {
        let slope = derivatives[age * count + row]
        slopes.gradient[row] += residual * slope
        for column in 0...row {
          slopes.information[row * count + column] +=
            weight * slope * derivatives[age * count + column]
        }
      }
    }
    for row in 0..<count {
      for column in 0..<row {
        slopes.information[column * count + row] = slopes.information[row * count + column]
      }
    }
    return slopes
  }
}
