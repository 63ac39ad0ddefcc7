import Faces

extension Emotion {
  /// The one after this among the study's seven, for a prediction that is wrong.
  var next: Emotion {
    LabelScheme.emotions7.emotions[(LabelScheme.emotions7.position(of: self) + 1) % 7]
  }
}
