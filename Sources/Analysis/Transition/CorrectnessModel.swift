import Faces
import Foundation
import Statistics

/// The chance that a face of an age and emotion is predicted correctly: a curve over age (a level one
/// where nil), shifted on the logit scale for each emotion so that the expected weighted number
/// of correct predictions is the observed one.
struct CorrectnessModel: Sendable {
  let curve: (any AccuracyCurve)?
  private let labels: LabelScheme
  private let shifts: [Double]

  init(
    _ curve: (any AccuracyCurve)?, predictions: [AgedPrediction], weights: [Double],
    distribution: StandardDistribution
  ) {
    self.curve = curve
    labels = distribution.labels
    shifts = distribution.labels.emotions.map { emotion in
      guard distribution.emotions.contains(emotion) else { return 0 }
      let faces = predictions.indices.filter { predictions[$0].emotion == emotion }
      let logits = faces.map { CorrectnessModel.logit(curve, at: predictions[$0].ageInYears) }
      let observed = faces.reduce(0) { $0 + (predictions[$1].isCorrect ? weights[$1] : 0) }
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
    logistic(CorrectnessModel.logit(curve, at: age) + shifts[labels.position(of: emotion)])
  }

  private static func logit(_ curve: (any AccuracyCurve)?, at age: Double) -> Double {
    guard let accuracy = curve?.accuracy(at: age) else { return 0 }
    return log(accuracy / (1 - accuracy))
  }
}
