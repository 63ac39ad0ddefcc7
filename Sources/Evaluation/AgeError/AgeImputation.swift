import Cohort
import Foundation
import Statistics
import Support

/// Draws true ages from their predictive distribution, given what the models answered.
///
/// For a face with estimate â and spread σ the true age has the density φ((a−â)/σ) · Π P(answer |
/// a, emotion) over the models. The curves P are fitted to a resample of subjects at the ages of
/// the cycle before, so that their own uncertainty enters (stochastic approximation to data
/// augmentation, Tanner & Wong 1987, doi 10.2307/2289457). Leaving the answers out makes draws
/// that know nothing of them, which pulls every relation with age towards none (Little 1992,
/// doi 10.2307/2290664; von Hippel 2007, doi 10.1111/j.1467-9531.2007.00180.x).
struct AgeImputation: Sendable {
  let faces: [UncertainFace]
  let models: Int
  let subjects: Int
  let mix: [StandardMix]
  let settings: AgeErrorSettings

  /// Distances from the estimate in standard deviations, and the half width of each cell.
  private static let distances = stride(from: -3.0, through: 3, by: 0.25).map(\.self)
  private static let halfCell = 0.125

  /// The ages of all faces in one imputed data set.
  func ages(_ number: Int, usingAnswers: Bool) throws -> [Double] {
    let stream = "age-error/\(usingAnswers ? "informed" : "naive")/\(number)"
    var generator = SeededGenerator(seed: settings.seed, stream: stream)
    let none = [AnswerModel?](repeating: nil, count: models)
    var ages = faces.map { draw($0, none, &generator) }
    guard usingAnswers else { return ages }
    for _ in 0..<settings.cycles {
      var counts = [Int](repeating: 0, count: subjects)
      for _ in 0..<subjects { counts[generator.integer(below: subjects)] += 1 }
      let fitted = try (0..<models).map { try answerModel($0, ages: ages, counts) }
      ages = faces.map { draw($0, fitted, &generator) }
    }
    return ages
  }

  /// The model's answers at given ages.
  func answers(_ model: Int, ages: [Double]) -> [AgedAnswer] {
    zip(faces, ages).compactMap { face, age in
      face.isCorrect[model].map {
        AgedAnswer(
          subject: face.subject, ageInYears: age, emotion: face.emotion, isCorrect: $0)
      }
    }
  }

  private func answerModel(
    _ model: Int, ages: [Double], _ multiplicity: [Int]
  ) throws -> AnswerModel? {
    guard
      let sample = try TransitionSample(
        answers(model, ages: ages), mix: mix[model], settings: settings.transition),
      let curve = sample.refitted(multiplicity: multiplicity)
    else { return nil }
    return AnswerModel(
      curve, answers: sample.answers, weights: sample.outcomes.weights,
      emotions: mix[model].emotions)
  }

  private func draw(
    _ face: UncertainFace, _ models: [AnswerModel?], _ generator: inout SeededGenerator
  ) -> Double {
    guard face.spread > 0 else { return face.ageInYears }
    var total = 0.0
    let cumulative = AgeImputation.distances.map { distance in
      let age = face.ageInYears + distance * face.spread
      guard age >= 0 else { return total }
      var density = exp(-distance * distance / 2)
      for (model, isCorrect) in zip(models, face.isCorrect) {
        guard let model, let isCorrect else { continue }
        let chance = model.probability(age: age, emotion: face.emotion)
        density *= isCorrect ? chance : 1 - chance
      }
      total += density
      return total
    }
    let place = generator.uniform() * total
    let index = cumulative.firstIndex { $0 > place } ?? AgeImputation.distances.count / 2
    let distance =
      AgeImputation.distances[index]
      + generator.uniform(-AgeImputation.halfCell, AgeImputation.halfCell)
    return max(0, face.ageInYears + distance * face.spread)
  }
}
