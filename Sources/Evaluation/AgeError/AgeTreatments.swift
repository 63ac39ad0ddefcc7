import Statistics

/// The estimates from the data sets of each treatment of the ages.
struct AgeTreatments {
  var asEstimated: [DataSetEstimates]
  var withoutBoundaryFaces: [DataSetEstimates]
  var imputed: [DataSetEstimates]
  var naive: [DataSetEstimates]

  /// One entry for each model and change that can be estimated.
  func changes(_ models: [String], _ settings: AgeErrorSettings) throws -> [AgeErrorResult] {
    var results: [AgeErrorResult] = []
    for (model, name) in models.enumerated() {
      for quantity in AgeErrorQuantity.changes {
        func pooled(_ sets: [DataSetEstimates]) -> PooledEstimate? {
          let defined = sets.compactMap { $0.changes[model][quantity] }
          return defined.count == sets.count ? pooledByRubinsRules(defined) : nil
        }
        func tested(_ estimate: ErrorEstimate?, _ method: String) throws -> TestedEstimate? {
          guard let estimate, estimate.standardError > 0 else { return nil }
          return try estimate.tested(named: "Wald test", method: method, level: settings.level)
        }
        guard let first = asEstimated[0].changes[model][quantity] else { continue }
        let informed = pooled(imputed)
        results.append(
          AgeErrorResult(
            model: name, quantity: quantity,
            asEstimated: try tested(first, "ages as estimated"),
            withoutBoundaryFaces: try tested(
              withoutBoundaryFaces[0].changes[model][quantity],
              "ages as estimated, faces near a bound left out"),
            imputed: try tested(
              informed?.pooled, "multiple imputation given the answers, Rubin's rules"),
            missingShare: informed?.missingShare,
            naive: try tested(
              pooled(naive)?.pooled, "multiple imputation without the answers, Rubin's rules")))
      }
    }
    return results
  }

  /// The transition age of each model that has one, then the crossing of the two curves.
  func ages(
    _ models: [String], _ settings: AgeErrorSettings, workers: Int?
  ) throws -> [AgeErrorAge] {
    var ages = try models.indices.compactMap { model -> AgeErrorAge? in
      // As estimated, the same numbers as those of the transition analysis.
      func own(_ sets: [DataSetEstimates]) throws -> BoundedAge? {
        guard let sample = sets[0].samples[model], let fit = sample.fit() else { return nil }
        return BoundedAge(
          ageInYears: fit.curve.midpoint,
          interval: try sample.profileInterval(
            of: fit, stream: "transition/\(models[model])", workers: workers),
          searched: sample.fitter.midpoints)
      }
      func pooled(
        _ sets: [DataSetEstimates]
      ) throws -> (age: BoundedAge, missingShare: Double)? {
        let samples = sets.compactMap { $0.samples[model] }
        guard samples.count == sets.count else { return nil }
        return try PooledTransition(samples)?.bounded(level: settings.level)
      }
      guard let estimated = try own(asEstimated) else { return nil }
      let informed = try pooled(imputed)
      return AgeErrorAge(
        model: models[model], quantity: .transitionAge, asEstimated: estimated,
        withoutBoundaryFaces: try own(withoutBoundaryFaces), imputed: informed?.age,
        missingShare: informed?.missingShare, naive: try pooled(naive)?.age)
    }
    let crossings = try [asEstimated, withoutBoundaryFaces, imputed, naive].map {
      try AgeTreatments.crossing($0, level: settings.level)
    }
    if crossings[0] != nil {
      ages.append(
        AgeErrorAge(
          model: nil, quantity: .crossing, asEstimated: crossings[0],
          withoutBoundaryFaces: crossings[1], imputed: crossings[2], missingShare: nil,
          naive: crossings[3]))
    }
    return ages
  }

  private static func crossing(_ sets: [DataSetEstimates], level: Double) throws -> BoundedAge? {
    let curves = sets.compactMap(\.curves)
    let samples = sets.flatMap { $0.samples.prefix(2) }.compactMap(\.self)
    guard curves.count == sets.count,
      let lowest = samples.map(\.fitter.midpoints.lowerBound).max(),
      let highest = samples.map(\.fitter.midpoints.upperBound).min(), lowest < highest
    else { return nil }
    let crossing = try CurveCrossing(
      of: curves, over: lowest...highest, clusters: samples.map(\.subjects).min() ?? 1,
      level: level)
    return BoundedAge(
      ageInYears: crossing.age, interval: crossing.interval, searched: lowest...highest)
  }
}
