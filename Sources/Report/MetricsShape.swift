import Evaluation
import Faces
import Support

extension Metrics {
  /// Checks that vectors and matrices have an entry for every emotion, which charts and tables
  /// rely on.
  /// - Throws: `SmilestoneError` naming the model and the age group.
  func checkShape() throws {
    guard let place = misshapen else { return }
    throw SmilestoneError.badInput(
      "The metrics of the \(StudyModel.displayName(of: place.model)) on "
        + "\(place.ageGroup.plural) are not for \(Emotion.allCases.count) emotions.",
      remedy: "Make metrics.json again with `smilestone evaluate`.")
  }
}
