import Faces
import Statistics

extension Standardisation {
  /// - Parameters:
  ///   - names: One per stratum.
  ///   - weights: One per stratum, scaled to sum to 1 over those that are kept.
  ///   - accuracies: Those of the groups, which raw accuracy repeats where it is of the same faces.
  init(
    _ variable: String, _ counts: StratifiedCounts, names: [String], weights: [Double],
    accuracies: GroupAccuracies, level: Double
  ) throws {
    let kept = counts.strata(withAtLeast: Standardisation.minimumFaces).filter { weights[$0] > 0 }
    let total = kept.reduce(0) { $0 + weights[$1] }
    let keptWeights = kept.map { weights[$0] / total }
    let groups = counts.groups.indices
    let pairs = groups.flatMap { second in
      groups.dropFirst(second + 1).map { (first: $0, second: second) }
    }
    let resampled = try counts.bootstrap.estimates(level: level, label: counts.label) { sums in
      let raw = counts.rawCurve(sums)
      let standardised = counts.standardisedCurve(sums, strata: kept, weights: keptWeights)
      let slopes = (
        raw.map { slope($0, counts.ranks) }, standardised.map { slope($0, counts.ranks) }
      )
      let difference = slopes.0.flatMap { raw in slopes.1.map { raw - $0 } }
      let shares = groups.map { counts.shares(sums, group: $0, strata: kept) }
      let parts = pairs.flatMap { pair -> [Double?] in
        let parts = shares[pair.first].decomposedDifference(minus: shares[pair.second])
        return [parts.map { $0.distribution + $0.within }, parts?.distribution, parts?.within]
      }
      return groups.map { raw?[$0] } + groups.map { standardised?[$0] }
        + [slopes.0, slopes.1, difference] + (kept.isEmpty ? parts.map { _ in nil } : parts)
    }
    let count = groups.count
    // Of an accuracy at one distribution that all resamples share, as where all are right, subjects as trials
    // bound what it may be; other numbers without spread have no interval.
    let estimates = try resampled.enumerated().map { place, estimate -> Estimate? in
      guard let estimate, estimate.lower >= estimate.upper else { return estimate }
      guard (count..<2 * count).contains(place) else { return nil }
      return try wilsonWithSubjects(
        estimate.value,
        worth: counts.size(group: place - count, strata: kept, weights: keptWeights), level: level)
    }
    self.variable = variable
    strata = zip(kept, keptWeights).map { Stratum(name: names[$0], weight: $1) }
    leftOut = names.indices.filter { weights[$0] > 0 && !kept.contains($0) }.map { names[$0] }
    association = counts.association?.test
    self.groups = groups.map { group in
      let rawN = counts.faces(group: group, strata: Array(names.indices))
      return Group(
        ageGroup: counts.groups[group], rawN: rawN,
        raw: accuracies.estimate(of: counts.groups[group], n: rawN) ?? estimates[group],
        n: counts.faces(group: group, strata: kept), standardised: estimates[count + group])
    }
    rawSlope = estimates[2 * count]
    standardisedSlope = estimates[2 * count + 1]
    slopeDifference = estimates[2 * count + 2]
    differences = pairs.enumerated().map { position, pair in
      let start = 2 * count + 3 + 3 * position
      return Difference(
        first: counts.groups[pair.first], second: counts.groups[pair.second],
        total: estimates[start], distribution: estimates[start + 1], within: estimates[start + 2])
    }
  }
}

/// The least-squares slope of values over scores, each counting the same.
private func slope(_ values: [Double], _ scores: [Double]) -> Double {
  let mean = scores.reduce(0, +) / Double(scores.count)
  let spread = scores.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
  return zip(values, scores).reduce(0) { $0 + ($1.1 - mean) * $1.0 } / spread
}
