import Analysis
import Support

extension RivalReading {
  /// What else of the faces changes with age in a step, from the end of the toddlers' ages on: the conditions
  /// of their images, and what came with them.
  static func all(
    _ data: ExpressionFaces, headDistance: [Double]?, timing: TimingResult?,
    settings: ExpressionSettings, workers: Int
  ) throws -> [RivalReading] {
    let conditions = try imageConditions(data, workers: workers) + data.conditions
    return try conditions.compactMap { condition in
      try reading(
        condition, data, headDistance: headDistance, timing: timing, settings: settings)
    }
  }

  private static func imageConditions(
    _ data: ExpressionFaces, workers: Int
  ) throws -> [ExpressionFaces.Condition] {
    let pixels = data.size * data.size
    let chunk = 100
    let ofFaces = try parallelMap(
      count: (data.count + chunk - 1) / chunk, workers: workers
    ) { number in
      data.images.withUnsafeBufferPointer { images in
        (number * chunk..<min((number + 1) * chunk, data.count)).compactMap { face in
          images.baseAddress.map { ImageConditions($0 + face * pixels, size: data.size) }
        }
      }
    }.flatMap(\.self)
    return [
      .init(name: "the images’ sharpness", values: ofFaces.map(\.sharpness)),
      .init(name: "the images’ asymmetry", values: ofFaces.map(\.asymmetry)),
    ]
  }

  /// nil where too few ages show every emotion, or nothing changes in a step.
  private static func reading(
    _ condition: ExpressionFaces.Condition, _ data: ExpressionFaces, headDistance: [Double]?,
    timing: TimingResult?, settings: ExpressionSettings
  ) throws -> RivalReading? {
    guard let curve = ConditionCurve(condition, data: data),
      curve.points.count >= DatedCurve.leastBins
    else { return nil }
    let model = try TransitionModel(
      composition: AgeComposition(curve.points.map(\.likelyAgesInYears)),
      meanAges: curve.points.map(\.meanAgeInYears), variances: curve.points.map(\.variance),
      headDistance: headDistance,
      search: .init(
        fromYears: settings.toddlersUpToYears,
        steps: condition.isShare ? -2...2 : -.infinity...(.infinity),
        slowChange: settings.slowChangeOfConditions, curvature: 0), settings: settings)
    guard let fit = try model.fit([curve.points.map(\.mean)]).first,
      fit.likelihoodRatio >= settings.leastLikelihoodRatio, fit.isStep,
      abs(fit.step) >= settings.leastConditionStep
    else { return nil }
    return RivalReading(
      name: condition.name, ageInYears: fit.midpoint, widthInYears: fit.width,
      step: condition.isShare ? fit.step / 2 : fit.step, isShare: condition.isShare,
      likelihoodRatio: fit.likelihoodRatio,
      coincides: timing.map { coincides(fit, with: $0, settings: settings) } ?? false)
  }

  /// Whether a step could pass for the one that is dated: it lies within its interval, or near it.
  private static func coincides(
    _ fit: TransitionModel.Fit, with timing: TimingResult, settings: ExpressionSettings
  ) -> Bool {
    let near = settings.rivalWithinYears
    return fit.midpoint >= (timing.lowerInYears ?? -.infinity) - near
      && fit.midpoint <= (timing.upperInYears ?? .infinity) + near
  }
}
