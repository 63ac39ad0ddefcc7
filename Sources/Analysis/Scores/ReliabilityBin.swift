import Faces
import Statistics
import Support

/// The predictions of about one confidence: a point of a reliability diagram (Niculescu-Mizil & Caruana
/// 2005, doi 10.1145/1102351.1102430).
public struct ReliabilityBin: Codable, Sendable, Equatable {
  /// Bins of equal width over 0 ... 1, as many as the expected calibration error has.
  public static let count = 15

  /// The bin's lower bound, which it does not hold.
  public var lowerBound: Double
  public var n: Int
  /// Mean probability of the predictions.
  public var confidence: Double
  /// Share of correct predictions.
  public var accuracy: Estimate
}

extension ReliabilityBin {
  /// The bins that hold predictions, in order.
  /// - Parameter confidences: The probability of each face's prediction, in 0 ... 1.
  static func all(
    _ faces: [LabelledFace], confidences: [Double], settings: EvaluationSettings, stream: String
  ) throws -> [ReliabilityBin] {
    let index = SubjectIndex(faces.map(\.unit))
    // Per subject the predictions in each bin, then the right ones.
    var sums = ClusterSums(count: index.count, width: 2 * count)
    var confidenceSums = [Double](repeating: 0, count: count)
    for (place, face) in faces.enumerated() {
      let confidence = confidences[place]
      let bin = min(count - 1, max(0, Int((confidence * Double(count)).rounded(.up)) - 1))
      sums[index.subjectOfFace[place], bin] += 1
      if face.isCorrect { sums[index.subjectOfFace[place], count + bin] += 1 }
      confidenceSums[bin] += confidence
    }
    let intervals = ProportionIntervals(
      sums, repeats: index.repeats, settings: settings, stream: stream)
    let totals = sums.totals
    return try (0..<count).compactMap { bin in
      try intervals.estimate(successes: [count + bin], trials: [bin]).map {
        ReliabilityBin(
          lowerBound: Double(bin) / Double(count), n: Int(totals[bin]),
          confidence: confidenceSums[bin] / totals[bin], accuracy: $0)
      }
    }
  }
}
