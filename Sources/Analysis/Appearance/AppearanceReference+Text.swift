import Statistics

extension AppearanceReference {
  /// What the reference rests on and what it cannot say.
  public var caveat: String {
    let origin =
      runs == nil
      ? "with synthetic faces and models of the preset synthetic (\(settings)); models trained otherwise "
        + "may react otherwise to it, and --appearance RUN takes measurements of your own."
      : "with synthetic faces, in the runs that --appearance named (\(settings))."
    return
      "What appearance alone does was measured \(origin) Synthetic heads are not photographs, and how "
      + "else photographs of the young and the old differ is not in them. The share is a guide, not a "
      + "correction."
  }

  /// In how many of the cohorts a transition was claimed; nil where that is not known of any model.
  public var transitionsInWords: String? {
    let claims = models.compactMap { model in
      model.claimedTransitions.map { "in \($0) of \(cohorts) for the \(model.model) model" }
    }
    guard !claims.isEmpty else { return nil }
    return
      "In synthetic cohorts in which only heads and skin change with age, a transition was claimed "
      + "\(Wording.list(claims))."
  }

  /// What a model's accuracy did in the cohorts beside what it did in photographs.
  func note(on quantity: AppearanceQuantity, of model: ModelMetrics) -> AppearanceNote? {
    guard let appearance = self.model(model.model)?[quantity] else { return nil }
    let text = changes(of: [model.model], quantity)
    let share = model.crossAge?.change(quantity, ages).flatMap { observed in
      AppearanceShare(
        model: model.model, quantity: quantity, observed: observed, appearance: appearance)
    }
    return AppearanceNote(
      text: [text, share?.inWords].compactMap(\.self).joined(separator: " "), share: share)
  }

  /// What models' accuracies did in the cohorts from the infant model's group to the adult model's.
  func note(on models: [String], adding addition: String? = nil) -> AppearanceNote? {
    let known = models.filter { self.model($0)?.toddlerAdult != nil }
    guard !known.isEmpty else { return nil }
    let text = changes(of: known, .toddlerAdult)
    return AppearanceNote(text: [text, addition].compactMap(\.self).joined(separator: " "))
  }

  /// "In 5 synthetic cohorts in which only heads and skin change with age, accuracy changed from
  /// toddlers to adults: that of the infant model by −12.0 points (95 % interval …)."
  private func changes(of models: [String], _ quantity: AppearanceQuantity) -> String {
    let step =
      quantity == .trend
      ? "from one age group to the next"
      : "from \(ages.plural(of: ages.infant)) to \(ages.plural(of: ages.adult))"
    let sizes = models.compactMap { name in
      model(name)?[quantity].map { estimate in
        "that of the \(name) model by \(Wording.points(estimate.value)) "
          + "(\(Wording.pointsInterval(estimate)))"
      }
    }
    let drawn = cohorts == 1 ? "one synthetic cohort" : "\(cohorts) synthetic cohorts"
    return "In \(drawn) in which only heads and skin change with age, accuracy changed \(step): "
      + "\(Wording.list(sizes))."
  }
}
