import Statistics

/// The estimates of each treatment of the ages.
struct AgeTreatments {
  var asEstimated: KnownAges
  var withoutBoundaryFaces: KnownAges
  var imputed: ImputedAges
  var naive: ImputedAges

  /// One entry for each model and change that has an estimate, or a reason why it has none.
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
        let reasons = reasons(quantity, of: model)
        guard let first = asEstimated.estimates.changes[model][quantity] else {
          if let reasons {
            results.append(AgeErrorResult(model: name, quantity: quantity, reasons: reasons))
          }
          continue
        }
        let informed = pooled(imputed.dataSets)
        results.append(
          AgeErrorResult(
            model: name, quantity: quantity,
            asEstimated: try tested(first, "ages as estimated"),
            withoutBoundaryFaces: try tested(
              withoutBoundaryFaces.estimates.changes[model][quantity],
              "ages as estimated, faces near a bound left out"),
            imputed: try tested(
              informed?.pooled, "multiple imputation given the predictions, Rubin's rules"),
            missingShare: informed?.missingShare,
            naive: try tested(
              pooled(naive.dataSets)?.pooled,
              "multiple imputation without the predictions, Rubin's rules"), reasons: reasons))
      }
    }
    return results
  }

  /// The transition age of each model that has one, then the crossing of the two curves.
  func ages(_ models: [String], workers: Int?) throws -> [AgeErrorAge] {
    var ages = try models.indices.compactMap { model -> AgeErrorAge? in
      // As estimated, the same numbers as those of the transition analysis.
      func own(_ known: KnownAges) throws -> BoundedAge? {
        guard let sample = known.estimates.samples[model], let fit = sample.fit() else {
          return nil
        }
        return BoundedAge(
          ageInYears: fit.curve.midpoint,
          interval: try sample.profileInterval(
            of: fit, stream: "transition/\(models[model])", workers: workers),
          searched: sample.fitter.midpoints)
      }
      guard let estimated = try own(asEstimated) else { return nil }
      return AgeErrorAge(
        model: models[model], quantity: .transitionAge, asEstimated: estimated,
        withoutBoundaryFaces: try own(withoutBoundaryFaces),
        imputed: try imputed.curves.transitionAge(model),
        naive: try naive.curves.transitionAge(model),
        reasons: reasons(.transitionAge, of: model))
    }
    if let estimated = asEstimated.crossing {
      ages.append(
        AgeErrorAge(
          model: nil, quantity: .crossing, asEstimated: estimated,
          withoutBoundaryFaces: withoutBoundaryFaces.crossing,
          imputed: try imputed.curves.crossing(), naive: try naive.curves.crossing(),
          reasons: reasons(.transitionAge, of: 0) ?? reasons(.transitionAge, of: 1)))
    }
    return ages
  }

  /// Why a quantity is not estimated, by treatment.
  private func reasons(_ quantity: AgeErrorQuantity, of model: Int) -> [String: String]? {
    var reasons: [String: String] = [:]
    reasons[AgeTreatment.asEstimated.rawValue] = asEstimated.shortfalls[model][quantity]
    reasons[AgeTreatment.withoutBoundaryFaces.rawValue] =
      withoutBoundaryFaces.shortfalls[model][quantity]
    return reasons.isEmpty ? nil : reasons
  }
}

/// What is estimated where each age is taken as it is.
struct KnownAges: Sendable {
  var estimates: DataSetEstimates
  /// Where the adult model's curve overtakes the infant model's.
  var crossing: BoundedAge?
  /// Model by model, why a quantity is not estimated from these faces.
  var shortfalls: [[AgeErrorQuantity: String]]
}

/// What is estimated from data sets of drawn ages.
struct ImputedAges: Sendable {
  var dataSets: [DataSetEstimates]
  var curves: ImputedCurves
}
