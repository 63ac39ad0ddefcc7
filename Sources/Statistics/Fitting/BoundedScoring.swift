import Foundation

/// Climbs to the largest weighted binomial likelihood of a curve of any number of parameters: Fisher
/// scoring with Levenberg's damping inside a box; a parameter at a bound that the gradient pushes outwards
/// waits there.
struct BoundedScoring {
  let lower: [Double]
  let upper: [Double]
  /// Writes the curve's value at each age and its derivatives (row-major, age × parameter).
  let evaluate:
    (_ parameters: [Double], _ values: inout [Double], _ derivatives: inout [Double]) ->
      Void
  /// What else than the box parameters have to keep to.
  var constrain: ([Double]) -> [Double] = { $0 }

  struct Peak {
    var parameters: [Double]
    var logLikelihood: Double
  }

  /// - Parameter precision: Climbing ends where a step gains less log-likelihood.
  func maximise(_ data: CurveData, from start: [Double], precision: Double) -> Peak {
    var here = slopes(data, at: clamped(start))
    var damping = 1e-3
    for _ in 0..<200 {
      let moving = here.parameters.indices.filter { index in
        !(here.parameters[index] <= lower[index] && here.gradient[index] < 0
          || here.parameters[index] >= upper[index] && here.gradient[index] > 0)
      }
      guard !moving.isEmpty else { break }
      let damped = moving.map { row in
        moving.map { column in
          here.information[row * lower.count + column] * (row == column ? 1 + damping : 1)
            + (row == column ? 1e-9 : 0)
        }
      }
      guard let step = CholeskyFactor(damped)?.solve(moving.map { here.gradient[$0] }) else {
        damping *= 10
        if damping > 1e8 { break }
        continue
      }
      var next = here.parameters
      for (place, index) in moving.enumerated() { next[index] += step[place] }
      let there = slopes(data, at: clamped(next))
      let gain = there.logLikelihood - here.logLikelihood
      if gain >= 0 {
        here = there
        damping = max(damping / 10, 1e-12)
        if gain < precision { break }
      } else {
        damping *= 10
        if damping > 1e8 { break }
      }
    }
    return Peak(parameters: here.parameters, logLikelihood: here.logLikelihood)
  }

  private func clamped(_ parameters: [Double]) -> [Double] {
    constrain(parameters.indices.map { min(max(parameters[$0], lower[$0]), upper[$0]) })
  }

  private struct Place {
    var parameters: [Double]
    var logLikelihood = 0.0
    var gradient: [Double]
    var information: [Double]
  }

  private func slopes(_ data: CurveData, at parameters: [Double]) -> Place {
    let (ages, count) = (data.trials.count, parameters.count)
    var values = [Double](repeating: 0, count: ages)
    var derivatives = [Double](repeating: 0, count: ages * count)
    evaluate(parameters, &values, &derivatives)
    var place = Place(
      parameters: parameters, gradient: Array(repeating: 0, count: count),
      information: Array(repeating: 0, count: count * count))
    for age in 0..<ages where data.trials[age] > 0 {
      let (value, trials, successes) = (values[age], data.trials[age], data.successes[age])
      place.logLikelihood += successes * log(value) + (trials - successes) * log(1 - value)
      let variance = value * (1 - value)
      let (residual, weight) = ((successes - trials * value) / variance, trials / variance)
      for row in 0..<count {
        let slope = derivatives[age * count + row]
        place.gradient[row] += residual * slope
        for column in 0...row {
          place.information[row * count + column] +=
            weight * slope * derivatives[age * count + column]
        }
      }
    }
    for row in 0..<count {
      for column in 0..<row {
        place.information[column * count + row] = place.information[row * count + column]
      }
    }
    return place
  }
}
