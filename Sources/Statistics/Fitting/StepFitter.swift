import Foundation

/// Fits curves of two steps by weighted maximum likelihood: a grid of both midpoints and the scale, on which
/// levels follow by least squares, finds where to start; Fisher scoring climbs from the best three places.
public struct StepFitter: Sendable {
  public let ages: [Double]
  /// Ages among which both midpoints are searched, in years.
  public let midpoints: ClosedRange<Double>
  /// Scales that are searched, in years.
  public let scales: ClosedRange<Double>

  /// How far apart the midpoints are at least, in years: steps of different direction that lie nearer would
  /// make a spike.
  public static let smallestDistance = 1.0

  /// The precision of resamples and simulated data.
  public static let quick = 1e-4

  private let gridMidpoints: [Double]
  private let gridScales: [Double]
  /// The share of a step that is done: scale × midpoint × age.
  private let shares: [Double]

  /// The fitter of the same ages and ranges as that of one step.
  /// - Returns: nil where the midpoints cannot lie far enough apart.
  public init?(_ single: TransitionFitter) {
    self.init(ages: single.ages, midpoints: single.midpoints, scales: single.scales)
  }

  public init?(
    ages: [Double], midpoints: ClosedRange<Double>,
    scales: ClosedRange<Double> = TransitionFitter.defaultScales
  ) {
    guard midpoints.upperBound - midpoints.lowerBound > 2 * StepFitter.smallestDistance else {
      return nil
    }
    self.ages = ages
    self.midpoints = midpoints
    self.scales = scales
    gridMidpoints = TransitionFitter.agesFromEndToEnd(of: midpoints, step: 1)
    let steps = 4
    gridScales = (0..<steps).map {
      scales.lowerBound
        * pow(scales.upperBound / scales.lowerBound, Double($0) / Double(steps - 1))
    }
    let middle = gridMidpoints
    shares = gridScales.flatMap { scale in
      middle.flatMap { midpoint in
        ages.map { TransitionShape.logistic.share(at: $0, midpoint: midpoint, scale: scale) }
      }
    }
  }

  /// The curve of largest likelihood with its log-likelihood.
  /// - Parameters:
  ///   - trials: Weighted trials at each age.
  ///   - successes: Weighted successes at each age, at most the trials.
  ///   - precision: Climbing ends where a step gains less log-likelihood.
  /// - Returns: nil without any trials.
  public func fit(
    trials: [Double], successes: [Double], precision: Double = 1e-9
  ) -> (curve: StepCurve, logLikelihood: Double)? {
    let data = CurveData(trials: trials, successes: successes)
    return starts(data).map { climb(data, from: $0, precision: precision) }
      .max { $0.logLikelihood < $1.logLikelihood }
  }

  private func climb(
    _ data: CurveData, from start: [Double], precision: Double
  ) -> (curve: StepCurve, logLikelihood: Double) {
    let (margin, ages, range) = (TransitionFitter.margin, ages, midpoints)
    let scoring = BoundedScoring(
      lower: [margin, margin, margin, range.lowerBound, range.lowerBound, log(scales.lowerBound)],
      upper: [
        1 - margin, 1 - margin, 1 - margin, range.upperBound, range.upperBound,
        log(scales.upperBound),
      ], data: data,
      evaluate: { parameters, values, derivatives in
        let scale = exp(parameters[5])
        let (rise, fall) = (parameters[1] - parameters[0], parameters[2] - parameters[1])
        for (place, age) in ages.enumerated() {
          let distances = ((age - parameters[3]) / scale, (age - parameters[4]) / scale)
          let (first, second) = (1 / (1 + exp(-distances.0)), 1 / (1 + exp(-distances.1)))
          let (firstStep, secondStep) = (
            rise * first * (1 - first), fall * second * (1 - second)
          )
          values[place] = parameters[0] + rise * first + fall * second
          derivatives[6 * place] = 1 - first
          derivatives[6 * place + 1] = first - second
          derivatives[6 * place + 2] = second
          derivatives[6 * place + 3] = -firstStep / scale
          derivatives[6 * place + 4] = -secondStep / scale
          derivatives[6 * place + 5] = -firstStep * distances.0 - secondStep * distances.1
        }
      },
      constrain: { parameters in
        var parameters = parameters
        let distance = StepFitter.smallestDistance
        parameters[3] = min(parameters[3], range.upperBound - distance)
        parameters[4] = max(parameters[4], parameters[3] + distance)
        return parameters
      })
    let peak = scoring.maximise(from: start, precision: precision)
    return (
      StepCurve(
        levels: Array(peak.parameters[0..<3]), midpoints: Array(peak.parameters[3..<5]),
        scale: exp(peak.parameters[5])), peak.logLikelihood
    )
  }

  /// The grid's three best places, none beside another.
  private func starts(_ data: CurveData) -> [[Double]] {
    let count = gridMidpoints.count
    var candidates: [(loss: Double, start: [Double])] = []
    for (scalePlace, scale) in gridScales.enumerated() {
      let rows = (0..<count).map { midpoint in
        let start = (scalePlace * count + midpoint) * ages.count
        return shares[start..<start + ages.count]
      }
      let moments = StepMoments(rows, data)
      for first in 0..<count {
        for second in first + 1..<count
        where gridMidpoints[second] - gridMidpoints[first] >= StepFitter.smallestDistance {
          guard let levels = moments.levels(first, second) else { continue }
          candidates.append(
            (
              levels.loss,
              levels.values + [gridMidpoints[first], gridMidpoints[second], log(scale)]
            ))
        }
      }
    }
    candidates.sort { $0.loss < $1.loss }
    var chosen: [[Double]] = []
    for candidate in candidates where chosen.count < 3 {
      let isNew = chosen.allSatisfy {
        max(abs($0[3] - candidate.start[3]), abs($0[4] - candidate.start[4])) > 2.1
      }
      if isNew { chosen.append(candidate.start) }
    }
    return chosen
  }
}

/// Sums over ages from which least-squares levels follow for any pair of midpoints.
private struct StepMoments {
  private let count: Int
  private var products: [Double]
  private var sums: [Double]
  private var outcomes: [Double]
  private var trials = 0.0
  private var successes = 0.0

  init(_ rows: [ArraySlice<Double>], _ data: CurveData) {
    count = rows.count
    products = Array(repeating: 0, count: count * count)
    sums = Array(repeating: 0, count: count)
    outcomes = Array(repeating: 0, count: count)
    trials = data.trials.reduce(0, +)
    successes = data.successes.reduce(0, +)
    for (first, row) in rows.enumerated() {
      let weighted = zip(row, data.trials).map { $0 * $1 }
      sums[first] = weighted.reduce(0, +)
      outcomes[first] = zip(row, data.successes).reduce(0) { $0 + $1.0 * $1.1 }
      for second in first..<count {
        products[first * count + second] = zip(weighted, rows[second]).reduce(0) {
          $0 + $1.0 * $1.1
        }
      }
    }
  }

  /// Least-squares levels for two midpoints, cut to what proportions can be, and their loss.
  func levels(_ first: Int, _ second: Int) -> (values: [Double], loss: Double)? {
    // Columns 1 − S₁, S₁ − S₂ and S₂ from the sums of 1, S₁ and S₂.
    let (s11, s12, s22) = (
      products[first * count + first], products[first * count + second],
      products[second * count + second]
    )
    let (s1, s2) = (sums[first], sums[second])
    let gram = [
      [trials - 2 * s1 + s11, s1 - s2 - s11 + s12, s2 - s12],
      [s1 - s2 - s11 + s12, s11 - 2 * s12 + s22, s12 - s22],
      [s2 - s12, s12 - s22, s22],
    ]
    let right = [
      successes - outcomes[first], outcomes[first] - outcomes[second], outcomes[second],
    ]
    guard let solution = CholeskyFactor(gram)?.solve(right) else { return nil }
    let values = solution.map { min(max($0, 0.01), 0.99) }
    return (
      values, quadraticForm(gram, values) - 2 * zip(values, right).reduce(0) { $0 + $1.0 * $1.1 }
    )
  }
}
