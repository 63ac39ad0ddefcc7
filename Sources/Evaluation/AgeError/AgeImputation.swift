import Cohort
import Foundation
import Statistics
import Support

/// Draws true ages from their predictive distribution, given what the models answered.
///
/// For a face with the predictive distribution f the true age has the density f(a) · Π P(answer | a,
/// emotion) over the models. The curves P are fitted to a resample of subjects at the ages of
/// the cycle before, so that their own uncertainty enters (stochastic approximation to data
/// augmentation, Tanner & Wong 1987, doi 10.2307/2289457). Leaving the answers out makes draws
/// that know nothing of them, which pulls every relation with age towards none (Little 1992,
/// doi 10.2307/2290664; von Hippel 2007, doi 10.1111/j.1467-9531.2007.00180.x).
struct AgeImputation: Sendable {
  let faces: [UncertainFace]
  let models: Int
  let subjects: Int
  let settings: AgeErrorSettings
  /// The cell of each possible age of each face, for looking up answers.
  private let cells: [[Int]]

  init(faces: [UncertainFace], models: Int, settings: AgeErrorSettings) {
    self.faces = faces
    self.models = models
    self.settings = settings
    subjects = (faces.map(\.subject).max() ?? -1) + 1
    cells = faces.map { $0.predicted?.quantilesInYears.map(SmoothAnswers.cell) ?? [] }
  }

  /// The ages of all faces in one imputed data set.
  func ages(_ number: Int, usingAnswers: Bool) throws -> [Double] {
    let stream = "age-error/\(usingAnswers ? "informed" : "naive")/\(number)"
    var generator = SeededGenerator(seed: settings.seed, stream: stream)
    var ages = faces.indices.map { draw($0, [], &generator) }
    guard usingAnswers else { return ages }
    for _ in 0..<settings.cycles {
      var counts = [Double](repeating: 0, count: subjects)
      for _ in 0..<subjects { counts[generator.integer(below: subjects)] += 1 }
      let fitted = (0..<models).map { answers(of: $0, ages: ages, counts) }
      ages = faces.indices.map { draw($0, fitted, &generator) }
    }
    return ages
  }

  private func answers(of model: Int, ages: [Double], _ multiplicity: [Double]) -> SmoothAnswers {
    SmoothAnswers(
      zip(faces, ages).lazy.compactMap { face, age in
        face.isCorrect[model].map {
          (face.emotion, SmoothAnswers.cell(age), $0, multiplicity[face.subject])
        }
      })
  }

  /// - Parameter models: Empty for a draw that does not know the answers.
  private func draw(
    _ index: Int, _ models: [SmoothAnswers], _ generator: inout SeededGenerator
  ) -> Double {
    let face = faces[index]
    guard let possible = face.predicted?.quantilesInYears else { return face.ageInYears }
    var total = 0.0
    var cumulative = [Double](repeating: 0, count: possible.count)
    for (place, cell) in cells[index].enumerated() {
      var chance = 1.0
      for (model, isCorrect) in zip(models, face.isCorrect) {
        guard let isCorrect else { continue }
        let probability = model.probability(cell: cell, emotion: face.emotion)
        chance *= isCorrect ? probability : 1 - probability
      }
      total += chance
      cumulative[place] = total
    }
    let place = generator.uniform() * total
    return possible[cumulative.firstIndex { $0 > place } ?? possible.count / 2]
  }
}
