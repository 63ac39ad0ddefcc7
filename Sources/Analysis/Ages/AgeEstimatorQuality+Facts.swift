import Presentation

extension AgeEstimatorQuality {
  package static func comparison(of run: RunResults) -> [Fact] {
    guard let error = run[AgeEstimatorQuality.self]?.meanAbsoluteError else { return [] }
    return [
      Fact(
        name: "age estimator’s mean error, years",
        text: "\(Format.number(error.value, decimals: 2)) (\(Format.interval(error, decimals: 2)))")
    ]
  }
}
