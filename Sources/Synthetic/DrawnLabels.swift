import Faces
import Support

/// Which emotions are drawn for each label of a scheme.
///
/// A label that is an emotion is drawn as that; another one as any of the emotions that become it, each
/// equally often.
struct DrawnLabels: Sendable {
  let scheme: LabelScheme
  /// For each label in order, what may be drawn for it.
  let emotions: [[Emotion]]

  init(_ scheme: LabelScheme) {
    self.scheme = scheme
    emotions = scheme.emotions.map { label in
      ExpressionPrototypes.emotions.contains(label)
        ? [label]
        : ExpressionPrototypes.emotions.filter { scheme.emotion(named: $0.rawValue) == label }
    }
  }

  /// - Throws: `SmilestoneError.usage` for a label of which it is not known what it looks like.
  func validate() throws {
    guard let place = emotions.firstIndex(where: \.isEmpty) else { return }
    let known = ExpressionPrototypes.emotions.map(\.rawValue).joined(separator: ", ")
    throw SmilestoneError.usage(
      "Nothing says what “\(scheme.emotions[place].rawValue)” of the scheme \(scheme.id) looks like, so "
        + "it cannot be drawn.",
      remedy: "Name labels after what can be drawn (\(known)), or say in the scheme's `from` which "
        + "emotions become it.")
  }

  /// An emotion that shows a label.
  func emotion(showing label: Emotion, using generator: inout SeededGenerator) -> Emotion {
    let choices = scheme.index(of: label).map { emotions[$0] } ?? []
    return choices.count > 1
      ? choices[generator.integer(below: choices.count)] : choices.first ?? label
  }
}
