import Foundation

/// The expected calibration error: how far a model's confidence lies from its share of correct
/// answers, over bins of equal width, weighted by their answers (Guo et al. 2017, arXiv
/// 1706.04599, equation 5). With few answers it is biased upwards.
/// - Parameters:
///   - confidences: The probability of each given answer, in 0 ... 1; a bin holds its upper bound.
///   - isCorrect: Whether each answer is right.
///   - bins: 15 by default, as in the paper.
/// - Returns: nil where there are no answers.
public func expectedCalibrationError(
  confidences: [Double], isCorrect: [Bool], bins: Int = 15
) -> Double? {
  precondition(confidences.count == isCorrect.count, "every answer needs its confidence")
  guard !confidences.isEmpty else { return nil }
  var gaps = [Double](repeating: 0, count: bins)
  for (confidence, isCorrect) in zip(confidences, isCorrect) {
    let bin = min(bins - 1, max(0, Int((confidence * Double(bins)).rounded(.up)) - 1))
    gaps[bin] += confidence - (isCorrect ? 1 : 0)
  }
  return gaps.reduce(0) { $0 + abs($1) } / Double(confidences.count)
}

/// One number that makes a model's probabilities less or more confident without changing its
/// answers: softmax(ln p / T) (Guo et al. 2017, arXiv 1706.04599, equation 9).
public struct TemperatureScaling: Sendable, Equatable {
  /// Above 1 the model was too confident.
  public let temperature: Double

  /// The temperature with the least log loss.
  /// - Parameters:
  ///   - logProbabilities: ln p of each class (or logits), one row per face.
  ///   - labels: The true class of each face, as an index into its row.
  /// - Returns: nil where no finite positive temperature is best: no faces, answers no better than
  ///   their probabilities' reverse, or all of them right.
  public init?(fitting logProbabilities: [[Double]], labels: [Int]) {
    precondition(logProbabilities.count == labels.count, "every row needs a label")
    // The log loss is convex in the inverse temperature: find where its derivative crosses zero.
    func slope(_ inverse: Double) -> Double {
      zip(logProbabilities, labels).reduce(0) { sum, face in
        let highest = (face.0.max() ?? 0) * inverse
        var total = 0.0
        var mean = 0.0
        for value in face.0 {
          let weight = exp(value * inverse - highest)
          total += weight
          mean += weight * value
        }
        return sum + mean / total - face.0[face.1]
      }
    }
    guard !labels.isEmpty, slope(0) < 0 else { return nil }
    var (below, above) = (0.0, 1.0)
    // Where all answers are right the slope only comes to 0 by underflow.
    while slope(above) <= 0 {
      below = above
      above *= 2
      guard above < 1e4 else { return nil }
    }
    while above - below > 1e-13 * above {
      let middle = (below + above) / 2
      guard middle > below, middle < above else { break }
      if slope(middle) < 0 { below = middle } else { above = middle }
    }
    temperature = 2 / (below + above)
  }

  /// The scaled probabilities of one face.
  public func probabilities(_ logProbabilities: [Double]) -> [Double] {
    let highest = logProbabilities.max() ?? 0
    let weights = logProbabilities.map { exp(($0 - highest) / temperature) }
    let total = weights.reduce(0, +)
    return weights.map { $0 / total }
  }
}
