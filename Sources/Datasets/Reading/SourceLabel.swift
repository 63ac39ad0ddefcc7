import Faces

/// What a data set says that a face shows.
enum SourceLabel: Sendable, Hashable {
  /// A label of the scheme, or of those that data sets are published with.
  case emotion(Emotion)
  /// Another label, by the name that `source_label` keeps: "uncertain".
  case other(String)

  /// The label by a name that data sets use, in any case; nil where it is not known.
  init?(datasetName: String, labels: LabelScheme) {
    if let emotion = labels.emotion(named: datasetName) {
      self = .emotion(emotion)
    } else if let emotion = LabelScheme.emotions8.emotion(named: datasetName) {
      self = .other(emotion.rawValue)
    } else if let name = Self.otherNames[datasetName.lowercased()] {
      self = .other(name)
    } else {
      return nil
    }
  }

  /// The label in a scheme: its own, or what it makes of it.
  func made(into labels: LabelScheme) -> SourceLabel {
    switch self {
    case .emotion(let emotion) where labels.index(of: emotion) != nil: self
    case .emotion(let emotion):
      labels.emotion(named: emotion.rawValue).map(SourceLabel.emotion) ?? .other(emotion.rawValue)
    case .other(let name): labels.emotion(named: name).map(SourceLabel.emotion) ?? self
    }
  }

  private static let otherNames: [String: String] = [
    "none": "none", "uncertain": "uncertain", "unknown": "unknown",
    "no-face": "no-face", "nonface": "no-face", "non-face": "no-face",
  ]
}

extension Split {
  /// The split by a name that data sets give it, in any case.
  init?(datasetName: String) {
    guard let split = Self.datasetNames[datasetName.lowercased()] else { return nil }
    self = split
  }

  private static let datasetNames: [String: Split] = [
    "train": .train, "training": .train, "train_set": .train, "fer2013train": .train,
    "validation": .validation, "valid": .validation, "val": .validation, "val_set": .validation,
    "fer2013valid": .validation, "publictest": .validation,
    "test": .test, "testing": .test, "fer2013test": .test, "privatetest": .test,
  ]
}
