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

  /// Where the label that each rater chose stands in the scheme.
  /// - Parameter adultWeight: of each emotion's adult prototype at the face's stage of development.
  func choices(
    on actions: FacialActions, adultWeight: (Emotion) -> Double,
    using generator: inout SeededGenerator
  ) -> [Int] {
    let chances = probabilities(actions, adultWeight: adultWeight)
    return (0..<count).map { _ in
      var left = generator.uniform()
      let choice = chances.firstIndex { chance in
        left -= chance
        return left < 0
      }
      return choice ?? chances.count - 1
    }
  }

  /// How many raters chose each label, in the scheme's order.
  func votes(_ choices: [Int]) -> [Double] {
    var votes = Array(repeating: 0.0, count: labels.scheme.count)
    for choice in choices { votes[choice] += 1 }
    return votes
  }

  /// The same by name: raters are called 1, 2 and so on.
  func named(_ choices: [Int]) throws -> RaterLabels {
    var named = RaterLabels()
    for (rater, choice) in choices.enumerated() {
      try named.add(labels.scheme.emotions[choice], by: "\(rater + 1)")
    }
    return named
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
