import Foundation
import Statistics

/// Takes out what a model reads in a person's face at rest.
///
/// Faces at rest differ: of some a model says “negative” for a whole recording. Where a person rests in at least half of the
/// judged frames, the median frame is one of rest. Of every other label the odds against the label of rest are there at
/// most `largestOdds`: where the median over the frames is higher, they are lowered by the same factor in all frames. They are never
/// raised. Person-specific normalisation by the median of a recording is that of Baltrušaitis, Mahmoud and Robinson 2015, “Cross-dataset
/// learning and person-specific normalisation for automatic Action Unit detection”.
public struct RestingBaseline: Sendable, Equatable, Codable {
  /// The label of a face at rest, as `neutral`.
  public let label: String
  /// Of a label against that of rest, in the median frame; three to one for rest (docs/results/video.md).
  public static let largestOdds = 1.0 / 3

  public init(label: String) { self.label = label }

  /// Probabilities of all labels over the frames of one person in one recording.
  /// - Parameters:
  ///   - frames: of each frame the probability of each label.
  ///   - labels: in the same order.
  /// - Returns: the same, each frame's sum 1; unchanged where no label is that of rest.
  public func corrected(_ frames: [[Double]], labels: [String]) -> [[Double]] {
    guard let rest = labels.firstIndex(of: label), !frames.isEmpty else { return frames }
    let factors = labels.indices.map { index in
      guard index != rest else { return 1.0 }
      let odds = frames.map { $0[index] / max($0[rest], Self.leastProbability) }
      return min(1, Self.largestOdds / max(quantile(odds.sorted(), 0.5), Self.leastProbability))
    }
    return frames.map { shares in
      let lowered = zip(shares, factors).map { $0 * $1 }
      let sum = lowered.reduce(0, +)
      return sum > 0 ? lowered.map { $0 / sum } : shares
    }
  }

  private static let leastProbability = 1e-12
}
