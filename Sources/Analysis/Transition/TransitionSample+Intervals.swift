import Faces
import Foundation
import Statistics
import Support

extension TransitionSample {
  /// The midpoint's profile-likelihood interval, each bound calibrated by simulation.
  ///
  /// The drop of twice the log-likelihood starts at its asymptotic value, which allows for weights
  /// and clusters. That is too small where a few faces make a step look sharper than it is.
  /// Data are therefore simulated, with faces of one subject correlated, from the best curve with
  /// its midpoint at a bound, and the bound moves outwards to where the drop is the level's
  /// quantile of the statistic simulated there, never inwards: one step of a test inversion
  /// (Carpenter 1999, Journal of the Royal Statistical Society B 61:159-172).
  /// - Parameter stream: The name of the simulations' random stream.
  package func profileInterval(
    of fit: TransitionFit, stream: String, workers: Int? = nil
  ) throws -> OpenInterval {
    try calibratedInterval(of: fit, stream: stream, workers: workers).interval
  }

  /// `profileInterval` with the range of each bound that the number of simulations leaves; no range where
  /// a bound was not simulated.
  func calibratedInterval(
    of fit: TransitionFit, stream: String, workers: Int? = nil
  ) throws -> (interval: OpenInterval, lower: BoundRange?, upper: BoundRange?) {
    let asymptotic = try asymptoticDrop(fit)
    let (trials, successes) = (trials, successes)
    func bounds(_ lower: Double, _ upper: Double) -> (lower: Double?, upper: Double?) {
      fitter.profileBounds(
        trials: trials, successes: successes, best: fit,
        drop: (max(asymptotic, lower), max(asymptotic, upper)))
    }
    let count = settings.boundSimulations
    func interval(_ bounds: (lower: Double?, upper: Double?)) -> OpenInterval {
      OpenInterval(
        lower: bounds.lower, upper: bounds.upper, level: settings.level,
        method: "profile likelihood, "
          + (count == nil ? "cluster-robust" : "calibrated by simulation"))
    }
    let first = bounds(0, 0)
    func simulated(_ bound: Double?, _ name: String) throws -> SimulatedDrop? {
      guard let bound, let count else { return nil }
      return try simulatedDrop(at: bound, count, "\(stream)/\(name)", workers)
    }
    let (lower, upper) = (try simulated(first.lower, "lower"), try simulated(first.upper, "upper"))
    guard lower != nil || upper != nil else { return (interval(first), nil, nil) }
    let best = bounds(lower?.drop ?? 0, upper?.drop ?? 0)
    let inner = bounds(lower?.range.lowerBound ?? 0, upper?.range.lowerBound ?? 0)
    let outer = bounds(lower?.range.upperBound ?? 0, upper?.range.upperBound ?? 0)
    return (
      interval(best),
      lower.map { _ in BoundRange(inner: inner.lower, outer: outer.lower) },
      upper.map { _ in BoundRange(inner: inner.upper, outer: outer.upper) }
    )
  }

  /// How much twice the log-likelihood may drop in large samples: the design effect of the midpoint
  /// times the squared quantile of t with G−1 degrees of freedom.
  private func asymptoticDrop(_ fit: TransitionFit) throws -> Double {
    let t = try StudentTDistribution(degreesOfFreedom: Double(max(1, subjects - 1)))
      .quantile((1 + settings.level) / 2)
    return fitter.midpointError(of: fit.curve, in: outcomes).designEffect * t * t
  }

  /// The level's quantile of twice the log-likelihood by which the best curve exceeds the best with
  /// a given midpoint, in data simulated from the latter; nil where no curve has that midpoint.
  private func simulatedDrop(
    at midpoint: Double, _ count: Int, _ stream: String, _ workers: Int?
  ) throws -> SimulatedDrop? {
    let trials = trials
    guard let there = fitter.fit(trials: trials, successes: successes, midpoint: midpoint) else {
      return nil
    }
    let statistics = try simulations(
      count, of: simulated(from: there.curve), stream, workers
    ) { compared(trials: trials, successes: $0, midpoint: midpoint)?.statistic ?? 0 }
    let sorted = statistics.sorted()
    return SimulatedDrop(
      drop: quantile(sorted, settings.level),
      range: try quantileRange(sorted, settings.level, level: settings.level))
  }

  /// The curve of a resample in which subject s occurs `multiplicity[s]` times.
  /// - Parameter midpoint: The estimate, for which the resample's likelihood-ratio statistic is
  ///   made too.
  package func refitted(multiplicity: [Int], midpoint: Double) -> ResampledTransition? {
    let (trials, successes) = resampled(multiplicity)
    return compared(trials: trials, successes: successes, midpoint: midpoint)
  }

  /// The best curve of resampled or simulated counts, compared with the best with a given midpoint.
  private func compared(
    trials: [Double], successes: [Double], midpoint: Double
  ) -> ResampledTransition? {
    guard
      let best = fitter.fit(
        trials: trials, successes: successes, precision: TransitionFitter.quick),
      let there = fitter.fit(
        trials: trials, successes: successes, midpoint: midpoint,
        precision: TransitionFitter.quick)
    else { return nil }
    return ResampledTransition(
      curve: best.curve, statistic: max(0, 2 * (best.logLikelihood - there.logLikelihood)))
  }

  /// The curve of a resample alone.
  package func refitted(multiplicity: [Int]) -> TransitionCurve? {
    let (trials, successes) = resampled(multiplicity)
    return fitter.fit(trials: trials, successes: successes, precision: TransitionFitter.quick)?
      .curve
  }

  /// Weighted trials and successes of a resample; class weights are made again.
  func resampled(_ multiplicity: [Int]) -> (trials: [Double], successes: [Double]) {
    let classes = distribution.labels.count
    let width = bins.ages.count * classes
    var trials = [Double](repeating: 0, count: width)
    var successes = [Double](repeating: 0, count: width)
    var cells = [Double](repeating: 0, count: distribution.ages.count * classes)
    for faces in outcomes.clusters {
      let times = Double(multiplicity[predictions[faces.lowerBound].subject])
      guard times > 0 else { continue }
      for face in faces {
        let place = bins.binOfFace[face] * classes + outcomes.cells[face] % classes
        let votes = times * outcomes.votes[face]
        trials[place] += votes
        cells[outcomes.cells[face]] += votes
        if outcomes.isSuccess[face] { successes[place] += votes }
      }
    }
    let weights = TransitionSample.cellWeights(cells, classes: classes)
    let collapse = { (table: [Double]) in
      bins.ages.indices.map { bin in
        (0..<classes).reduce(0) { sum, column in
          let cell = bins.groupOfBin[bin] * classes + column
          return sum + weights[cell] * table[bin * classes + column]
        }
      }
    }
    return (collapse(trials), collapse(successes))
  }

  /// The profile-likelihood interval whose drop is the quantile of the likelihood-ratio statistic
  /// of the estimate in resamples of subjects, widened for few subjects as Student's t is, and never
  /// less than the asymptotic one: resamples repeat the steps that chance made in the data.
  ///
  /// Quantiles of the resampled midpoints themselves would be too wide: their distribution often
  /// has several peaks (Hall 1992, "The Bootstrap and Edgeworth Expansion", section 3.10, on
  /// bootstrapping what is nearly pivotal).
  /// - Returns: nil without resamples.
  package func bootstrapInterval(
    of fit: TransitionFit, resamples: [ResampledTransition]
  ) throws -> OpenInterval? {
    guard !resamples.isEmpty else { return nil }
    let t = try StudentTDistribution(degreesOfFreedom: Double(max(1, subjects - 1)))
      .quantile((1 + settings.level) / 2)
    let z = try NormalDistribution.quantile((1 + settings.level) / 2)
    let resampled = quantile(resamples.map(\.statistic).sorted(), settings.level) * t * t / (z * z)
    let drop = max(try asymptoticDrop(fit), resampled)
    let bounds = fitter.profileBounds(
      trials: trials, successes: successes, best: fit, drop: (drop, drop))
    return OpenInterval(
      lower: bounds.lower, upper: bounds.upper, level: settings.level,
      method: "profile likelihood, calibrated by the subject-cluster bootstrap")
  }
}

/// A quantile of simulated drops of the log-likelihood, and between which values that of endless
/// simulations lies.
private struct SimulatedDrop {
  let drop: Double
  let range: ClosedRange<Double>
}

/// What is kept of the fit to a resample of subjects or to simulated data.
package struct ResampledTransition: Sendable {
  package var curve: TransitionCurve
  /// Twice the log-likelihood by which the best curve exceeds the best curve with a given midpoint.
  var statistic: Double
}

/// Resamples of subjects that all models share.
package enum SubjectResamples {
  /// How often each subject occurs in a resample; the same seed and number give the same counts.
  package static func multiplicity(subjects: Int, seed: UInt64, replicate: Int) -> [Int] {
    var generator = SeededGenerator(seed: seed, stream: "transition/bootstrap/\(replicate)")
    var counts = [Int](repeating: 0, count: subjects)
    for _ in 0..<subjects { counts[generator.integer(below: subjects)] += 1 }
    return counts
  }
}
