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
    let projections = try weights.projections(features.white, weights: everybody)
    guard let whole = try dated(weights.result(projections)) else { return nil }
    let contrasts = EmotionContrast.all(data.emotionNames)
    let dated = try contrasts.map { contrast in
      let result = weights.result(projections, contrast: contrast.coefficients)
      return (result?.similarity, try self.dated(result))
    }
    let resamples = try resampled(
      [nil] + contrasts.map(\.coefficients), [whole] + dated.map(\.1), workers: workers)
    var generator = SeededGenerator(seed: settings.seed, stream: "without a step")
    let ratios = try whole.model.ratiosWithoutStep(
      draws: Self.drawsWithoutStep, generator: &generator)
    let fit = whole.fit
    let error = resamples[0].midpointError
    let interval = whole.interval(resamplingError: error)
    let (emotions, pairs) = EmotionContrast.timings(
      contrasts, dated, Array(resamples.dropFirst()), settings: settings)
    return TimingResult(
      curve: whole.curve.points.map { point in
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
      ageInYears: fit.midpoint, widthInYears: fit.width, step: fit.step,
      dispersion: whole.dispersion, profileLower: whole.profile.lower,
      profileUpper: whole.profile.upper, resamplingError: error, lowerInYears: interval.lower,
      upperInYears: interval.upper, emotions: emotions, pairs: pairs)
  }

  private func dated(_ weights: ConfigurationWeights.Result?) throws -> DatedCurve? {
    try weights.flatMap {
      try DatedCurve(
        AdultShareCurve($0, data: data), headDistance: headDistance, settings: settings)
    }
  }

  /// Of one curve over resamples of subjects: the standard deviations, nil where most resamples have none.
  struct Resampled {
    var midpointError: Double?
    var similarityError: Double?
  }

  /// Midpoints and similarities in resamples of subjects, with configurations and curves made again, and
  /// erring as likely ages may.
  private func resampled(
    _ contrasts: [[Double]?], _ dated: [DatedCurve?], workers: Int
  ) throws -> [Resampled] {
    let values = try features.white.doubles()
    let shape = features.white.shape
    let (data, settings, weights) = (data, settings, weights)
    let curves = dated.map { $0?.curve }
    let ages = try dated.map { dated in
      try dated.map { try LikelyAgeError($0.curve, data: data, fit: $0.fit, settings: settings) }
    }
    typealias Resample = (similarity: Double, shares: [Double]?)
    let resamples = try Runtime.parallelMapOfSingleThreadedOperations(
      count: settings.timingResamples, workers: workers
    ) { number -> [Resample] in
      var generator = SeededGenerator(seed: settings.seed, stream: "timing \(number)")
      let drawn = resample(data.subjectCount, using: &generator)
      let times = data.subjects.map { drawn[$0] }
      let projections = try withoutGradients {
        try weights.projections(Tensor(values, shape: shape), weights: times)
      }
      return contrasts.enumerated().map { place, contrast in
        guard let result = weights.result(projections, contrast: contrast) else {
          return (.nan, nil)
        }
        let shares = curves[place]?.resampled(result, data: data, times: times)
        let errors = ages[place]?.draw(using: &generator)
        return (
          result.similarity,
          shares.flatMap { shares in errors.map { zip(shares, $0).map(+) } }
        )
      }
    }
    return try dated.enumerated().map { place, dated in
      let shares = resamples.compactMap { $0[place].shares }
      let midpoints = try dated?.model.fit(shares).map(\.midpoint) ?? []
      let similarities = resamples.map { $0[place].similarity }.filter(\.isFinite)
      return Resampled(
        midpointError: SampleMoments(midpoints)?.standardDeviation,
        similarityError: 2 * similarities.count > resamples.count
          ? SampleMoments(similarities)?.standardDeviation : nil)
    }
  }
}
