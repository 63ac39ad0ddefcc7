import Presentation

/// An age at which something happens under four treatments of the ages.
public struct AgeErrorAge: Codable, Sendable, Equatable {
  /// nil for the crossing, which has two models.
  public var model: String?
  public var quantity: AgeErrorQuantity
  /// Treatments as in `AgeErrorResult`, imputed and naive ages by one curve through all data sets; nil
  /// where the treatment leaves no curve.
  public var asEstimated: BoundedAge?
  public var withoutBoundaryFaces: BoundedAge?
  public var imputed: BoundedAge?
  public var naive: BoundedAge?
  /// Why a treatment has no age, by the treatment's name; nil where all have enough faces.
  public var reasons: [String: String]?

  /// "adult transition-age", "crossing".
  var name: String { [model, quantity.rawValue].compactMap(\.self).joined(separator: " ") }

  /// Whether the age is located with some treatments and not with others, or is moved by one beyond the
  /// interval of another; naive draws do not count.
  var turns: Bool {
    let treatments: [AgeTreatment] = [.asEstimated, .withoutBoundaryFaces, .imputed]
    let located = treatments.map { self[$0]?.boundedAgeInYears }
    guard located.allSatisfy({ $0 != nil }) else { return located.contains { $0 != nil } }
    return treatments.contains { treatment in
      located.compactMap(\.self).contains { self[treatment]?.interval.contains($0) == false }
    }
  }

  /// "without faces near a bound between age groups (54% of them) it cannot be located"; nil where every
  /// treatment locates the age, or none.
  func unlocated(sharesOfFacesNear share: Double) -> String? {
    guard turns else { return nil }
    let treatments = [AgeTreatment.asEstimated, .withoutBoundaryFaces, .imputed].filter {
      self[$0]?.boundedAgeInYears == nil
    }
    guard !treatments.isEmpty else { return nil }
    let names = treatments.map { treatment in
      treatment.inWords
        + (treatment == .withoutBoundaryFaces
          ? " (\(Format.wholePercent(share)) of them)" : "")
    }
    return "\(Wording.list(names)) it cannot be located"
  }

  /// "the adult model's transition age is 9.1 years as estimated and 9.4 with imputed ages"; nil where
  /// the data do not bound it.
  var sentence: String? {
    guard let estimated = asEstimated?.boundedAgeInYears, let imputed = imputed?.boundedAgeInYears
    else {
      return nil
    }
    return "\(inWords) is \(Format.number(estimated, decimals: 1)) years as estimated and "
      + "\(Format.number(imputed, decimals: 1)) with imputed ages"
  }

  var inWords: String {
    model.map { "the \($0) model's transition age" } ?? "the curves' crossing"
  }
}

extension AgeErrorAge {
  /// The age under one treatment.
  public subscript(treatment: AgeTreatment) -> BoundedAge? {
    switch treatment {
    case .asEstimated: asEstimated
    case .withoutBoundaryFaces: withoutBoundaryFaces
    case .imputed: imputed
    case .naive: naive
    }
  }
}
