import Analysis
import Faces
import Presentation

extension JudgedFaces {
  var sources: [String] { Set(counts.compactMap(\.source)).sorted() }

  /// What the page's script reads: indices into lists, probabilities in thousandths.
  var json: JSONValue {
    let sourceIndices = Dictionary(
      uniqueKeysWithValues: sources.enumerated().map { ($0.element, $0.offset) })
    func index(_ source: String?) -> JSONValue {
      source.flatMap { sourceIndices[$0] }.map { .integer($0) } ?? .null
    }
    return [
      "emotions": .strings(labels.emotions.map(\.rawValue)),
      "models": .array(
        models.map { model in
          [
            "name": .string(StudyModel.displayName(of: model)), "short": .string(model),
            "style": .string(StudyModel(rawValue: model)?.rawValue ?? ""),
          ]
        }),
      "sources": .strings(sources),
      "faces": .array(
        faces.map { face in
          [
            "image": face.address.map { .string($0) } ?? .null,
            "isHidden": .bool(face.isHidden), "group": .integer(ages.index(of: face.ageGroup)),
            "age": face.ageInYears.map { .number(($0 * 10).rounded() / 10) } ?? .null,
            "emotion": .integer(labels.position(of: face.emotion)), "source": index(face.source),
            "predictions": .array(face.predictions.map { $0?.json(labels) ?? .null }),
          ]
        }),
      "counts": .array(
        counts.map { count in
          [
            .integer(models.firstIndex(of: count.model) ?? 0),
            .integer(ages.index(of: count.ageGroup)),
            index(count.source), .integer(labels.position(of: count.emotion)),
            .integer(labels.position(of: count.predicted)), .integer(count.faces),
          ]
        }),
    ]
  }
}

extension JudgedFaces.Face {
  fileprivate var address: String? {
    if case .shown(let data) = image { return data.imageAddress }
    return nil
  }

  var isHidden: Bool {
    if case .hidden = image { return true }
    return false
  }
}

extension JudgedFaces.Prediction {
  /// The prediction, then the probabilities in thousandths.
  fileprivate func json(_ labels: LabelScheme) -> JSONValue {
    .array(
      [.integer(labels.position(of: predicted))]
        + probabilities.map { .integer(Int((Double($0) * 1000).rounded())) })
  }
}
