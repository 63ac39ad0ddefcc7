import Foundation
import Statistics

/// The share of adults' configuration of the emotions by age, α_A / (α_T + α_A).
///
/// As a share it is unchanged by a common gain: expressions that are smaller in a small face count as
/// much. Every emotion weighs the same at every age.
package struct AdultShareCurve: Sendable {
  /// One point for each age bin in which every emotion is shown.
  package struct Point: Sendable {
    /// The place among the bins.
    package var bin: Int
    package var meanAgeInYears: Double
    /// Equally likely ages of its faces.
    package var likelyAgesInYears: [Double]
    package var faces: [Int]
    package var share: Double
    /// Clustered by subject, by the delta method.
    package var variance: Double
    /// The mean over its faces of the standard deviation of a face's likely ages, in years; 0 where ages
    /// are known.
    var likelyAgeDeviation: Double
  }

  package private(set) var points: [Point] = []

  /// Bins with fewer faces of each emotion, on average, are left out.
  private static let leastFacesPerEmotion = 2
  /// Bins with a smaller sum of both weights show too little of either configuration for a share.
  private static let leastSum = 0.25
  /// The standard deviation of the normal kernel by which variances are smoothed, in bins.
  private static let variancesReach = 3.0

  package init(_ weights: ConfigurationWeights.Result, data: ExpressionFaces) {
    let facesOfBin = Dictionary(grouping: data.agesInYears.indices) {
      AgeBins.bin(ofAge: data.agesInYears[$0])
    }
    for (bin, faces) in facesOfBin.sorted(by: { $0.key < $1.key }) {
      guard let mean = Self.mean(weights, faces: faces, data: data) else { continue }
      points.append(
        Point(
          bin: bin,
          meanAgeInYears: faces.reduce(0) { $0 + data.agesInYears[$1] } / Double(faces.count),
          likelyAgesInYears: data.likelyAges(of: faces), faces: faces, share: mean.share,
          variance: mean.variance,
          likelyAgeDeviation: faces.reduce(0) {
            $0 + (SampleMoments(data.likelyAgesInYears[$1])?.standardDeviation ?? 0)
          } / Double(faces.count)))
    }
    // A bin whose faces happen to agree is not known better than that.
    let floor = 0.2 * median(points.map(\.variance))
    for place in points.indices { points[place].variance = max(points[place].variance, floor) }
    if hasEstimatedAges { smoothVariances() }
  }

  var hasEstimatedAges: Bool { points.contains { $0.likelyAgeDeviation > 0 } }

  /// The standard deviation of a face's likely ages around an age, in years, linear between the bins.
  func likelyAgeDeviation(atAge age: Double) -> Double {
    let next = points.firstIndex { $0.meanAgeInYears >= age } ?? points.count - 1
    guard next > 0 else { return points.first?.likelyAgeDeviation ?? 0 }
    let (before, after) = (points[next - 1], points[next])
    let place =
      (age - before.meanAgeInYears) / (after.meanAgeInYears - before.meanAgeInYears)
    return before.likelyAgeDeviation
      + min(place, 1) * (after.likelyAgeDeviation - before.likelyAgeDeviation)
  }

  /// Gives each bin the variance of a face that the bins around it have, over its number of faces.
  ///
  /// A bin's own variance rests on some fifty faces. Where ages are estimates, the step is read from many bins
  /// that differ little, and a few that seem too sure decide it.
  private mutating func smoothVariances() {
    let ofFace = points.map { log($0.variance * Double($0.faces.count)) }
    for place in points.indices {
      let weights = points.indices.map { other in
        let distance = Double(other - place) / Self.variancesReach
        return exp(-distance * distance / 2)
      }
      let mean =
        zip(weights, ofFace).reduce(0) { $0 + $1.0 * $1.1 } / weights.reduce(0, +)
      points[place].variance = exp(mean) / Double(points[place].faces.count)
    }
  }

  /// The shares of the same bins with weighted faces; nil where a bin loses all of them, or its share.
  func resampled(
    _ weights: ConfigurationWeights.Result, data: ExpressionFaces, times: [Double]
  ) -> [Double]? {
    let cells = AgeBins.bounds.count * data.emotionCount
    var (toddlers, adults, totals) = (
      [Double](repeating: 0, count: cells), [Double](repeating: 0, count: cells),
      [Double](repeating: 0, count: cells)
    )
    for face in times.indices where times[face] > 0 {
      let cell =
        AgeBins.bin(ofAge: data.agesInYears[face]) * data.emotionCount + data.emotions[face]
      toddlers[cell] += times[face] * weights.toddlers[face]
      adults[cell] += times[face] * weights.adults[face]
      totals[cell] += times[face]
    }
    var shares: [Double] = []
    for point in points {
      let own = (0..<data.emotionCount).map { point.bin * data.emotionCount + $0 }
      // An emotion that a resample happens to lack takes the others' mean.
      let shown = own.filter { totals[$0] > 0 }
      let (ofToddlers, ofAdults) = shown.reduce((0.0, 0.0)) {
        ($0.0 + toddlers[$1] / totals[$1], $0.1 + adults[$1] / totals[$1])
      }
      let sum = ofToddlers + ofAdults
      guard sum >= Self.leastSum * Double(shown.count), sum > 0 else { return nil }
      shares.append(ofAdults / sum)
    }
    return shares
  }

  private static func mean(
    _ weights: ConfigurationWeights.Result, faces: [Int], data: ExpressionFaces
  ) -> (share: Double, variance: Double)? {
    let emotions = data.emotionCount
    guard faces.count >= leastFacesPerEmotion * emotions else { return nil }
    let ofEmotion = (0..<emotions).map { emotion in faces.filter { data.emotions[$0] == emotion } }
    guard ofEmotion.allSatisfy({ !$0.isEmpty }) else { return nil }
    func means(_ values: [Double]) -> [Double] {
      ofEmotion.map { own in own.reduce(0) { $0 + values[$1] } / Double(own.count) }
    }
    let (toddlers, adults) = (means(weights.toddlers), means(weights.adults))
    let ofToddlers = toddlers.reduce(0, +) / Double(emotions)
    let ofAdults = adults.reduce(0, +) / Double(emotions)
    let sum = ofToddlers + ofAdults
    guard sum >= leastSum else { return nil }
    var ofSubject: [Int: Double] = [:]
    for (emotion, own) in ofEmotion.enumerated() {
      let count = Double(own.count)
      let scale = (count / max(count - 1, 1)).squareRoot() / (Double(emotions) * count)
      for face in own {
        // The share's derivatives are −α_A/(α_T + α_A)² and α_T/(α_T + α_A)².
        let change =
          ofToddlers * (weights.adults[face] - adults[emotion])
          - ofAdults * (weights.toddlers[face] - toddlers[emotion])
        ofSubject[data.subjects[face], default: 0] += change / (sum * sum) * scale
      }
    }
    return (
      ofAdults / sum,
      ofSubject.sorted { $0.key < $1.key }.reduce(0) { $0 + $1.value * $1.value }
    )
  }
}
