import Analysis
import Faces
import Foundation
import Statistics
import Support

/// Draws cohorts whose truth is known: how ages, emotions and predictions of faces come about.
///
/// The coverage study (`make validate`) and `smilestone plan` draw from it.
package struct SimulatedFaces: Sendable {
  package var subjects: [SimulatedSubject]
  package var facesPerVisit: Int
  /// The correlation of the latent normal numbers of two faces of one subject.
  package var latentCorrelation = 0.3
  /// The correlation of the latent numbers of two models on one face, beyond what its emotion and age make.
  package var modelCorrelation = 0.0
  /// Whether children under 5 years whose expressions are hard give four times as many faces as those whose are easy.
  package var hasInformativeSizes = false
  /// Whether emotions differ in difficulty and in their distribution between age groups.
  package var variesClassDistribution = true
  /// The standard deviation of true ages around those that are stated; less near birth, so that true
  /// ages are not cut off at 0. Where it is 0, stated ages are true.
  package var ageErrorInYears = 0.0
  /// Who labels the faces; nil where labels are the truth.
  package var raters: Raters?
  package var labels = LabelScheme.emotions7

  package init(subjects: [SimulatedSubject], facesPerVisit: Int) {
    self.subjects = subjects
    self.facesPerVisit = facesPerVisit
  }

  /// The coverage study's cohort: subjects of one age, as many in each of the study's age groups.
  package init(
    subjects: Int = 300, facesPerSubject: Int = 4, variesClassDistribution: Bool = true
  ) {
    self.init(
      subjects: (0..<subjects).map {
        SimulatedSubject(firstAge: SimulatedFaces.spans[$0 % SimulatedFaces.spans.count])
      }, facesPerVisit: facesPerSubject)
    self.variesClassDistribution = variesClassDistribution
  }

  /// The span of ages of each of the study's groups, in years.
  package static let spans: [ClosedRange<Double>] = [0.3...3, 3...8, 8...12, 12...17, 18...60]

  /// How predictions depend on each other, for pages.
  package var dependence: String {
    "Predictions of one subject's faces are correlated: a face is predicted correctly where a latent normal "
      + "number is small, and those of two faces of one subject have the correlation "
      + "\(latentCorrelation)."
  }

  /// Draws the predictions of one model.
  package func draw(
    _ generator: inout SeededGenerator, probability: @escaping (Double) -> Double
  ) throws -> [AgedPrediction] {
    try draw(&generator, probabilities: [probability])[0]
  }

  /// Draws the predictions of several models for the same faces.
  package func draw(
    _ generator: inout SeededGenerator, probabilities: [(Double) -> Double]
  ) throws -> [[AgedPrediction]] {
    let faces = try faces(&generator, probabilities: probabilities)
    return probabilities.indices.map { model in faces.map { $0.prediction(of: model) } }
  }

  /// Draws each subject's ages, and for each face its emotion and for each model a latent uniform number of its
  /// own; a prediction is correct where that is below its probability.
  /// - Parameter probabilities: Each model's chance of a correct prediction at a true age.
  package func faces(
    _ generator: inout SeededGenerator, probabilities: [(Double) -> Double]
  ) throws -> [SimulatedFace] {
    var faces: [SimulatedFace] = []
    for (number, subject) in subjects.enumerated() {
      let hardness = hasInformativeSizes ? generator.normal() : nil
      let ages = subject.ages(&generator).flatMap { age in
        Array(repeating: age, count: faceCount(at: age, hardness: hardness))
      }
      let emotions = ages.map { emotion($0, &generator) }
      let trueAges = ageErrorInYears > 0 ? ages.map { trueAge(around: $0, &generator) } : ages
      let readings = emotions.map { reading($0, &generator) }
      let shared =
        modelCorrelation > 0
        ? (subject: generator.normal(), faces: ages.map { _ in generator.normal() }) : nil
      // Of two models' numbers, the shared part and their own.
      func mixed(_ common: Double?, _ own: Double) -> Double {
        common.map {
          modelCorrelation.squareRoot() * $0 + (1 - modelCorrelation).squareRoot() * own
        } ?? own
      }
      let first = faces.count
      for (age, reading) in zip(ages, readings) {
        faces.append(SimulatedFace(subject: number, ageInYears: age, emotion: reading))
      }
      for probability in probabilities {
        let common =
          latentCorrelation.squareRoot()
          * (hardness ?? mixed(shared?.subject, generator.normal()))
        for place in ages.indices {
          let latent =
            common + (1 - latentCorrelation).squareRoot()
            * mixed(shared?.faces[place], generator.normal())
          let isTrue =
            try NormalDistribution.cumulative(latent)
            < probability(trueAges[place]) + difficulty(emotions[place])
          faces[first + place].isCorrect.append(
            raters == nil
              ? isTrue
              : readings[place]
                == (isTrue ? emotions[place] : another(than: emotions[place], &generator)))
        }
      }
    }
    return faces
  }

  /// How many faces a visit gives.
  private func faceCount(at age: Double, hardness: Double?) -> Int {
    guard let hardness, age < 5 else { return facesPerVisit }
    return hardness > 0 ? 2 * facesPerVisit : max(1, facesPerVisit / 2)
  }

  /// The standard deviation of the true age around a stated one.
  package func ageError(at age: Double) -> Double { min(ageErrorInYears, 0.4 * age) }

  private func trueAge(around age: Double, _ generator: inout SeededGenerator) -> Double {
    max(0, age + ageError(at: age) * generator.normal())
  }

  /// What raters call a face; the truth without any.
  private func reading(_ emotion: Emotion, _ generator: inout SeededGenerator) -> Emotion {
    raters?.reading(of: labels.position(of: emotion), among: labels.count, &generator)
      .map { labels.emotions[$0] } ?? emotion
  }

  private func another(than emotion: Emotion, _ generator: inout SeededGenerator) -> Emotion {
    let place = generator.integer(below: labels.count - 1)
    return labels.emotions[place < labels.position(of: emotion) ? place : place + 1]
  }

  /// By how much an emotion is easier than the mean of all: the seven sum to 0.
  private func difficulty(_ emotion: Emotion) -> Double {
    variesClassDistribution
      ? [0, -0.05, -0.1, 0.15, 0.05, -0.05, 0][LabelScheme.emotions7.position(of: emotion)] : 0
  }

  /// Easy emotions are rarer among the youngest.
  private func emotion(_ age: Double, _ generator: inout SeededGenerator) -> Emotion {
    guard variesClassDistribution else {
      return labels.emotions[generator.integer(below: labels.count)]
    }
    let easy = [0.6, 1, 1.5, 2, 2.5][AgeGrouping.study.index(ofAgeInYears: age)]
    let weights = [1, 1, 1, easy, easy, 1, 1]
    var rest = generator.uniform() * weights.reduce(0, +)
    for (weight, emotion) in zip(weights, LabelScheme.emotions7.emotions) {
      rest -= weight
      if rest < 0 { return emotion }
    }
    return .surprise
  }
}
