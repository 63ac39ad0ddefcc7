import Statistics

extension AgeErrorAnalysis {
  /// Why something is not estimated, a sentence each: "Adult model, transition age, without faces near a
  /// bound between age groups: 0 older child faces are left, and every age group needs 30."
  public var reasonsInWords: [String] {
    func texts(
      _ model: String?, _ quantity: AgeErrorQuantity, _ reasons: [String: String]?
    ) -> [String] {
      AgeTreatment.allCases.compactMap { treatment in
        reasons?[treatment.rawValue].map { reason in
          let name = model.map { "the \($0) model's \(quantity.inWords)" } ?? quantity.inWords
          return
            "\(name.prefix(1).uppercased())\(name.dropFirst()) \(treatment.inWords): \(reason)."
        }
      }
    }
    return results.flatMap { texts($0.model, $0.quantity, $0.reasons) }
      + (ages ?? []).flatMap { texts($0.model, $0.quantity, $0.reasons) }
  }
}

extension AgeErrorQuantity {
  fileprivate var inWords: String {
    switch self {
    case .trend: "change of accuracy from one age group to the next"
    case .toddlerAdult: "difference between adults and toddlers"
    case .transitionAge: "transition age"
    case .crossing: "the crossing of the curves"
    }
  }
}
