import Faces
import Support

extension Metrics {
  /// The first model and age group whose vectors and matrices do not have an entry for every
  /// emotion, which charts and tables rely on; nil where all have.
  public var misshapen: (model: String, ageGroup: AgeGroup)? {
    let count = vocabulary.labels.count
    for model in models {
      for group in model.groups {
        let isSound =
          group.recall.count == count && group.confusion.count == count
          && group.confusion.allSatisfy { $0.count == count }
          && group.recallEstimates.map { $0.count == count } ?? true
        guard isSound else { return (model.model, group.ageGroup) }
      }
    }
    return nil
  }

  /// Checks that vectors and matrices have an entry for every emotion, which charts and tables
  /// rely on.
  /// - Throws: `SmilestoneError` naming the model and the age group.
  package func checkShape() throws {
    guard let place = misshapen else { return }
    throw SmilestoneError.badInput(
      "The metrics of the \(StudyModel.displayName(of: place.model)) on "
        + "\(vocabulary.ages.faces(of: place.ageGroup)) are not for \(vocabulary.labels.labelsInWords).",
      remedy: "Make metrics.json again with `smilestone evaluate`.")
  }
}
