import Foundation

/// Fits the ages at which individuals change, by maximum likelihood.
public struct IndividualChangeFitter: Sendable {
  /// Mean ages of change that are searched, in years.
  public let midpoints: ClosedRange<Double>
  /// Scales of an individual's change that are searched, in years: down to half of what a curve through all
  /// individuals may have, as theirs is flatter than each of them.
  public static let scales = 0.25...6.0
  /// Standard deviations between individuals that are searched: of ages in years, of levels on the logit scale.
  public static let largestMidpointDeviation = 8.0
  public static let largestLevelDeviation = 5.0

  typealias Place = IndividualChange.Place

  public init(midpoints: ClosedRange<Double>) { self.midpoints = midpoints }

  /// - Parameter start: The curve through all individuals.
  /// - Returns: nil where the likelihood has no clear peak.
  public func fit(_ faces: IndividualFaces, from start: TransitionCurve, level: Double = 0.95)
    throws
    -> IndividualChangeFit?
  {
    let likelihood = IndividualLikelihood(faces: faces)
    let scoring = scoring(likelihood, classes: faces.classCount)
    let first = scoring.maximise(
      from: IndividualChange(
        curve: start, midpointDeviation: 1.5, levelDeviation: 0.5,
        classShifts: Array(repeating: 0, count: faces.classCount)
      ).parameters, precision: 1e-9)
    // There may be another peak where all change at nearly one age.
    var similar = first.parameters
    similar[Place.midpointDeviation] = 0.3
    let second = scoring.maximise(from: similar, precision: 1e-9)
    let peak = first.logLikelihood < second.logLikelihood ? second : first
    guard let covariance = scoring.covariance(at: peak) else { return nil }
    let critical = try NormalDistribution.quantile((1 + level) / 2)
    func bound(_ index: Int, _ direction: Double, least: Double) -> Double? {
      scoring.profileBound(
        of: index, at: peak, direction: direction,
        step: max(critical * covariance[index][index].squareRoot(), least), critical: critical,
        along: covariance[index][index] > 0
          ? covariance[index].map { $0 / covariance[index][index] } : nil)
    }
    func interval(_ index: Int, least: Double) -> OpenInterval {
      OpenInterval(
        lower: bound(index, -1, least: least), upper: bound(index, 1, least: least), level: level,
        method: "profile likelihood")
    }
    var deviations = interval(Place.midpointDeviation, least: 0.2)
    // A standard deviation has an end of its own.
    deviations.lower = deviations.lower ?? 0
    return IndividualChangeFit(
      change: IndividualChange(parameters: peak.parameters), logLikelihood: peak.logLikelihood,
      midpointInterval: interval(Place.midpoint, least: 0.2), midpointDeviationInterval: deviations,
      commonAge: try commonAgeTest(scoring, peak),
      ages: ages(likelihood, scoring, peak, deviations: deviations, covariance: covariance))
  }

  private func scoring(_ likelihood: IndividualLikelihood, classes: Int) -> BoundedScoring {
    let margin = TransitionFitter.margin
    let shifts = Array(repeating: 5.0, count: classes - 1)
    return BoundedScoring(
      lower: [margin, margin, midpoints.lowerBound, log(Self.scales.lowerBound), 0, 0]
        + shifts.map { -$0 },
      upper: [
        1 - margin, 1 - margin, midpoints.upperBound, log(Self.scales.upperBound),
        Self.largestMidpointDeviation, Self.largestLevelDeviation,
      ] + shifts, slopes: likelihood.slopes, learnsCurvature: true)
  }

  /// The likelihood-ratio test that all individuals change at one age. A standard deviation of 0 is an end of its range,
  /// so that half of the test's distribution stands at 0 (Self & Liang 1987, doi 10.1080/01621459.1987.10478472).
  private func commonAgeTest(_ scoring: BoundedScoring, _ peak: BoundedScoring.Peak) throws
    -> TestResult
  {
    var start = peak.parameters
    start[Place.midpointDeviation] = 0
    let common = scoring.fixing(Place.midpointDeviation, at: 0)
      .maximise(from: start, precision: 1e-9)
    let statistic = max(0, 2 * (peak.logLikelihood - common.logLikelihood))
    let tail = try ChiSquaredDistribution(degreesOfFreedom: 1).cumulative(statistic, tail: .upper)
    return TestResult(
      name: "likelihood-ratio test of a standard deviation", statistic: statistic,
      pValue: statistic > 0 ? tail / 2 : 1)
  }
}

/// The ages at which individuals change.
public struct IndividualChangeFit: Sendable, Equatable {
  public var change: IndividualChange
  public var logLikelihood: Double
  /// Of the mean age of change, in years.
  public var midpointInterval: OpenInterval
  /// Of the standard deviation between individuals, in years; its lower bound may be 0.
  public var midpointDeviationInterval: OpenInterval
  /// Tests that all change at one age.
  public var commonAge: TestResult
  /// Of each individual, in the order of the faces, with what is not known of the parameters in the standard deviations.
  public var ages: [IndividualAge]
}
