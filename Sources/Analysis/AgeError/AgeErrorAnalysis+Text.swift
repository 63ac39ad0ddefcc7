import Faces
import Statistics

extension AgeErrorAnalysis {
  /// Why something is not estimated, a sentence each: "Adult model, transition age, without faces near a
  /// bound between age groups: 0 older child faces are left, and every age group needs 30."
  public func reasonsInWords(_ ages: AgeGrouping) -> [String] {
    func texts(
      _ model: String?, _ quantity: AgeErrorQuantity, _ reasons: [String: String]?
    ) -> [String] {
      AgeTreatment.allCases.compactMap { treatment in
        reasons?[treatment.rawValue].map { reason in
          let what = quantity.inWords(ages)
          let name = model.map { "the \($0) model's \(what)" } ?? what
          return
            "\(name.prefix(1).uppercased())\(name.dropFirst()) \(treatment.inWords): \(reason)."
        }
      }
    }
    return results.flatMap { texts($0.model, $0.quantity, $0.reasons) }
      + (self.ages ?? []).flatMap { texts($0.model, $0.quantity, $0.reasons) }
  }
}

extension AgeErrorQuantity {
  fileprivate func inWords(_ ages: AgeGrouping) -> String {
    switch self {
    case .trend: "change of accuracy from one age group to the next"
    case .toddlerAdult:
      "difference between \(ages.plural(of: ages.adult)) and \(ages.plural(of: ages.infant))"
    case .transitionAge: "transition age"
    case .crossing: "the crossing of the curves"
    }
  }
}
