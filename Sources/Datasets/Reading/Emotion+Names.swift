import Faces

extension Emotion {
  /// The emotion by a name that data sets give it ("happiness", "Angry", "afraid"), in any case;
  /// nil where the name means none of the seven.
  public init?(datasetName: String) {
    guard let emotion = Self.datasetNames[datasetName.lowercased()] else { return nil }
    self = emotion
  }

  private static let datasetNames: [String: Emotion] = [
    "anger": .anger, "angry": .anger,
    "disgust": .disgust, "disgusted": .disgust,
    "fear": .fear, "fearful": .fear, "afraid": .fear,
    "happy": .happy, "happiness": .happy,
    "neutral": .neutral,
    "sad": .sad, "sadness": .sad,
    "surprise": .surprise, "surprised": .surprise,
  ]
}

/// What a data set says that a face shows.
enum SourceLabel: Sendable, Hashable {
  case emotion(Emotion)
  /// A label outside of the seven, by the name that `source_label` keeps: "contempt".
  case other(String)

  /// The label by a name that data sets use, in any case; nil where it is not known.
  init?(datasetName: String) {
    if let emotion = Emotion(datasetName: datasetName) {
      self = .emotion(emotion)
    } else if let name = Self.otherNames[datasetName.lowercased()] {
      self = .other(name)
    } else {
      return nil
    }
  }

  private static let otherNames: [String: String] = [
    "contempt": "contempt", "none": "none", "uncertain": "uncertain", "unknown": "unknown",
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
