import Foundation
import Support

/// Fits curves that go from one level to another to proportions at given ages, by weighted
/// maximum likelihood.
///
/// The likelihood may have several peaks in midpoint and scale. A grid over both, on which the
/// asymptotes follow by least squares, finds where to start; Fisher scoring with damped steps
/// climbs from the best three places. Ages and ranges are fixed, so that thousands of resamples
/// share one grid.
public struct TransitionFitter: Sendable {
  public let shape: TransitionShape
  public let ages: [Double]
  /// Ages among which the midpoint is searched, in years.
  public let midpoints: ClosedRange<Double>
  /// Scales that are searched, in years.
  public let scales: ClosedRange<Double>

  /// The grid's points, and row-major (point × age) the share of the change that is done.
  let grid: [(midpoint: Double, scale: Double)]
  let shares: [Double]

  /// The default scales in years. At half a year 90 % of the change is done within three, which is
  /// less than the width of an age group; sharper curves follow chance steps between a few faces,
  /// and intervals around those held the truth too rarely (docs/results/validation.md). Above six
  /// years the asymptotes lie outside childhood.
  public static let defaultScales = 0.5...6.0

  /// How near to 0 or 1 an asymptote may come; at the ends the likelihood has no derivatives.
  static let margin = 1e-4

  /// - Throws: `SmilestoneError` where there are fewer than two ages, or a scale is not positive.
  public init(
    ages: [Double], shape: TransitionShape = .logistic, midpoints: ClosedRange<Double>,
    scales: ClosedRange<Double> = TransitionFitter.defaultScales
  ) throws {
    guard ages.count > 1, scales.lowerBound > 0 else {
      throw SmilestoneError.failed(
        "A transition cannot be fitted to \(ages.count) ages with scales from "
          + "\(scales.lowerBound) years.")
    }
    self.shape = shape
    self.ages = ages
    self.midpoints = midpoints
    self.scales = scales
    let scaleSteps = 6
    var grid: [(Double, Double)] = []
    for midpoint in TransitionFitter.agesFromEndToEnd(of: midpoints, step: 0.75) {
      for scaleStep in 0...scaleSteps {
        let power = Double(scaleStep) / Double(scaleSteps)
        grid.append(
          (midpoint, scales.lowerBound * pow(scales.upperBound / scales.lowerBound, power)))
      }
    }
    self.grid = grid
    shares = grid.flatMap { midpoint, scale in
      ages.map { shape.share(at: $0, midpoint: midpoint, scale: scale) }
    }
  }

  /// The curve of largest likelihood.
  /// - Parameters:
  ///   - trials: Weighted trials at each age.
  ///   - successes: Weighted successes at each age, at most the trials.
  ///   - precision: Climbing ends where a step moves no parameter by more.
  /// - Returns: nil without any trials.
  public func fit(
    trials: [Double], successes: [Double], precision: Double = TransitionFitter.exact
  ) -> TransitionFit? {
    let data = CurveData(trials: trials, successes: successes)
    return starts(data).map { climb(data, from: $0, precision: precision) }
      .max { $0.logLikelihood < $1.logLikelihood }
  }

  /// The curve of largest likelihood among those with a given midpoint.
  public func fit(
    trials: [Double], successes: [Double], midpoint: Double,
    precision: Double = TransitionFitter.exact
  ) -> TransitionFit? {
    let data = CurveData(trials: trials, successes: successes)
    return [0.15, 0.5, 0.85].compactMap { power -> TransitionFit? in
      let scale = scales.lowerBound * pow(scales.upperBound / scales.lowerBound, power)
      let shares = ages.map { shape.share(at: $0, midpoint: midpoint, scale: scale) }
      guard let levels = Levels(shares[...], data) else { return nil }
      let start = CurveVector(levels.infant, levels.adult, midpoint, log(scale))
      switch shape {
      case .logistic:
        return maximise(
          data, from: start, free: [.asymptotes, .scale], precision: precision)
      case .segmented:
        return searching(data, from: start, steps: CurveVector(0, 0, 0, 0.5))
      }
    }.max { $0.logLikelihood < $1.logLikelihood }
  }

  /// The curve of largest likelihood among those that have done 95 % of their change at an age:
  /// midpoint + ln 19 · scale is that age. Scales that need a midpoint outside the searched ages
  /// are left out.
  public func fit(
    trials: [Double], successes: [Double], completedAt age: Double
  ) -> TransitionFit? {
    let longest = min(
      scales.upperBound, (age - midpoints.lowerBound) / TransitionFitter.completion)
    let shortest = max(
      scales.lowerBound, (age - midpoints.upperBound) / TransitionFitter.completion)
    guard shortest <= longest else { return nil }
    let data = CurveData(trials: trials, successes: successes)
    return goldenSection(log(shortest)...log(longest)) { logScale in
      let midpoint = age - TransitionFitter.completion * exp(logScale)
      let shares = ages.map { shape.share(at: $0, midpoint: midpoint, scale: exp(logScale)) }
      return Levels(shares[...], data).map {
        maximise(
          data, from: CurveVector($0.infant, $0.adult, midpoint, logScale), free: .asymptotes,
          precision: TransitionFitter.quick)
      }
    }
  }

  /// The precision of the curve that is reported, and that of resamples and profiles, whose
  /// likelihood it leaves unchanged to about a millionth.
  public static let exact = 1e-9
  public static let quick = 1e-3

  /// A logistic change is done to 95 % this many scales after its midpoint: ln 19.
  public static let completion = log(19.0)

  /// The grid's three best places, none beside another.
  private func starts(_ data: CurveData) -> [CurveVector] {
    var candidates: [(gain: Double, start: CurveVector)] = []
    for (index, point) in grid.enumerated() {
      let row = shares[index * ages.count..<(index + 1) * ages.count]
      guard let levels = Levels(row, data) else { continue }
      candidates.append(
        (
          levels.gain,
          CurveVector(levels.infant, levels.adult, point.midpoint, log(point.scale))
        ))
    }
    candidates.sort { $0.gain > $1.gain }
    var chosen: [CurveVector] = []
    for candidate in candidates where chosen.count < 3 {
      let isNew = chosen.allSatisfy { abs($0[2] - candidate.start[2]) > 1.6 }
      if isNew { chosen.append(candidate.start) }
    }
    return chosen
  }

  private func climb(
    _ data: CurveData, from start: CurveVector, precision: Double
  ) -> TransitionFit {
    switch shape {
    case .logistic: maximise(data, from: start, free: .all, precision: precision)
    case .segmented: searching(data, from: start, steps: CurveVector(0, 0, 0.5, 0.5))
    }
  }
}

/// Weighted trials and successes at each age.
struct CurveData {
  let trials: [Double]
  let successes: [Double]
}

/// The least-squares asymptotes for given shares of the change.
struct Levels {
  let infant: Double
  let adult: Double
  /// By how much the change reduces the sum of squares.
  let gain: Double

  /// - Returns: nil where the shares do not vary over the data.
  init?(_ shares: ArraySlice<Double>, _ data: CurveData) {
    var (weight, mean, outcome, square, product) = (0.0, 0.0, 0.0, 0.0, 0.0)
    let offset = shares.startIndex
    for index in data.trials.indices {
      let share = shares[offset + index]
      let trials = data.trials[index]
      let successes = data.successes[index]
      weight += trials
      mean += trials * share
      outcome += successes
      square += trials * share * share
      product += successes * share
    }
    guard weight > 0 else { return nil }
    mean /= weight
    outcome /= weight
    let spread = square - weight * mean * mean
    guard spread > 1e-9 * weight else { return nil }
    let covariance = product - weight * mean * outcome
    let slope = covariance / spread
    let bounds = 0.01...0.99
    infant = min(max(outcome - slope * mean, bounds.lowerBound), bounds.upperBound)
    adult = min(max(outcome + slope * (1 - mean), bounds.lowerBound), bounds.upperBound)
    gain = covariance * covariance / spread
  }
}
