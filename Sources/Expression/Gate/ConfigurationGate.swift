import Foundation
import Statistics
import Support

/// Whether two groups show the emotions in the same configuration: which are alike, which are not.
///
/// Distances between emotions are unchanged by anything that a head adds to all of them, by any rotation
/// of the features (an adult smile drawn elsewhere in the image), and, for their correlation, by a
/// common gain. So a correlation well below 1, once corrected for noise, speaks of expressions.
package struct ConfigurationGate {
  private let distances: EmotionDistances
  private let subjects: Int

  /// Divisions of the subjects into halves from which reliabilities come: of the data, of a resample.
  private static let halvings = 20
  private static let halvingsOfResample = 3

  package init(_ distances: EmotionDistances, subjects: Int) {
    self.distances = distances
    self.subjects = subjects
  }

  /// The correlation of both groups' distances, corrected for attenuation (Spearman 1904):
  /// r / √(reliability · reliability), each by split halves and the Spearman-Brown formula.
  package func compare(resamples: Int, generator: inout SeededGenerator) throws
    -> ConfigurationComparison?
  {
    let everybody = [Double](repeating: 1, count: subjects)
    guard let all = try distances([everybody]).first,
      let whole = try corrected(everybody, halvings: Self.halvings, generator: &generator)
    else { return nil }
    var resampled: [Double] = []
    for _ in 0..<resamples {
      let weights = resample(subjects, using: &generator)
      let value = try corrected(
        weights, halvings: Self.halvingsOfResample, generator: &generator)
      if let value { resampled.append(value.correlation) }
    }
    return ConfigurationComparison(
      correlation: whole.correlation,
      standardError: 2 * resampled.count > resamples
        ? SampleMoments(resampled)?.standardDeviation : nil,
      reliabilities: whole.reliabilities,
      distances: all)
  }

  private struct Corrected {
    var correlation: Double
    var reliabilities: [Double]
  }

  private func corrected(
    _ weights: [Double], halvings: Int, generator: inout SeededGenerator
  ) throws -> Corrected? {
    var rows = [weights]
    for _ in 0..<halvings {
      let isFirst = weights.map { _ in generator.next() & 1 == 0 }
      rows.append(zip(weights, isFirst).map { $1 ? $0 : 0 })
      rows.append(zip(weights, isFirst).map { $1 ? 0 : $0 })
    }
    let distances = try distances(rows)
    let pairs = stride(from: 1, to: rows.count, by: 2)
    func reliability(_ group: KeyPath<(first: [Double], second: [Double]), [Double]>) -> Double {
      let halves = pairs.map {
        correlation(distances[$0][keyPath: group], distances[$0 + 1][keyPath: group])
      }.filter(\.isFinite)
      let mean = halves.reduce(0, +) / Double(halves.count)
      return mean > 0 ? 2 * mean / (1 + mean) : .nan
    }
    let reliabilities = [reliability(\.first), reliability(\.second)]
    let plain = correlation(distances[0].first, distances[0].second)
    let value = plain / max(reliabilities[0] * reliabilities[1], 0.05).squareRoot()
    guard value.isFinite, reliabilities.allSatisfy(\.isFinite) else { return nil }
    return Corrected(correlation: value, reliabilities: reliabilities)
  }
}

/// How alike the emotions' configurations in two groups are.
package struct ConfigurationComparison {
  /// Corrected for noise in the distances; 1 where the configurations are the same.
  package var correlation: Double
  /// The standard deviation over resamples of subjects; nil where most of them have no correlation.
  package var standardError: Double?
  package var reliabilities: [Double]
  package var distances: (first: [Double], second: [Double])

  /// The one-sided 95 % bound above; nil where there is no standard error.
  package var upperBound: Double? {
    standardError.map { correlation + 1.645 * $0 }
  }
}
