import Faces
import Foundation
import Statistics

/// The chance that a face of an age and emotion is answered right: a curve over age (a level one
/// where nil), shifted on the logit scale for each emotion so that the expected weighted number
/// of right answers is the observed one.
struct AnswerModel: Sendable {
  let curve: TransitionCurve?
  private let labels: LabelScheme
  private let shifts: [Double]

  init(
    _ curve: TransitionCurve?, answers: [AgedAnswer], weights: [Double], mix: StandardMix
  ) {
    self.curve = curve
    labels = mix.labels
    shifts = mix.labels.emotions.map { emotion in
      guard mix.emotions.contains(emotion) else { return 0 }
      let faces = answers.indices.filter { answers[$0].emotion == emotion }
      let logits = faces.map { AnswerModel.logit(curve, at: answers[$0].ageInYears) }
      let observed = faces.reduce(0) { $0 + (answers[$1].isCorrect ? weights[$1] : 0) }
      var (lower, upper) = (-20.0, 20.0)
      for _ in 0..<40 {
        let middle = (lower + upper) / 2
        var expected = 0.0
        for (face, logit) in zip(faces, logits) {
          expected += weights[face] / (1 + exp(-logit - middle))
        }
        if expected < observed { lower = middle } else { upper = middle }
      }
      return (lower + upper) / 2
    }
  }

  func probability(age: Double, emotion: Emotion) -> Double {
    logistic(AnswerModel.logit(curve, at: age) + shifts[labels.position(of: emotion)])
  }

  private static func logit(_ curve: TransitionCurve?, at age: Double) -> Double {
    guard let accuracy = curve?.accuracy(at: age) else { return 0 }
    return log(accuracy / (1 - accuracy))
  }
}
