extension Emotion {
  /// The emotion by a word that data sets use for it ("happiness", "Angry", "afraid", "0_angry"), in any
  /// case; nil where the word means none of the seven.
  public init?(datasetName: String) {
    guard let emotion = Self.datasetNames[DatasetWord.key(datasetName)] else { return nil }
    self = emotion
  }

  private static let datasetNames: [String: Emotion] = [
    "anger": .anger, "angry": .anger,
    "disgust": .disgust, "disgusted": .disgust,
    "fear": .fear, "fearful": .fear, "afraid": .fear, "scared": .fear, "frightened": .fear,
    "happy": .happy, "happiness": .happy, "joy": .happy, "joyful": .happy,
    "neutral": .neutral, "neutrality": .neutral,
    "sad": .sad, "sadness": .sad,
    "surprise": .surprise, "surprised": .surprise,
  ]
}
