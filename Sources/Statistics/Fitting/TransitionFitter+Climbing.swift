import Foundation

extension TransitionFitter {
  /// Fisher scoring with Levenberg's damping inside the box of allowed parameters; a parameter
  /// at a bound that the gradient pushes outwards waits there.
  func maximise(
    _ data: CurveData, from start: CurveVector, free: FreeParameters,
    precision: Double = TransitionFitter.exact
  ) -> TransitionFit {
    var parameters = clamped(start)
    var here = slopes(data, at: parameters)
    var damping = 1e-3
    for _ in 0..<100 {
      var moving = free
      for index in 0..<4 where free.contains(index) {
        let isHeld =
          parameters[index] <= lowerBounds[index] && here.gradient[index] < 0
          || parameters[index] >= upperBounds[index] && here.gradient[index] > 0
        if isHeld { moving.remove(at: index) }
      }
      var damped = here.information
      for index in 0..<4 { damped[index][index] *= 1 + damping }
      guard let step = damped.solving(here.gradient, free: moving) else {
        damping *= 10
        if damping > 1e8 { break }
        continue
      }
      let next = clamped(parameters + step)
      let there = slopes(data, at: next)
      if there.logLikelihood >= here.logLikelihood {
        let moved = abs(next - parameters)
        parameters = next
        here = there
        damping = max(damping / 10, 1e-12)
        if moved.max() < precision { break }
      } else {
        damping *= 10
        if damping > 1e8 { break }
      }
    }
    return TransitionFit(curve: curve(parameters), logLikelihood: here.logLikelihood)
  }

  /// Compass search over midpoint and scale for curves with kinks; asymptotes are climbed.
  /// - Parameter steps: First steps of each parameter; 0 holds it.
  func searching(
    _ data: CurveData, from start: CurveVector, steps: CurveVector
  ) -> TransitionFit {
    var best = maximise(data, from: start, free: .asymptotes)
    var steps = steps
    while steps.max() > 1e-4 {
      var improved = false
      for index in 2..<4 where steps[index] > 0 {
        for direction in [-1.0, 1] {
          var next = vector(best.curve)
          next[index] += direction * steps[index]
          let candidate = maximise(
            data, from: next, free: .asymptotes, precision: TransitionFitter.quick)
          if candidate.logLikelihood > best.logLikelihood {
            best = candidate
            improved = true
          }
        }
      }
      if !improved { steps *= 0.5 }
    }
    return best
  }

  /// The best of a function with one number, coarsely over the range and then by golden section.
  func goldenSection(
    _ range: ClosedRange<Double>, _ fit: (Double) -> TransitionFit?
  ) -> TransitionFit? {
    let count = 8
    let width = (range.upperBound - range.lowerBound) / Double(count)
    let coarse = (0...count).map { fit(range.lowerBound + width * Double($0)) }
    let likelihoods = coarse.map { $0?.logLikelihood ?? -.infinity }
    guard let top = likelihoods.max(), let place = likelihoods.firstIndex(of: top) else {
      return nil
    }
    var lower = range.lowerBound + width * Double(max(0, place - 1))
    var upper = range.lowerBound + width * Double(min(count, place + 1))
    var best = coarse[place]
    let golden = (5.0.squareRoot() - 1) / 2
    for _ in 0..<24 where upper - lower > 1e-4 {
      let left = upper - golden * (upper - lower)
      let right = lower + golden * (upper - lower)
      guard let leftFit = fit(left), let rightFit = fit(right) else { break }
      let isLeft = leftFit.logLikelihood > rightFit.logLikelihood
      if isLeft { upper = right } else { lower = left }
      let better = isLeft ? leftFit : rightFit
      if better.logLikelihood > best?.logLikelihood ?? -.infinity { best = better }
    }
    return best
  }

  /// The log-likelihood with its gradient and expected information at given parameters.
  func slopes(_ data: CurveData, at parameters: CurveVector) -> Slopes {
    var result = Slopes()
    let scale = exp(parameters[3])
    let change = parameters[1] - parameters[0]
    for index in ages.indices where data.trials[index] > 0 {
      let distance = (ages[index] - parameters[2]) / scale
      let share = shape.share(at: ages[index], midpoint: parameters[2], scale: scale)
      let accuracy = parameters[0] + change * share
      let trials = data.trials[index]
      let successes = data.successes[index]
      result.logLikelihood +=
        successes * log(accuracy) + (trials - successes) * log(1 - accuracy)
      let variance = accuracy * (1 - accuracy)
      let direction = derivative(share: share, distance: distance, change: change, scale: scale)
      result.gradient += (successes - trials * accuracy) / variance * direction
      result.information.addOuterProduct(direction, weight: trials / variance)
    }
    return result
  }

  /// How the accuracy changes with each parameter.
  @inline(__always)
  func derivative(
    share: Double, distance: Double, change: Double, scale: Double
  ) -> CurveVector {
    let steepness =
      switch shape {
      case .logistic: share * (1 - share)
      case .segmented: share > 0 && share < 1 ? 0.25 : 0
      }
    return CurveVector(
      1 - share, share, -change * steepness / scale, -change * steepness * distance)
  }

  var lowerBounds: CurveVector {
    CurveVector(
      TransitionFitter.margin, TransitionFitter.margin, midpoints.lowerBound,
      log(scales.lowerBound))
  }

  var upperBounds: CurveVector {
    CurveVector(
      1 - TransitionFitter.margin, 1 - TransitionFitter.margin, midpoints.upperBound,
      log(scales.upperBound))
  }

  private func clamped(_ parameters: CurveVector) -> CurveVector {
    parameters.clamped(lowerBound: lowerBounds, upperBound: upperBounds)
  }

  func vector(_ curve: TransitionCurve) -> CurveVector {
    CurveVector(curve.infantAsymptote, curve.adultAsymptote, curve.midpoint, log(curve.scale))
  }

  private func curve(_ parameters: CurveVector) -> TransitionCurve {
    TransitionCurve(
      shape: shape, infantAsymptote: parameters[0], adultAsymptote: parameters[1],
      midpoint: parameters[2], scale: exp(parameters[3]))
  }
}

/// A log-likelihood with its gradient and information.
struct Slopes {
  var logLikelihood = 0.0
  var gradient = CurveVector.zero
  var information = CurveMatrix()
}

private func abs(_ vector: CurveVector) -> CurveVector {
  vector.replacing(with: -vector, where: vector .< 0)
}
