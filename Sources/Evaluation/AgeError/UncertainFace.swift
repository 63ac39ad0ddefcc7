import Cohort

/// A test face whose age is known up to an error, with every model's answer.
package struct UncertainFace: Sendable {
  package var subject: Int
  package var emotion: Emotion
  /// The estimated age and the standard deviation of the true age around it, in years; 0 where
  /// the age is known.
  package var ageInYears: Double
  package var spread: Double
  /// Whether each model is right; nil where a model has no answer.
  package var isCorrect: [Bool?]

  package init(
    subject: Int, emotion: Emotion, ageInYears: Double, spread: Double, isCorrect: [Bool?]
  ) {
    self.subject = subject
    self.emotion = emotion
    self.ageInYears = ageInYears
    self.spread = spread
    self.isCorrect = isCorrect
  }

  /// Whether a bound between age groups lies within so many standard deviations of the age.
  func isNearBoundary(within deviations: Double) -> Bool {
    spread > 0
      && AgeGroup.upperBoundsInYears.contains { abs($0 - ageInYears) < deviations * spread }
  }
}

/// The test faces with label and age of a table, one for each image.
struct UncertainFaces {
  var models: [String] = []
  var faces: [UncertainFace] = []
  /// Faces for which no spread was given.
  var withoutSpread = 0

  init(_ predictions: PredictionTable, spreadInYears: [String: Double]) {
    let rows = predictions.rows.filter {
      $0.split == "test" && $0.emotion != nil && $0.age != nil
    }
    let names = Set(rows.map(\.model))
    models = ["infant", "adult"].filter(names.contains)
    models += names.subtracting(models).sorted()
    let subjects = SubjectIndex(rows.map(\.uniqueSubject)).subjectOfFace
    var places: [String: Int] = [:]
    for (row, subject) in zip(rows, subjects) {
      guard let age = row.age, let emotion = row.emotion,
        let model = models.firstIndex(of: row.model)
      else { continue }
      let place = places[row.image] ?? faces.count
      if place == faces.count {
        places[row.image] = place
        if spreadInYears[row.image] == nil { withoutSpread += 1 }
        faces.append(
          UncertainFace(
            subject: subject, emotion: emotion, ageInYears: age,
            spread: spreadInYears[row.image] ?? 0,
            isCorrect: Array(repeating: nil, count: models.count)))
      }
      faces[place].isCorrect[model] = row.predicted == emotion
    }
  }
}
