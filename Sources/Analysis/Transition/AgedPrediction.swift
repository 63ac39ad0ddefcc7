import Faces

/// One model's prediction for a labelled face of known age, reduced to what curves over age need.
package struct AgedPrediction: Sendable, Equatable {
  /// The subject, as a number from 0 that all models share.
  package var subject: Int
  package var ageInYears: Double
  package var emotion: Emotion
  package var isCorrect: Bool

  package init(subject: Int, ageInYears: Double, emotion: Emotion, isCorrect: Bool) {
    self.subject = subject
    self.ageInYears = ageInYears
    self.emotion = emotion
    self.isCorrect = isCorrect
  }
}

/// The test faces with label and age of every model, their subjects numbered alike.
struct AgedPredictions {
  /// Models in order: infant, adult, then others by name.
  var models: [(name: String, predictions: [AgedPrediction])]
  /// The number of subjects over all models.
  var subjects: Int

  /// - Parameter isKept: Which of them count.
  init(_ table: PredictionTable, isKept: (PredictionRow) -> Bool = { _ in true }) {
    let rows = table.rows.filter {
      $0.split == "test" && $0.emotion != nil && $0.age != nil && isKept($0)
    }
    let index = SubjectIndex(rows.map(\.unitOverModels))
    var predictions: [String: [AgedPrediction]] = [:]
    for (row, subject) in zip(rows, index.subjectOfFace) {
      guard let age = row.age, let emotion = row.emotion else { continue }
      predictions[row.model, default: []].append(
        AgedPrediction(
          subject: subject, ageInYears: age, emotion: emotion,
          isCorrect: row.predicted == emotion))
    }
    subjects = index.count
    let known = ["infant", "adult"].filter { predictions[$0] != nil }
    let others = predictions.keys.filter { !known.contains($0) }.sorted()
    models = (known + others).map { ($0, predictions[$0] ?? []) }
  }
}

extension AgedPredictions {
  /// The predictions of every model by the source of the face; faces without a source are left out.
  static func bySource(_ table: PredictionTable) -> [String: [String: [AgedPrediction]]] {
    var models: [String: [String: [AgedPrediction]]] = [:]
    for source in Set(table.rows.compactMap(\.source)) {
      for (name, predictions) in AgedPredictions(table, isKept: { $0.source == source }).models {
        models[name, default: [:]][source] = predictions
      }
    }
    return models
  }
}

extension PredictionRow {
  /// The unit of a row among rows of several models, where a face without a unit stands for itself,
  /// alike for every model.
  var unitOverModels: ResamplingUnit { unit ?? .photograph("image\u{0}\(image)") }
}
