import Faces
import Foundation
import Support

/// Raters who see a face's actions through noise and name the emotion that comes closest.
///
/// A rater takes a face with actions x for emotion k with probability proportional to
/// exp(−|x − p_k|² / 2τ²), where p_k is the prototype of k at the face's own stage of development
/// and at usual intensity: raters know how infants look. Faces between two prototypes and weak
/// expressions divide them, and so does infant distress, whose prototypes are alike.
struct SimulatedRaters {
  let count: Int
  let uncertainty: Double

  /// How many raters chose each emotion, in `Emotion`'s order.
  func votes(
    on actions: FacialActions, adultWeight: Double, using generator: inout SeededGenerator
  ) -> [Double] {
    let chances = probabilities(actions, adultWeight: adultWeight)
    var votes = Array(repeating: 0.0, count: Emotion.allCases.count)
    for _ in 0..<count {
      var left = generator.uniform()
      let choice = chances.firstIndex { chance in
        left -= chance
        return left < 0
      }
      votes[choice ?? votes.count - 1] += 1
    }
    return votes
  }

  /// The emotion that most raters chose; of equals, the intended one, or else the first.
  static func plurality(_ votes: [Double], intended: Emotion) -> Emotion {
    let most = votes.max() ?? 0
    if votes[intended.index] == most { return intended }
    return Emotion.allCases.first { votes[$0.index] == most } ?? intended
  }

  private func probabilities(_ actions: FacialActions, adultWeight: Double) -> [Double] {
    let distances = Emotion.allCases.map { emotion in
      actions.squaredDistance(
        to: ExpressionPrototypes.blend(emotion, adultWeight: adultWeight)
          .scaled(by: ShownExpression.usualIntensity))
    }
    let nearest = distances.min() ?? 0
    let weights = distances.map { exp(-($0 - nearest) / (2 * uncertainty * uncertainty)) }
    let sum = weights.reduce(0, +)
    return weights.map { $0 / sum }
  }
}
