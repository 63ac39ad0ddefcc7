import Faces
import Statistics
import Support

/// The predictions of about one confidence: a point of a reliability diagram (Niculescu-Mizil & Caruana
/// 2005, doi 10.1145/1102351.1102430).
public struct ReliabilityBin: Codable, Sendable, Equatable {
  /// Bins of equally many predictions: those of equal width hold two predictions here and two hundred there.
  public static let count = 8

  /// The smallest probability in the bin.
  public var lowerBound: Double
  public var n: Int
  /// Mean probability of the predictions.
  public var confidence: Double
  /// Share of correct predictions.
  public var accuracy: Estimate
}

extension ReliabilityBin {
  /// The bins in order, their sizes at most one apart; fewer where there are fewer predictions.
  /// - Parameter confidences: The probability of each face's prediction, in 0 ... 1.
  static func all(
    _ faces: [LabelledFace], confidences: [Double], settings: EvaluationSettings, stream: String
  ) throws -> [ReliabilityBin] {
    let index = SubjectIndex(faces.map(\.unit))
    let order = faces.indices.sorted { (confidences[$0], $0) < (confidences[$1], $1) }
    let count = min(count, faces.count)
    // Per subject the predictions in each bin, then the right ones.
    var sums = ClusterSums(count: index.count, width: 2 * count)
    var confidenceSums = [Double](repeating: 0, count: count)
    var smallest = [Double](repeating: 1, count: count)
    for (rank, place) in order.enumerated() {
      let bin = rank * count / order.count
      sums[index.subjectOfFace[place], bin] += 1
      if faces[place].isCorrect { sums[index.subjectOfFace[place], count + bin] += 1 }
      confidenceSums[bin] += confidences[place]
      smallest[bin] = min(smallest[bin], confidences[place])
    }
    let intervals = ProportionIntervals(
      sums, repeats: index.repeats, settings: settings, stream: stream)
    let totals = sums.totals
    return try (0..<count).compactMap { bin in
      try intervals.estimate(successes: [count + bin], trials: [bin]).map {
        ReliabilityBin(
          lowerBound: smallest[bin], n: Int(totals[bin]),
          confidence: confidenceSums[bin] / totals[bin], accuracy: $0)
      }
    }
  }
}
