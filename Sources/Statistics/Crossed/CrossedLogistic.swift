import Foundation

/// A logistic regression of judgements in which subjects, faces and raters each have a level of their own:
/// ln(p / (1 − p)) = x·β + u_subject + f_face + v_rater + w_rater·z, all normal with mean 0 (crossed random effects; Breslow &
/// Clayton 1993, doi 10.1080/01621459.1993.10594284; Baayen, Davidson & Bates 2008, doi 10.1016/j.jml.2007.12.005).
///
/// A face's level stands for all that its judgements share, a model's answer above all. Where no face was judged twice it
/// has none, and where no subject has two faces subjects have none. The likelihood is Laplace's approximation, as lme4's with nAGQ = 1 (Bates, Mächler, Bolker & Walker
/// 2015, doi 10.18637/jss.v067.i01).
public struct CrossedLogistic: Sendable, Equatable {
  /// Of the coefficients β, one per column of the design.
  public let fit: FittedCoefficients
  /// Standard deviations on the logit scale, 0 or more; 0 for a level that the judgements do not have.
  public let subjectDeviation: Double
  public let faceDeviation: Double
  public let raterDeviation: Double
  /// Of the raters' own coefficients, per unit of their column.
  public let slopeDeviation: Double
  /// Of `raterDeviation`, by profile likelihood with `SmallSampleCritical`; its lower bound may be 0, and the upper one open.
  public let raterInterval: OpenInterval
  public let logLikelihood: Double
  public let raterCount: Int

  /// Standard deviations are searched up to here.
  static let largestDeviation = 10.0
  private static let largestCoefficient = 50.0
  /// Raters are solved for together, in time that grows with the cube of their number.
  public static let mostRaters = 100

  /// - Returns: nil where there is no estimate: fewer than two raters or more than `mostRaters`, outcomes that are all the same,
  ///   terms that separate them or depend on each other, or raters who agree on nearly every face, so that the
  ///   faces' deviation has no bound.
  public init?(_ judgements: CrossedJudgements, level: Double = 0.95) throws {
    let columns = judgements.design.columnCount
    raterCount = judgements.raterCount
    guard (2...Self.mostRaters).contains(raterCount), judgements.outcomes.contains(true),
      judgements.outcomes.contains(false)
    else { return nil }
    let likelihood = LaplaceLikelihood(SortedJudgements(judgements))
    let isFree = [
      judgements.subjectsRepeat, judgements.facesRepeat, true, judgements.raterSlope != nil,
    ]
    let limits = Array(repeating: Self.largestCoefficient, count: columns)
    let scoring = BoundedScoring(
      lower: limits.map { -$0 } + isFree.map { _ in 0 },
      upper: limits + isFree.map { $0 ? Self.largestDeviation : 0 },
      slopes: likelihood.slopes, learnsCurvature: true)
    let peak = Self.peak(scoring, columns: columns)
    let deviations = Array(peak.parameters.dropFirst(columns))
    // A likelihood of 1 is that of terms that separate.
    guard peak.logLikelihood.isFinite, peak.logLikelihood < -1e-3,
      peak.parameters.prefix(columns).allSatisfy({ abs($0) < Self.largestCoefficient - 1 }),
      deviations.allSatisfy({ $0 < Self.largestDeviation - 0.01 }),
      let covariance = scoring.covariance(at: peak)
    else { return nil }
    fit = FittedCoefficients(
      values: Array(peak.parameters.prefix(columns)),
      covariance: covariance.prefix(columns).map { Array($0.prefix(columns)) })
    (subjectDeviation, faceDeviation) = (deviations[0], deviations[1])
    (raterDeviation, slopeDeviation) = (deviations[2], deviations[3])
    logLikelihood = peak.logLikelihood
    let critical = try SmallSampleCritical.root(levels: raterCount, level: level)
    let place = columns + 2
    func bound(_ direction: Double) -> Double? {
      scoring.profileBound(
        of: place, at: peak, direction: direction,
        step: max(critical * covariance[place][place].squareRoot(), 0.1), critical: critical)
    }
    raterInterval = OpenInterval(
      lower: bound(-1) ?? 0, upper: bound(1), level: level,
      method: "profile likelihood, small-sample critical value")
  }

  /// The likelihood is level where a deviation is 0, so that climbing would stay there: it is tried again from above.
  private static func peak(_ scoring: BoundedScoring, columns: Int) -> BoundedScoring.Peak {
    var best = scoring.maximise(
      from: Array(repeating: 0, count: columns) + [0.7, 1, 0.5, 0.2], precision: 1e-11)
    for place in columns..<columns + 4
    where best.parameters[place] < 1e-3 && scoring.upper[place] > 0 {
      var start = best.parameters
      start[place] = 0.3
      let other = scoring.maximise(from: start, precision: 1e-11)
      if other.logLikelihood > best.logLikelihood { best = other }
    }
    return best
  }

  /// One coefficient with its interval and the test that it is 0, by Student's t with one degree of freedom less than there are
  /// raters: they are the smaller sample, and a normal quantile would take the deviations between few of them as known
  /// (Elff, Heisig, Schaeffer & Shikano 2021, doi 10.1017/S0007123419000097).
  public func testedCoefficient(_ column: Int, level: Double = 0.95) throws -> TestedEstimate {
    try ErrorEstimate(
      value: fit.values[column],
      standardError: max(fit.covariance[column][column], 0).squareRoot(),
      degreesOfFreedom: Double(raterCount - 1)
    ).tested(
      named: "Wald test, t with \(raterCount - 1) degrees of freedom",
      method: "Wald, t over raters",
      level: level)
  }
}

extension CrossedLogistic {
  /// The chance of success at a logit averaged over subjects and faces, and over raters who differ by so much.
  public func meanProbability(atLogit logit: Double, raterDeviation: Double = 0) -> Double {
    let deviation = hypot(hypot(subjectDeviation, faceDeviation), raterDeviation)
    let nodes = NormalNodes(spacing: deviation > 1e-9 ? min(0.5, 1 / deviation) : nil)
    return zip(nodes.places, nodes.weights).reduce(0) { sum, node in
      sum + node.1 / (1 + exp(-(logit + deviation * node.0)))
    }
  }
}
