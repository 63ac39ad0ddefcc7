import Presentation

extension AgeEstimatorQuality {
  package static func abstract(of run: RunResults) -> [String] {
    guard let age = run[AgeEstimatorQuality.self] else { return [] }
    let error = age.meanAbsoluteError
    return [
      "Ages were estimated with a mean absolute error of "
        + "\(Format.number(error.value, decimals: 2)) years (\(Format.confidence(error)) "
        + "\(Format.interval(error, decimals: 2)), n = \(Format.count(age.n)))."
    ]
  }
}
