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
    self.init(
      faces: faces, models: models, settings: settings,
      subjects: (faces.map(\.subject).max() ?? -1) + 1,
      cells: faces.map { $0.predicted?.quantilesInYears.map(SmoothAnswers.cell) ?? [] })
  }

  private init(
    faces: [UncertainFace], models: Int, settings: AgeErrorSettings, subjects: Int, cells: [[Int]]
  ) {
    self.faces = faces
    self.models = models
    self.settings = settings
    self.subjects = subjects
    self.cells = cells
  }

  /// The same for a resample in which subject s occurs `multiplicity[s]` times, each time as a
  /// subject of its own.
  func resampled(_ multiplicity: [Int]) -> AgeImputation {
    var first = 0
    let firsts = multiplicity.map { times in
      defer { first += times }
      return first
    }
    var resampled: [UncertainFace] = []
    var resampledCells: [[Int]] = []
    for (face, cells) in zip(faces, cells) {
      for time in 0..<multiplicity[face.subject] {
        var copy = face
        copy.subject = firsts[face.subject] + time
        resampled.append(copy)
        resampledCells.append(cells)
      }
    }
    return AgeImputation(
      faces: resampled, models: models, settings: settings, subjects: first,
      cells: resampledCells)
  }

  /// The ages of all faces in imputed data sets of one chain: the first after all cycles of fitting
  /// and drawing, each other one after a further cycle. Without answers there is nothing to fit, and
  /// each set is drawn by itself.
  /// - Parameter stream: The name of the chain's random stream.
  func dataSets(_ count: Int, stream: String, usingAnswers: Bool) -> [[Double]] {
    var generator = SeededGenerator(
      seed: settings.seed, stream: "age-error/\(usingAnswers ? "informed" : "naive")/\(stream)")
    guard usingAnswers else {
      return (0..<count).map { _ in faces.indices.map { draw($0, [], &generator) } }
    }
    var ages = faces.indices.map { draw($0, [], &generator) }
    var sets: [[Double]] = []
    for cycle in 1..<settings.cycles + count {
      var counts = [Double](repeating: 0, count: subjects)
      for _ in 0..<subjects { counts[generator.integer(below: subjects)] += 1 }
      let fitted = (0..<models).map { answers(of: $0, ages: ages, counts) }
      ages = faces.indices.map { draw($0, fitted, &generator) }
      if cycle >= settings.cycles { sets.append(ages) }
    }
    return sets
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
    var chances = [Double](repeating: 1, count: possible.count)
    for (model, isCorrect) in zip(models, face.isCorrect) {
      guard let isCorrect else { continue }
      model.multiply(&chances, by: isCorrect, emotion: face.emotion, cells: cells[index])
    }
    var total = 0.0
    let cumulative = chances.map {
      total += $0
      return total
    }
    let place = generator.uniform() * total
    return possible[cumulative.firstIndex { $0 > place } ?? possible.count / 2]
  }
}
