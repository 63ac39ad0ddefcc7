import Analysis
import Faces
import Foundation
import Support

extension ResultsTable {
  /// A row for each face and model, with what the manifest knows of the face.
  init(_ predictions: PredictionTable, manifest: Manifest?) {
    let rows = predictions.rows
    let vocabulary = predictions.vocabulary
    let emotions = vocabulary.labels.emotions
    let groups = vocabulary.ages.groups
    let models = rows.map(\.model).reduce(into: [String]()) {
      if !$0.contains($1) { $0.append($1) }
    }
    let faces = Dictionary(
      (manifest?.records ?? []).map { (PathKey($0.image), $0) }, uniquingKeysWith: { $1 })
    let records = rows.map { faces[PathKey($0.image)] }
    let splits = ["train", "validation", "calibration", "test"]

    func text(_ name: String, _ meaning: String, _ value: (PredictionRow) -> String?) -> Column {
      Column(name: name, meaning: meaning, cells: .text(rows.map(value)))
    }
    func number(_ name: String, _ meaning: String, _ values: [Double?]) -> Column {
      Column(name: name, meaning: meaning, cells: .number(values))
    }
    func category(
      _ name: String, _ meaning: String, _ labels: [String], _ values: [Int?]
    ) -> Column {
      Column(name: name, meaning: meaning, cells: .category(values, labels: labels))
    }

    columns =
      [
        text("image", "Image, as the manifest names it") { $0.image },
        text("subject", "Who is shown; empty for unknown") { $0.subject },
        text("source", "Data set") { $0.source },
        number(
          "cluster",
          "Number of what faces are resampled with: the subject, else the photograph, else the face",
          ResultsTable.clusters(rows)),
        category(
          "split", "What the face is for", splits, rows.map { splits.firstIndex(of: $0.split) }),
        number("age", "Age by which the face was sorted, years", rows.map(\.age)),
        number(
          "age_sd", "Standard deviation of the age's error, years",
          records.map { $0?.ageStandardDeviationInYears }),
        category(
          "age_source", "Whether the age is known or estimated",
          AgeSource.allCases.map(\.rawValue),
          records.map { record in
            record?.ageSource.flatMap { AgeSource.allCases.firstIndex(of: $0) }
          }),
        category(
          "age_group", "Age group, from the youngest", groups.map(\.rawValue),
          rows.map { $0.ageGroup.flatMap { groups.firstIndex(of: $0) } }),
        category(
          "sex", "Sex", Sex.allCases.map(\.rawValue),
          records.map { $0?.sex.flatMap { Sex.allCases.firstIndex(of: $0) } }),
        category(
          "emotion", "Perceived emotion, the label; empty for unknown", emotions.map(\.rawValue),
          rows.map { $0.emotion.flatMap { emotions.firstIndex(of: $0) } }),
        category(
          "model", "Model that predicts", models, rows.map { models.firstIndex(of: $0.model) }),
        category(
          "predicted", "The model's most probable emotion", emotions.map(\.rawValue),
          rows.map { emotions.firstIndex(of: $0.predicted) }),
        number(
          "correct", "Whether the prediction is the label: 1 or 0",
          rows.map { row in row.emotion.map { $0 == row.predicted ? 1 : 0 } }),
      ]
      + emotions.enumerated().map { place, emotion in
        number(
          "p_\(ResultsTable.columnName(emotion.rawValue, place))",
          "The model's probability of \(emotion.rawValue)",
          rows.map { Double($0.probabilities[place]) })
      }
  }

  /// Numbers from 1, the same for faces that are resampled together.
  static func clusters(_ rows: [PredictionRow]) -> [Double?] {
    var numbers: [String: Int] = [:]
    return rows.map { row in
      let name =
        switch row.unit {
        case .subject(let name): "subject \(name)"
        case .photograph(let name): "photograph \(name)"
        case nil: "face \(row.image)"
        }
      let number = numbers[name] ?? numbers.count + 1
      numbers[name] = number
      return Double(number)
    }
  }

  /// A label of one's own may have letters that no program takes in a column's name.
  private static func columnName(_ label: String, _ place: Int) -> String {
    label.wholeMatch(of: /[A-Za-z0-9_]+/) == nil ? "label_\(place + 1)" : label
  }
}
