import Statistics

/// How an analysis treats the error of estimated ages; docs/transition.md explains each.
public enum AgeTreatment: String, Codable, Sendable, CaseIterable {
  /// The ages as the manifest gives them, estimated or known.
  case asEstimated
  /// The same without the faces near a bound between age groups.
  case withoutBoundaryFaces
  /// True ages drawn given the predictions.
  case imputed
  /// True ages drawn without the predictions: attenuated, never a result.
  case naive

  /// "corrected for the error of estimated ages".
  var inWords: String {
    switch self {
    case .asEstimated: "with the ages as given"
    case .withoutBoundaryFaces: "without faces near a bound between age groups"
    case .imputed: "corrected for age-estimation error"
    case .naive: "with true ages drawn without the predictions"
    }
  }
}

/// The age that a finding gives.
public struct QuotedAge: Codable, Sendable, Equatable {
  /// In years; nil where no age is to be quoted: no change can be claimed, the interval lacks a bound,
  /// or the estimate stands at an end of what was searched.
  public var ageInYears: Double?
  public var interval: OpenInterval
  /// The treatment of the ages that it comes from.
  public var treatment: AgeTreatment

  package init(ageInYears: Double? = nil, interval: OpenInterval, treatment: AgeTreatment) {
    self.ageInYears = ageInYears
    self.interval = interval
    self.treatment = treatment
  }
}
