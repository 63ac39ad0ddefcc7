import Analysis
import Foundation
import Statistics

/// A curve of shares over age with the step that fits it best.
struct DatedCurve {
  let curve: AdultShareCurve
  let model: TransitionModel
  let fit: TransitionModel.Fit
  /// Residual variance beyond that of the bins, at least 1.
  let dispersion: Double
  /// The youngest and the oldest midpoint that the profile likelihood allows, in years.
  private let allowed: (youngest: Double, oldest: Double)
  /// What is added to the midpoint's standard error, in squares, in years.
  private let allowance: Double

  /// Fewer bins show no curve.
  static let leastBins = 12
  /// The fall of twice the log likelihood at the ends of a 95 % interval, and the normal distribution's
  /// quantile for one.
  private static let profileFall = 3.84
  static let normalQuantile = 1.96

  /// What the errors of estimated ages add to the midpoint's standard error, in standard deviations of the
  /// likely ages there: faces that are taken for too old or too young also show their expressions more or
  /// less, which no distribution of ages tells.
  private static let ageAllowance = 0.15

  /// nil where too few ages show every emotion.
  init?(_ curve: AdultShareCurve, headDistance: [Double]?, settings: ExpressionSettings) throws {
    let points = curve.points
    guard points.count >= Self.leastBins else { return nil }
    model = try TransitionModel(
      composition: AgeComposition(points.map(\.likelyAgesInYears)),
      meanAges: points.map(\.meanAgeInYears),
      variances: points.map(\.variance),
      headDistance: headDistance,
      search: .init(ofShares: settings, agesAreEstimated: curve.hasEstimatedAges),
      settings: settings)
    guard let fit = try model.fit([points.map(\.share)]).first else { return nil }
    let dispersion = max(1, fit.chiSquared / Double(points.count - 5))
    let profile = fit.profile.indices.filter {
      fit.profile[$0] >= -Self.profileFall * dispersion
    }.map { TransitionModel.midpoints[$0] }
    allowed = (profile.first ?? fit.midpoint, profile.last ?? fit.midpoint)
    self.curve = curve
    self.fit = fit
    self.dispersion = dispersion
    let shape = settings.shapeAllowance * fit.width
    let ages = Self.ageAllowance * curve.likelyAgeDeviation(atAge: fit.midpoint)
    allowance = (shape * shape + ages * ages).squareRoot()
  }

  /// The 95 % interval of the midpoint by profile likelihood; nil towards an end of the searched ages.
  var profile: (lower: Double?, upper: Double?) {
    (
      allowed.youngest == TransitionModel.midpoints.first ? nil : allowed.youngest,
      allowed.oldest == TransitionModel.midpoints.last ? nil : allowed.oldest
    )
  }

  /// The midpoint, give or take what is greater on either side of the curve's and the resamples' error,
  /// with the allowances for the step's shape and estimated ages added in squares; nil towards an end of the searched ages.
  /// - Parameter resamplingError: the standard deviation over resamples of subjects.
  func interval(resamplingError: Double?) -> (lower: Double?, upper: Double?) {
    guard let resamplingError, let first = TransitionModel.midpoints.first,
      let last = TransitionModel.midpoints.last
    else { return (nil, nil) }
    let lower = profile.lower.map { fit.midpoint - half($0, resamplingError) }
    let upper = profile.upper.map { fit.midpoint + half($0, resamplingError) }
    return (lower.flatMap { $0 > first ? $0 : nil }, upper.flatMap { $0 < last ? $0 : nil })
  }

  /// The midpoint's standard error, the mean of both sides'; an open side counts up to the searched ages'
  /// end.
  func standardError(resamplingError: Double) -> Double {
    (half(allowed.youngest, resamplingError) + half(allowed.oldest, resamplingError))
      / (2 * Self.normalQuantile)
  }

  private func half(_ bound: Double, _ resamplingError: Double) -> Double {
    let error = max(abs(fit.midpoint - bound) / Self.normalQuantile, resamplingError)
    return Self.normalQuantile * (error * error + allowance * allowance).squareRoot()
  }
}
