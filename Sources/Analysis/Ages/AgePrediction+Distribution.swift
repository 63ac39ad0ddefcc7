extension AgePrediction {
  /// The same with all that an estimator's distribution says of the face.
  public func with(_ predicted: PredictedAge) throws -> AgePrediction {
    var result = self
    result.intervalsInYears = AgeCoverage.levels.map { predicted.intervalInYears(level: $0) }
    result.groupProbabilities = predicted.probabilities(of: ages)
    result.standardScore = try predicted.standardScore(ofAge: ageInYears)
    return result
  }
}

extension AgePrediction: SubgroupedFace {}
