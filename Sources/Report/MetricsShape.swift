import Cohort
import Evaluation
import Support

extension Metrics {
  /// Checks that vectors and matrices have an entry for every emotion, which charts and tables
  /// rely on.
  /// - Throws: `SmilestoneError` naming the model and the age group.
  func checkShape() throws {
    let count = Emotion.allCases.count
    for model in models {
      for group in model.groups {
        let isSound =
          group.recall.count == count && group.confusion.count == count
          && group.confusion.allSatisfy { $0.count == count }
          && group.recallEstimates.map { $0.count == count } ?? true
        guard isSound else {
          throw SmilestoneError.badInput(
            "The metrics of the \(StudyModel.displayName(of: model.model)) on "
              + "\(group.ageGroup.plural) are not for \(count) emotions.",
            remedy: "Make metrics.json again with `smilestone evaluate`.")
        }
      }
    }
  }
}
