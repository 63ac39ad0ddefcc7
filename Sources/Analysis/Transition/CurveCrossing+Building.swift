import Foundation
import Statistics

extension CurveCrossing {
  /// The crossing of two models' curves over the ages that both searched.
  /// - Parameter resamples: Both curves in each resample of subjects; nil where there is none.
  /// - Returns: nil where no age was searched by both.
  package init?(
    infant: (sample: TransitionSample, fit: TransitionFit),
    adult: (sample: TransitionSample, fit: TransitionFit),
    resamples: [(infant: TransitionCurve?, adult: TransitionCurve?)]
  ) throws {
    try self.init(
      infant: (infant.fit.curve, infant.sample.fitter.midpoints),
      adult: (adult.fit.curve, adult.sample.fitter.midpoints), resamples: resamples,
      degreesOfFreedom: min(infant.sample.subjects, adult.sample.subjects) - 1,
      level: infant.sample.settings.level)
  }

  /// Finds the age at which the adult model's curve overtakes the infant model's, and the ages
  /// at which the difference of the two curves cannot be told from zero.
  ///
  /// The interval inverts the test of each age's difference: an age belongs to it where the
  /// difference lies within t · (bootstrap error) of zero (Fieller's construction, which
  /// stays honest where the curves hardly differ). The error is the root mean square of the
  /// resamples' distances from the estimate, their bias included. It reaches from the youngest to the
  /// oldest such age and is open where that is an end of the range.
  /// - Parameters:
  ///   - infant: The curve, and the ages among which its midpoint was searched, in years.
  ///   - degreesOfFreedom: Those of t; less than 1 counts as 1.
  package init?(
    infant: (curve: TransitionCurve, midpoints: ClosedRange<Double>),
    adult: (curve: TransitionCurve, midpoints: ClosedRange<Double>),
    resamples: [(infant: TransitionCurve?, adult: TransitionCurve?)], degreesOfFreedom: Int,
    level: Double
  ) throws {
    guard infant.midpoints.overlaps(adult.midpoints) else { return nil }
    let range = infant.midpoints.clamped(to: adult.midpoints)
    let (infant, adult) = (infant.curve, adult.curve)
    let resamples = resamples.compactMap { curves in
      curves.infant.flatMap { infant in curves.adult.map { (infant: infant, adult: $0) } }
    }
    let lead = { (infant: TransitionCurve, adult: TransitionCurve, age: Double) in
      adult.accuracy(at: age) - infant.accuracy(at: age)
    }
    let ages = TransitionFitter.agesFromEndToEnd(of: range, step: 0.05)
    let last = ages.count - 1
    age = CurveCrossing.overtaking(ages.map { lead(infant, adult, $0) }, ages)
    let crossing = resamples.count { resample in
      CurveCrossing.overtaking(
        ages.map { lead(resample.infant, resample.adult, $0) }, ages) != nil
    }
    shareOfResamplesCrossing =
      resamples.isEmpty ? 0 : Double(crossing) / Double(resamples.count)
    let t = try StudentTDistribution(degreesOfFreedom: Double(max(1, degreesOfFreedom)))
      .quantile((1 + level) / 2)
    let undecided = ages.indices.filter { index in
      let estimate = lead(infant, adult, ages[index])
      let squares = resamples.reduce(0) { sum, resample in
        let deviation = lead(resample.infant, resample.adult, ages[index]) - estimate
        return sum + deviation * deviation
      }
      let error = (squares / Double(max(1, resamples.count))).squareRoot()
      return abs(estimate) <= t * error
    }
    // Curves that can be told apart at every age cross between two of them, or at none that was
    // searched: an end of the search is no bound.
    let place = age.flatMap { age in ages.lastIndex { $0 <= age } }
    let youngest = undecided.first ?? place ?? 0
    let oldest = undecided.last ?? place.map { min($0 + 1, last) } ?? last
    // Without resamples nothing is known of the error, and no age is excluded.
    let isUnknown = resamples.isEmpty
    interval = OpenInterval(
      lower: isUnknown || youngest == 0 ? nil : ages[youngest],
      upper: isUnknown || oldest == last ? nil : ages[oldest], level: level,
      method: "ages of undecided difference, subject-cluster bootstrap")
  }

  /// Where the lead of the adult model turns from negative to positive for the last time, linear
  /// between ages.
  private static func overtaking(_ leads: [Double], _ ages: [Double]) -> Double? {
    for index in leads.indices.dropLast().reversed()
    where leads[index] < 0 && leads[index + 1] >= 0 {
      let share = -leads[index] / (leads[index + 1] - leads[index])
      return ages[index] + share * (ages[index + 1] - ages[index])
    }
    return nil
  }
}
