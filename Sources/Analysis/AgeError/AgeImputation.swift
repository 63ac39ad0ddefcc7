import Faces
import Support

/// Draws true ages from their predictive distribution, given what the models predicted.
///
/// For a face with the predictive distribution f the true age has the density f(a) · Π P(prediction | a,
/// emotion, prediction of the model before) over the models. The curves P are fitted to a resample of subjects at the ages of
/// the cycle before, so that their own uncertainty enters (stochastic approximation to data
/// augmentation, Tanner & Wong 1987, doi 10.2307/2289457). Leaving the predictions out makes draws
/// that know nothing of them, which pulls every relation with age towards none (Little 1992,
/// doi 10.2307/2290664; von Hippel 2007, doi 10.1111/j.1467-9531.2007.00180.x).
struct AgeImputation: Sendable {
  let faces: [UncertainFace]
  let models: Int
  let subjects: Int
  let settings: AgeErrorSettings
  /// How far predicted distributions are off; nil where no ages of the archive are known.
  let correction: AgeCorrection?

  init(
    faces: [UncertainFace], models: Int, settings: AgeErrorSettings,
    correction: AgeCorrection? = nil
  ) {
    self.faces = faces
    self.models = models
    self.settings = settings
    self.correction = correction
    subjects = faces.subjectCount
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
    for face in faces {
      for time in 0..<multiplicity[face.subject] {
        var copy = face
        copy.subject = firsts[face.subject] + time
        resampled.append(copy)
      }
    }
    return AgeImputation(
      faces: resampled, models: models, settings: settings, correction: correction)
  }

  /// The ages of all faces in one imputed data set, after all cycles of fitting and drawing.
  /// - Parameter stream: The name of the data set's random stream.
  func ages(stream: String, usingPredictions: Bool) -> [Double] {
    var generator = SeededGenerator(
      seed: settings.seed, stream: "age-error/\(usingPredictions ? "informed" : "naive")/\(stream)")
    // One draw of the correction for a data set: what is not known of it differs between data sets.
    let changes = correction?.drawn(&generator)
    let faces = changes.map(moved) ?? faces
    var ages = faces.map { draw($0, [], &generator) }
    guard usingPredictions else { return ages }
    for _ in 0..<settings.cycles {
      var counts = [Double](repeating: 0, count: subjects)
      for _ in 0..<subjects { counts[generator.integer(below: subjects)] += 1 }
      let fitted = (0..<models).map { predictions(of: $0, ages: ages, counts) }
      ages = faces.map { draw($0, fitted, &generator) }
    }
    return ages
  }

  /// The faces with corrected distributions.
  /// - Parameter changes: One for each age group.
  private func moved(by changes: [AgeChange]) -> [UncertainFace] {
    let ages = settings.transition.vocabulary.ages
    return faces.map { face in
      guard let predicted = face.likelyAges else { return face }
      let change = changes[ages.index(ofAgeInYears: face.ageInYears)]
      var moved = face
      moved.likelyAges = change.moved(predicted)
      return moved
    }
  }

  private func predictions(of model: Int, ages: [Double], _ multiplicity: [Double])
    -> SmoothPredictions
  {
    SmoothPredictions(
      zip(faces, ages).lazy.compactMap { face, age in
        face.isCorrect[model].map {
          (kind(of: face, for: model), SmoothPredictions.cell(age), $0, multiplicity[face.subject])
        }
      }, labelCount: model == 0 ? labels.count : 3 * labels.count)
  }

  /// What a model's curves are apart for: the emotion and, as models err on the same faces, whether the model
  /// before it is right about the face.
  private func kind(of face: UncertainFace, for model: Int) -> Int {
    let label = labels.position(of: face.emotion)
    guard model > 0 else { return label }
    let before = face.isCorrect[model - 1].map { $0 ? 1 : 2 } ?? 0
    return before * labels.count + label
  }

  private var labels: LabelScheme { settings.transition.vocabulary.labels }

  /// - Parameter models: Empty for a draw that does not know the predictions.
  private func draw(
    _ face: UncertainFace, _ models: [SmoothPredictions], _ generator: inout SeededGenerator
  ) -> Double {
    guard let possible = face.likelyAges?.quantilesInYears else { return face.ageInYears }
    let kinds = models.indices.map { kind(of: face, for: $0) }
    // Equally likely ages are proposed, and kept with the chance of the predictions there. Few proposals
    // settle most draws; where none does, the chances at all ages decide.
    for _ in 0..<AgeImputation.proposals {
      let age = possible[generator.integer(below: possible.count)]
      if generator.uniform() < chance(of: face, kinds, at: age, models) { return age }
    }
    var total = 0.0
    let cumulative = possible.map {
      total += chance(of: face, kinds, at: $0, models)
      return total
    }
    let place = generator.uniform() * total
    return possible[cumulative.firstIndex { $0 > place } ?? possible.count / 2]
  }

  private static let proposals = 50

  /// The chance of a face's predictions at an age.
  private func chance(
    of face: UncertainFace, _ kinds: [Int], at age: Double, _ models: [SmoothPredictions]
  ) -> Double {
    let cell = SmoothPredictions.cell(age)
    var chance = 1.0
    for (place, model) in models.enumerated() {
      guard let isCorrect = face.isCorrect[place] else { continue }
      let probability = model.probability(cell: cell, label: kinds[place])
      chance *= isCorrect ? probability : 1 - probability
    }
    return chance
  }
}
