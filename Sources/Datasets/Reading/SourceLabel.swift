import Faces
import Support

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
    } else if let name = Self.otherNames[DatasetWord.key(datasetName)] {
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
    "no_face": "no-face", "nonface": "no-face", "non_face": "no-face",
  ]
}

extension LabelScheme {
  /// The label, or the word for one, that a misspelt word may mean; the scheme's example where none is near.
  /// Short words are near to many: “mad” is no slip for “sad”.
  func nearest(to word: String) -> String {
    let words = labels.flatMap { [$0.emotion.rawValue] + $0.synonyms }
    return word.count < 5
      ? example.rawValue : Misspelling.meant(by: word, among: words) ?? example.rawValue
  }
}
