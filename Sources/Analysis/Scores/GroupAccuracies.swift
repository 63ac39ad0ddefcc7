import Faces
import Statistics

/// A model's accuracy on all test faces and on those of each age group, made once, so that every part
/// that speaks of the same faces gives the same interval.
struct GroupAccuracies: Sendable {
  /// nil is the place of all faces together.
  private let accuracies: [AgeGroup?: (n: Int, accuracy: Estimate)]

  init(groups: [GroupMetrics], overall: OverallMetrics) {
    var accuracies: [AgeGroup?: (n: Int, accuracy: Estimate)] = [:]
    for group in groups {
      if let accuracy = group.accuracy { accuracies[group.ageGroup] = (group.n, accuracy) }
    }
    if let accuracy = overall.accuracy { accuracies[AgeGroup?.none] = (overall.n, accuracy) }
    self.accuracies = accuracies
  }

  /// - Parameters:
  ///   - group: nil for all faces together.
  ///   - n: The faces that are spoken of, all of the group.
  /// - Returns: nil where these are not all faces of the group.
  func estimate(of group: AgeGroup?, n: Int) -> Estimate? {
    accuracies[group].flatMap { $0.n == n ? $0.accuracy : nil }
  }
}
