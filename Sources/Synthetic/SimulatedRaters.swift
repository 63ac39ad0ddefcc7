import Faces
import Foundation
import Support

/// Raters who see a face's actions through noise and name the emotion that comes closest.
///
/// A rater takes a face with actions x for emotion k with probability proportional to
/// exp(−|x − p_k|² / 2τ²), where p_k is the prototype of k at the face's own stage of development
/// and at usual intensity: raters know how infants look. A label that several emotions show has the
/// sum of their chances. Faces between two prototypes and weak
/// expressions divide them, and so does infant distress, whose prototypes are alike.
struct SimulatedRaters {
  let count: Int
  let uncertainty: Double
  let labels: DrawnLabels

  /// How many raters chose each label, in the scheme's order.
  /// - Parameter adultWeight: of each emotion's adult prototype at the face's stage of development.
  func votes(
    on actions: FacialActions, adultWeight: (Emotion) -> Double,
    using generator: inout SeededGenerator
  ) -> [Double] {
    let chances = probabilities(actions, adultWeight: adultWeight)
    var votes = Array(repeating: 0.0, count: chances.count)
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
  func plurality(_ votes: [Double], intended: Emotion) -> Emotion {
    let most = votes.max() ?? 0
    let leaders = zip(labels.scheme.emotions, votes).filter { $0.1 == most }.map(\.0)
    return leaders.contains(intended) ? intended : leaders.first ?? intended
  }

  private func probabilities(
    _ actions: FacialActions, adultWeight: (Emotion) -> Double
  ) -> [Double] {
    let distances = labels.emotions.map { emotions in
      emotions.map { emotion in
        actions.squaredDistance(
          to: ExpressionPrototypes.blend(emotion, adultWeight: adultWeight(emotion))
            .scaled(by: ShownExpression.usualIntensity))
      }
    }
    let nearest = distances.joined().min() ?? 0
    // A rater names an emotion, and with it the label that it becomes.
    let weights = distances.map { own in
      own.reduce(0) { $0 + exp(-($1 - nearest) / (2 * uncertainty * uncertainty)) }
    }
    let sum = weights.reduce(0, +)
    return weights.map { $0 / sum }
  }
}
