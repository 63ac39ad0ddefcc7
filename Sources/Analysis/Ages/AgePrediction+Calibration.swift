import Faces

extension AgePrediction {
  /// The same with what validation faces say of how sure the estimate is; nil says nothing.
  public func calibrated(by uncertainty: AgeUncertainty?) -> AgePrediction {
    var result = self
    if let uncertainty { result.estimate = uncertainty.calibrated(estimate) }
    return result
  }

  /// Whether the central interval that is said to hold the age with probability `level` does.
  func holdsAge(level: Double) -> Bool {
    estimate.distribution?.intervalInYears(level: level).contains(ageInYears) ?? false
  }

  /// The probability of each age group, youngest first; zeros where the estimate has no distribution.
  var groupProbabilities: [Double] {
    estimate.distribution?.probabilities(of: ages) ?? ages.groups.map { _ in 0 }
  }
}

extension AgePrediction: SubgroupedFace {}
