import Foundation

/// Climbs to the largest log-likelihood of any number of parameters: scoring steps with Levenberg's damping inside a
/// box; a parameter at a bound that the gradient pushes outwards waits there.
struct BoundedScoring {
  let lower: [Double]
  let upper: [Double]
  /// The log-likelihood at parameters inside the box, and its slopes.
  let slopes: (_ parameters: [Double]) -> Slopes
  /// What else than the box parameters have to keep to.
  var constrain: ([Double]) -> [Double] = { $0 }
  /// Whether `Slopes.information` only stands for the curvature, which is then learnt from the gradients near the peak.
  var learnsCurvature = false

  struct Slopes {
    var logLikelihood = 0.0
    var gradient: [Double]
    /// Fisher's information or what stands for it, row-major, positive semidefinite.
    var information: [Double]

    init(parameters: Int) {
      gradient = Array(repeating: 0, count: parameters)
      information = Array(repeating: 0, count: parameters * parameters)
    }
  }

  struct Peak {
    var parameters: [Double]
    var logLikelihood: Double
  }

  /// The same with one parameter known.
  func fixing(_ index: Int, at value: Double) -> BoundedScoring {
    var (least, largest) = (lower, upper)
    least[index] = value
    largest[index] = value
    return BoundedScoring(
      lower: least, upper: largest, slopes: slopes, constrain: constrain,
      learnsCurvature: learnsCurvature)
  }

  /// - Parameter precision: Climbing ends where a step gains less log-likelihood.
  func maximise(from start: [Double], precision: Double) -> Peak {
    var parameters = clamped(start)
    var here = slopes(parameters)
    var curvature = here.information
    var damping = 1e-3
    for _ in 0..<200 {
      let moving = parameters.indices.filter { index in
        !(parameters[index] <= lower[index] && here.gradient[index] < 0
          || parameters[index] >= upper[index] && here.gradient[index] > 0)
      }
      guard !moving.isEmpty else { break }
      let damped = moving.map { row in
        moving.map { column in
          curvature[row * lower.count + column] * (row == column ? 1 + damping : 1)
            + (row == column ? 1e-9 : 0)
        }
      }
      guard let step = CholeskyFactor(damped)?.solve(moving.map { here.gradient[$0] }) else {
        damping *= 10
        if damping > 1e8 { break }
        continue
      }
      var next = parameters
      for (place, index) in moving.enumerated() { next[index] += step[place] }
      next = clamped(next)
      let there = slopes(next)
      let gain = there.logLikelihood - here.logLikelihood
      if gain >= 0 {
        curvature =
          learnsCurvature && gain < 1
          ? Self.learnt(
            curvature, step: zip(next, parameters).map { $0 - $1 },
            change: zip(here.gradient, there.gradient).map { $0 - $1 }) : there.information
        parameters = next
        here = there
        damping = max(damping / 10, 1e-12)
        if gain < precision { break }
      } else {
        damping *= 10
        if damping > 1e8 { break }
      }
    }
    return Peak(parameters: parameters, logLikelihood: here.logLikelihood)
  }

  /// The curvature after a step that changed the gradient, positive definite where it was (Broyden, Fletcher, Goldfarb and
  /// Shanno's update: Nocedal & Wright 2006, Numerical Optimization, equation 6.19).
  private static func learnt(
    _ curvature: [Double], step: [Double], change: [Double]
  ) -> [Double] {
    let count = step.count
    let along = zip(step, change).reduce(0) { $0 + $1.0 * $1.1 }
    let product = (0..<count).map { row in
      (0..<count).reduce(0) { $0 + curvature[row * count + $1] * step[$1] }
    }
    let expected = zip(step, product).reduce(0) { $0 + $1.0 * $1.1 }
    guard along > 1e-3 * expected, expected > 0 else { return curvature }
    return (0..<count * count).map { place in
      let (row, column) = (place / count, place % count)
      return curvature[place] + change[row] * change[column] / along
        - product[row] * product[column] / expected
    }
  }

  private func clamped(_ parameters: [Double]) -> [Double] {
    constrain(parameters.indices.map { min(max(parameters[$0], lower[$0]), upper[$0]) })
  }
}
