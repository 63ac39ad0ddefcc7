import Analysis
import Faces
import Foundation
import Statistics
import Support

/// How the faces of a simulated cohort are predicted.
struct SimulatedFaces: Sendable {
  var subjects = 300
  var facesPerSubject = 4
  /// The correlation of the latent normal numbers of two faces of one subject.
  var latentCorrelation = 0.3
  /// Whether emotions differ in difficulty and in their distribution between age groups.
  var variesClassDistribution = true

  /// The span of ages of each group, in years; groups have as many subjects each.
  static let spans: [ClosedRange<Double>] = [0.3...3, 3...8, 8...12, 12...17, 18...60]

  /// How predictions depend on each other, for the page.
  var dependence: String {
    "Predictions of one subject's faces are correlated: a face is predicted correctly where a latent normal "
      + "number is small, and those of two faces of one subject have the correlation "
      + "\(latentCorrelation)."
  }

  /// Draws subjects with their age, and for each face its emotion and a latent uniform number;
  /// a face is predicted correctly where that is below its probability.
  func draw(
    _ generator: inout SeededGenerator, probability: @escaping (Double) -> Double
  ) throws -> [AgedPrediction] {
    try draw(&generator, probabilities: [probability])[0]
  }

  /// The same for several models, each with latent numbers of its own.
  func draw(
    _ generator: inout SeededGenerator, probabilities: [(Double) -> Double]
  ) throws -> [[AgedPrediction]] {
    var predictions = [[AgedPrediction]](repeating: [], count: probabilities.count)
    for subject in 0..<subjects {
      let group = subject % SimulatedFaces.spans.count
      let span = SimulatedFaces.spans[group]
      let age = generator.uniform(span.lowerBound, span.upperBound)
      let emotions = (0..<facesPerSubject).map { _ in emotion(group, &generator) }
      for model in probabilities.indices {
        let common = latentCorrelation.squareRoot() * generator.normal()
        for emotion in emotions {
          let latent = common + (1 - latentCorrelation).squareRoot() * generator.normal()
          let probability = probabilities[model](age) + difficulty(emotion)
          predictions[model].append(
            AgedPrediction(
              subject: subject, ageInYears: age, emotion: emotion,
              isCorrect: try NormalDistribution.cumulative(latent) < probability))
        }
      }
    }
    return predictions
  }

  /// By how much an emotion is easier than the mean of all: the seven sum to 0.
  private func difficulty(_ emotion: Emotion) -> Double {
    variesClassDistribution
      ? [0, -0.05, -0.1, 0.15, 0.05, -0.05, 0][LabelScheme.emotions7.position(of: emotion)] : 0
  }

  /// Easy emotions are rarer among the youngest.
  private func emotion(_ group: Int, _ generator: inout SeededGenerator) -> Emotion {
    guard variesClassDistribution else {
      return LabelScheme.emotions7.emotions[generator.integer(below: 7)]
    }
    let easy = [0.6, 1, 1.5, 2, 2.5][group]
    let weights = [1, 1, 1, easy, easy, 1, 1]
    var rest = generator.uniform() * weights.reduce(0, +)
    for (weight, emotion) in zip(weights, LabelScheme.emotions7.emotions) {
      rest -= weight
      if rest < 0 { return emotion }
    }
    return .surprise
  }
}
