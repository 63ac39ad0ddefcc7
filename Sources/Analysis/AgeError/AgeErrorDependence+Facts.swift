import Presentation

extension AgeErrorDependence {
  package static func comparison(of run: RunResults) -> [Fact] {
    (run[AgeErrorDependence.self]?.ages ?? []).compactMap { age in
      age.imputed.map {
        Fact(
          name: "\(TransitionWording.name(of: age.model)), true ages imputed: the one to quote",
          text: TransitionWording.years($0.boundedAgeInYears, $0.interval))
      }
    }
  }
}
