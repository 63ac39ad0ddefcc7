import Faces
import Presentation
import Statistics

/// Accuracy as it is, or emotion-balanced: as it would be at one distribution of emotions.
package enum AccuracyMeasure: String, CaseIterable {
  case raw, standardised

  package var axisTitle: String {
    self == .raw ? "Accuracy on test faces" : "Emotion-balanced accuracy"
  }
}

/// One model's accuracy in one age group, as a point of a chart.
package struct AccuracyPoint {
  package var model: String
  package var ageGroup: AgeGroup
  package var measure: AccuracyMeasure
  package var n: Int
  package var accuracy: Estimate

  package static func all(of model: ModelMetrics, measure: AccuracyMeasure) -> [AccuracyPoint] {
    switch measure {
    case .raw:
      model.groups.compactMap { group in
        group.accuracy.map {
          AccuracyPoint(
            model: model.model, ageGroup: group.ageGroup, measure: .raw, n: group.n, accuracy: $0)
        }
      }
    case .standardised:
      (model.crossAge?.emotionStandardisation?.groups ?? []).compactMap { group in
        group.standardised.map {
          AccuracyPoint(
            model: model.model, ageGroup: group.ageGroup, measure: .standardised, n: group.n,
            accuracy: $0)
        }
      }
    }
  }

  package func value(label: String) -> JSONValue {
    [
      "model": .string(StudyModel.displayName(of: model)), "key": .string(model),
      "measure": .string(measure.rawValue), "group": .string(label),
      "age group": .string(ageGroup.displayName), "n": .integer(n),
      "accuracy": .number(accuracy.value), "lower": .number(accuracy.lower),
      "upper": .number(accuracy.upper),
    ]
  }

  /// "infant model 83 toddlers, 71 younger children; adult model …".
  package static func sizes(_ points: [AccuracyPoint], ages: AgeGrouping) -> String {
    var models: [String] = []
    for point in points where !models.contains(point.model) { models.append(point.model) }
    return models.map { model in
      let groups = points.filter { $0.model == model }.map {
        "\(Format.count($0.n)) \(ages.plural(of: $0.ageGroup))"
      }
      return "\(StudyModel.displayName(of: model)) \(groups.joined(separator: ", "))"
    }.joined(separator: "; ")
  }
}
