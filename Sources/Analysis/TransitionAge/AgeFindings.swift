import Faces
import Statistics

/// The transition ages and the crossing as findings use them, each under the treatment of the ages that
/// is to be quoted.
struct QuotedAges {
  /// What was planted stands beside the estimates.
  private(set) var transition: TransitionAnalysis?
  /// Every age under every treatment that was made, the models' first.
  let ages: [AgeErrorAge]

  /// - Parameter planted: Without estimates; nil for faces of which nothing is known.
  init(
    _ transition: TransitionAnalysis?, ageError: AgeErrorAnalysis?, planted: PlantedTransition?
  ) {
    self.transition = transition
    ages = ageError?.ages ?? transition?.ages ?? []
    self.transition?.planted = planted?.compared(with: ages)
  }

  /// Whether a model's accuracy changes with age, and at what age.
  func transition(of name: String) -> FindingDraft? {
    guard let model = transition?.models.first(where: { $0.model == name }),
      let curve = model.curve, let test = curve.noTransitionTest,
      let age = ages.first(where: { $0.model == name && $0.quantity == .transitionAge }),
      let (quoted, treatment) = age.quoted
    else { return nil }
    let sample = Wording.sample(faces: model.n, subjects: model.subjects)
    let levels =
      "\(Wording.percent(curve.logistic.infantAsymptote)) and "
      + "\(Wording.percent(curve.logistic.adultAsymptote))"
    let interval = "\(treatment.inWords), \(Wording.ageInterval(quoted.interval))"
    let other = otherTreatment(age)
    let sources = transition.flatMap { model.sources?.words($0.settings) } ?? ""
    var draft = FindingDraft(id: "\(name)-transition", test: test) { verdict in
      guard verdict.holds else {
        return "No transition of the \(name) model's accuracy with age could be seen (\(sample); "
          + "\(verdict.inWords)), so no age is given."
      }
      if let why = curve.shapes?.whyNoAge {
        return
          "The \(name) model's accuracy changes with age (\(sample); \(verdict.inWords)), but no "
          + "transition age can be given: \(why).\(curve.shapes?.misfit ?? "")"
      }
      guard let years = quoted.boundedAgeInYears else {
        return "The \(name) model's accuracy changes with age (\(sample); \(verdict.inWords)), but "
          + "the age of the change cannot be located: \(interval)\(other).\(curve.scaleAtAnEnd)"
      }
      return "The \(name) model's accuracy, every emotion counting the same, is midway between its "
        + "two levels (\(levels)) at "
        + "\(Wording.age(years, quoted.interval)) \(treatment.inWords)\(other) (\(sample)). Against "
        + "accuracy that does not change with age: \(verdict.inWords).\(sources)\(curve.shapes?.misfit ?? "")\(curve.scaleAtAnEnd)"
    }
    draft.age = quoted.quoted(treatment, of: curve.shapes)
    return draft
  }

  /// At what age the adult model's curve overtakes the infant model's.
  func crossing() -> FindingDraft? {
    guard let age = ages.first(where: { $0.quantity == .crossing }),
      let (quoted, treatment) = age.quoted
    else { return nil }
    let other = otherTreatment(age)
    let text =
      if let years = quoted.boundedAgeInYears {
        "The adult model's curve of accuracy over age overtakes the infant model's at "
          + "\(Wording.age(years, quoted.interval)) \(treatment.inWords)\(other)."
      } else {
        "No age at which the adult model's curve of accuracy over age overtakes the infant model's "
          + "can be given: \(treatment.inWords), \(Wording.ageInterval(quoted.interval))\(other)."
      }
    var draft = FindingDraft(id: "crossing-age", text)
    draft.age = quoted.quoted(treatment)
    return draft
  }

  /// How near the ages above come to what was planted in synthetic faces.
  func planted() -> FindingDraft? {
    guard let planted = transition?.planted else { return nil }
    let sentences = ages.compactMap { age -> String? in
      guard let treatment = age.quoted?.treatment,
        let estimate = planted.estimates.first(where: {
          $0.model == age.model && $0.quantity == age.quantity && $0.treatment == treatment
        })
      else { return nil }
      let name = age.model.map { "the \($0) model's transition age" } ?? "the crossing"
      if shapes(of: age.model)?.whyNoAge != nil { return nil }
      // What is not bounded on both sides is no estimate to be off.
      let off =
        age.quoted?.age.boundedAgeInYears == nil
        ? nil
        : estimate.offInYears.map {
          "\(name) is \(Wording.decimal(abs($0))) years too \($0 < 0 ? "young" : "old")"
        }
      return "\(off ?? "\(name) cannot be located") (\(Wording.ageInterval(estimate.interval)), "
        + "which \(estimate.holdsPlanted ? "does not exclude" : "excludes") the planted age)"
    }
    guard !sentences.isEmpty else { return nil }
    return FindingDraft(
      id: "planted-transition",
      "In these synthetic faces expressions pass from the infant's to the adult's form at "
        + "\(Wording.decimal(planted.ageInYears)) years. Beside that age \(Wording.list(sentences))."
    )
  }

  /// An age with the ages, in years, among which it was searched; none is quoted of a model whose accuracy is not shown to
  /// change (before any correction for other tests).
  /// - Parameter model: nil for the crossing.
  /// - Returns: nil where nothing was estimated.
  func quoted(
    _ quantity: AgeErrorQuantity, of model: String?
  ) -> (age: QuotedAge, searched: ClosedRange<Double>)? {
    guard let age = ages.first(where: { $0.model == model && $0.quantity == quantity }),
      let (bounded, treatment) = age.quoted
    else { return nil }
    let test = transition?.models.first { $0.model == model }?.curve?.noTransitionTest
    let isChanging = test.map { $0.pValue < 1 - bounded.interval.level } ?? true
    return (
      isChanging
        ? bounded.quoted(treatment, of: shapes(of: model))
        : QuotedAge(
          interval: OpenInterval(
            lower: nil, upper: nil, level: bounded.interval.level,
            method: "none: no change is shown"), treatment: treatment),
      bounded.searchedFrom...bounded.searchedTo
    )
  }

  /// Which form a model's curve has.
  private func shapes(of model: String?) -> ShapeChoice? {
    transition?.models.first { $0.model == model }?.curve?.shapes
  }

  /// "; with the ages as given at 4.1 years (…)", where another treatment is quoted.
  private func otherTreatment(_ age: AgeErrorAge) -> String {
    guard age.quoted?.treatment != .asEstimated, let estimated = age.asEstimated else { return "" }
    let size =
      estimated.boundedAgeInYears.map { "at \(Wording.age($0, estimated.interval))" }
      ?? Wording.ageInterval(estimated.interval)
    return "; \(AgeTreatment.asEstimated.inWords), \(size)"
  }
}

extension AgeErrorAge {
  /// The age that is to be quoted: with true ages imputed where that was done, else as estimated.
  fileprivate var quoted: (age: BoundedAge, treatment: AgeTreatment)? {
    if let imputed { return (imputed, .imputed) }
    return asEstimated.map { ($0, .asEstimated) }
  }
}

extension FittedTransition {
  /// " The change may be sharper …" where the scale stands at an end of what was searched, else nothing.
  fileprivate var scaleAtAnEnd: String {
    guard let edges, edges.contains(.smallestScale) || edges.contains(.largestScale) else {
      return ""
    }
    let way = edges.contains(.smallestScale) ? "sharper" : "slower"
    return " The change may be \(way) than was searched: the curve's scale stands at an end of the "
      + "search, \(Wording.decimal(logistic.scale)) years."
  }
}

extension BoundedAge {
  /// - Parameter shapes: The form of the curve; one that has no transition age gives none to quote.
  fileprivate func quoted(
    _ treatment: AgeTreatment, of shapes: ShapeChoice? = nil
  ) -> QuotedAge {
    guard shapes?.whyNoAge == nil else {
      return QuotedAge(
        interval: OpenInterval(
          lower: nil, upper: nil, level: interval.level,
          method: "none: the curve is no single step"), treatment: treatment)
    }
    return QuotedAge(ageInYears: boundedAgeInYears, interval: interval, treatment: treatment)
  }
}

extension TransitionAnalysis {
  /// The ages as the manifest gives them, in the form of the analysis of the ages' error.
  var ages: [AgeErrorAge] {
    var ages = models.compactMap { model in
      model.curve.map { curve in
        AgeErrorAge(
          model: model.model, quantity: .transitionAge,
          asEstimated: BoundedAge(
            ageInYears: curve.logistic.midpoint, interval: curve.profileInterval,
            searched: curve.searchedFrom...curve.searchedTo))
      }
    }
    let searched = ["infant", "adult"].compactMap { name in
      models.first { $0.model == name }?.curve.map { $0.searchedFrom...$0.searchedTo }
    }
    if let crossing, searched.count == 2 {
      ages.append(
        AgeErrorAge(
          model: nil, quantity: .crossing,
          asEstimated: BoundedAge(crossing, searched: searched[0], searched[1])))
    }
    return ages
  }
}
