import Statistics

/// Class-standardised accuracy of about a dozenth of the faces, neighbours in age: a point that can be seen.
public struct BinnedAccuracy: Codable, Sendable, Equatable {
  /// Mean age in years.
  public var age: Double
  public var n: Int
  /// With a cluster-robust t interval, cut at 0 and 1.
  public var accuracy: Estimate
}

extension TransitionSample {
  /// Faces by age in bins of equally many, at most twelve of at least thirty faces; a bin whose faces do not
  /// vary, or are of one subject, has no interval and is left out.
  func binned() throws -> [BinnedAccuracy] {
    let order = predictions.indices.sorted {
      (predictions[$0].ageInYears, $0) < (predictions[$1].ageInYears, $1)
    }
    let count = min(12, order.count / 30)
    guard count > 0 else { return [] }
    return try (0..<count).compactMap { bin in
      let faces = Array(order[(bin * order.count / count)..<((bin + 1) * order.count / count)])
      let weights = faces.map { outcomes.weights[$0] }
      let total = weights.reduce(0, +)
      let right = zip(faces, weights).reduce(0) { $0 + (outcomes.isSuccess[$1.0] ? $1.1 : 0) }
      guard total > 0 else { return nil }
      let accuracy = right / total
      // The ratio's linearisation: the mean of these is the accuracy, their spread by subject its error.
      let values = zip(faces, weights).map { face, weight in
        accuracy + Double(faces.count) * weight / total
          * ((outcomes.isSuccess[face] ? 1 : 0) - accuracy)
      }
      guard
        var estimate = try clusterRobustMean(
          values, clusters: faces.map { predictions[$0].subject }, level: settings.level)?.estimate
      else { return nil }
      estimate.lower = max(0, estimate.lower)
      estimate.upper = min(1, estimate.upper)
      let ages = faces.map { predictions[$0].ageInYears }
      return BinnedAccuracy(
        age: ages.reduce(0, +) / Double(ages.count), n: faces.count, accuracy: estimate)
    }
  }
}
