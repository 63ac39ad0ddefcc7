import Analysis
import Foundation
import Statistics
import Support
import Torch

/// Estimates when the share of adults' configuration changes, and how surely.
struct TimingEstimator {
  private let data: ExpressionFaces
  private let features: RegisteredFeatures
  private let headDistance: [Double]?
  private let settings: ExpressionSettings
  private let weights: ConfigurationWeights

  /// Curves drawn without a step for the p-value.
  private static let drawsWithoutStep = 199
  /// Fewer bins show no curve.
  private static let leastBins = 12
  /// The fall of twice the log likelihood at the ends of a 95 % interval, and the normal distribution's
  /// quantile for one.
  private static let profileFall = 3.84
  private static let normalQuantile = 1.96

  init(
    _ data: ExpressionFaces, features: RegisteredFeatures, headDistance: [Double]?,
    settings: ExpressionSettings
  ) {
    self.data = data
    self.features = features
    self.headDistance = headDistance
    self.settings = settings
    weights = ConfigurationWeights(data, settings: settings)
  }

  /// nil where too few ages show every emotion.
  /// - Parameter workers: threads at most.
  func result(workers: Int) throws -> TimingResult? {
    let everybody = [Double](repeating: 1, count: data.count)
    guard let weights = try weights(features.white, weights: everybody) else { return nil }
    let curve = AdultShareCurve(weights, data: data)
    let points = curve.points
    guard points.count >= Self.leastBins else { return nil }
    let model = try TransitionModel(
      composition: AgeComposition(points.map(\.likelyAgesInYears)),
      meanAges: points.map(\.meanAgeInYears),
      variances: points.map(\.variance),
      headDistance: headDistance, settings: settings)
    guard let fit = try model.fit([points.map(\.share)]).first else { return nil }
    let dispersion = max(1, fit.chiSquared / Double(points.count - 5))
    let profile = fit.profile.indices.filter {
      fit.profile[$0] >= -Self.profileFall * dispersion
    }.map { TransitionModel.midpoints[$0] }
    let bounds = (bound(profile.first), bound(profile.last))
    var generator = SeededGenerator(seed: settings.seed, stream: "without a step")
    let ratios = try model.ratiosWithoutStep(
      draws: Self.drawsWithoutStep, generator: &generator)
    let resampled = SampleMoments(
      try resampledMidpoints(curve, fit: fit, model: model, workers: workers))?
      .standardDeviation
    let interval = interval(fit, profile: bounds, resampled: resampled)
    return TimingResult(
      curve: points.map { point in
        TimingResult.Point(
          fromYears: point.bin == 0 ? 0 : AgeBins.bounds[point.bin - 1],
          toYears: AgeBins.bounds[point.bin].isFinite
            ? AgeBins.bounds[point.bin] : nil,
          meanAgeInYears: point.meanAgeInYears, faces: point.faces.count,
          share: point.share,
          standardError: point.variance.squareRoot(),
          step: 1 / (1 + exp(-(point.meanAgeInYears - fit.midpoint) / fit.width)))
      },
      likelihoodRatio: fit.likelihoodRatio,
      pValue: Double(1 + ratios.count { $0 >= fit.likelihoodRatio }) / Double(1 + ratios.count),
      ageInYears: fit.midpoint, widthInYears: fit.width, step: fit.step, dispersion: dispersion,
      profileLower: bounds.0, profileUpper: bounds.1,
      resamplingError: resampled, lowerInYears: interval.lower,
      upperInYears: interval.upper)
  }

  /// nil at an end of the searched ages.
  private func bound(_ age: Double?) -> Double? {
    age == TransitionModel.midpoints.first || age == TransitionModel.midpoints.last ? nil : age
  }

  /// The midpoint, give or take what is greater on either side of the curve's and the resamples' error,
  /// with the allowance for the step's shape added in squares.
  private func interval(
    _ fit: TransitionModel.Fit, profile: (Double?, Double?), resampled: Double?
  ) -> (lower: Double?, upper: Double?) {
    guard let resampled, let first = TransitionModel.midpoints.first,
      let last = TransitionModel.midpoints.last
    else { return (nil, nil) }
    let shape = settings.shapeAllowance * fit.width
    func half(_ bound: Double) -> Double {
      let error = max(abs(fit.midpoint - bound) / Self.normalQuantile, resampled)
      return Self.normalQuantile * (error * error + shape * shape).squareRoot()
    }
    let lower = profile.0.map { fit.midpoint - half($0) }
    let upper = profile.1.map { fit.midpoint + half($0) }
    return (lower.flatMap { $0 > first ? $0 : nil }, upper.flatMap { $0 < last ? $0 : nil })
  }

  /// The midpoint in resamples of subjects, with configurations and curve made again, and erring as likely
  /// ages may.
  private func resampledMidpoints(
    _ curve: AdultShareCurve, fit: TransitionModel.Fit, model: TransitionModel, workers: Int
  ) throws -> [Double] {
    let values = try features.white.doubles()
    let shape = features.white.shape
    let (data, settings, weights) = (data, settings, weights)
    let ages = try LikelyAgeError(curve, data: data, fit: fit, settings: settings)
    let curves = try Runtime.parallelMapOfSingleThreadedOperations(
      count: settings.timingResamples, workers: workers
    ) { number -> [Double]? in
      var generator = SeededGenerator(seed: settings.seed, stream: "timing \(number)")
      let drawn = resample(data.subjectCount, using: &generator)
      let times = data.subjects.map { drawn[$0] }
      return try withoutGradients {
        try weights(Tensor(values, shape: shape), weights: times)
          .flatMap { curve.resampled($0, data: data, times: times) }
          .map { zip($0, ages.draw(using: &generator)).map(+) }
      }
    }
    return try model.fit(curves.compactMap(\.self)).map(\.midpoint)
  }
}
