import Faces
import Training

extension ExpressionTarget {
  /// A target of the study's seven emotions.
  init(_ emotion: Emotion, votes: [Double]? = nil) {
    self.init(label: LabelScheme.emotions7.position(of: emotion), votes: votes)
  }
}
