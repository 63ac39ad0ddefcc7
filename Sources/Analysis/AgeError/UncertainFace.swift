import Faces
import Support

/// A test face whose age is known up to an error, with every model's prediction.
package struct UncertainFace: Sendable {
  package var subject: Int
  package var emotion: Emotion
  /// The estimated age, in years.
  package var ageInYears: Double
  /// Where the true age may lie; nil where the estimate is taken as exact.
  package var likelyAges: AgeDistribution?
  /// Whether each model is right; nil where a model has no prediction.
  package var isCorrect: [Bool?]

  package init(
    subject: Int, emotion: Emotion, ageInYears: Double, likelyAges: AgeDistribution?,
    isCorrect: [Bool?]
  ) {
    self.subject = subject
    self.emotion = emotion
    self.ageInYears = ageInYears
    self.likelyAges = likelyAges
    self.isCorrect = isCorrect
  }

  /// Whether a bound between age groups lies within so many standard deviations of the age.
  func isNearBoundary(of groups: AgeGrouping, within deviations: Double) -> Bool {
    guard let deviation = likelyAges?.standardDeviationInYears, deviation > 0 else { return false }
    return groups.upperBoundsInYears.contains { abs($0 - ageInYears) < deviations * deviation }
  }
}

extension [UncertainFace] {
  /// Subjects are numbered from 0.
  var subjectCount: Int { (map(\.subject).max() ?? -1) + 1 }
}

/// The test faces with label and age of a table, one for each image.
struct UncertainFaces {
  var models: [String] = []
  var faces: [UncertainFace] = []
  /// Each face's image.
  var images: [PathKey] = []
  /// Faces of which nothing says where the true age may lie.
  var withoutStandardDeviation = 0

  init(_ predictions: PredictionTable, ages: [PathKey: AgeEstimate]) throws {
    let rows = predictions.rows.filter {
      $0.split == "test" && $0.emotion != nil && $0.age != nil
    }
    let names = Set(rows.map(\.model))
    models = ["infant", "adult"].filter(names.contains)
    models += names.subtracting(models).sorted()
    let subjects = SubjectIndex(rows.map(\.unitOverModels)).subjectOfFace
    var places: [PathKey: Int] = [:]
    for (row, subject) in zip(rows, subjects) {
      guard let age = row.age, let emotion = row.emotion,
        let model = models.firstIndex(of: row.model)
      else { continue }
      let image = PathKey(row.image)
      let place = places[image] ?? faces.count
      if place == faces.count {
        places[image] = place
        if ages[image] == nil { withoutStandardDeviation += 1 }
        images.append(image)
        faces.append(
          UncertainFace(
            subject: subject, emotion: emotion, ageInYears: age,
            likelyAges: try ages[image]?.likelyAges(),
            isCorrect: Array(repeating: nil, count: models.count)))
      }
      faces[place].isCorrect[model] = row.predicted == emotion
    }
  }
}
