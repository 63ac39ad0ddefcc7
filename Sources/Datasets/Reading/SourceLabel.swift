import Faces

/// What a data set says that a face shows.
enum SourceLabel: Sendable, Hashable {
  case emotion(Emotion)
  /// A label outside of the seven, by the name that `source_label` keeps: "contempt".
  case other(String)

  /// The label by a word that data sets use, in any case; nil where it is not known.
  init?(datasetName: String) {
    if let emotion = Emotion(datasetName: datasetName) {
      self = .emotion(emotion)
    } else if let name = Self.otherNames[DatasetWord.key(datasetName)] {
      self = .other(name)
    } else {
      return nil
    }
  }

  private static let otherNames: [String: String] = [
    "contempt": "contempt", "contemptuous": "contempt", "none": "none", "uncertain": "uncertain",
    "unknown": "unknown", "no_face": "no-face", "nonface": "no-face", "non_face": "no-face",
  ]
}
