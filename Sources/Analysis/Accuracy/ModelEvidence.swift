import Faces
import Statistics

/// One model's results, as findings use them.
struct ModelEvidence {
  let metrics: ModelMetrics
  let counts: CrossAgeCounts
  /// The age group that the model was trained on, where that is known.
  let trainedOn: AgeGroup?

  var name: String { "\(metrics.model) model" }

  /// The groups with enough faces for a statement about them, youngest first.
  var largeGroups: [AgeGroup] { ages.groups.filter(counts.suffices) }

  var ages: AgeGrouping { counts.ages }

  func group(_ ageGroup: AgeGroup) -> GroupMetrics? {
    metrics.groups.first { $0.ageGroup == ageGroup }
  }

  func sample(_ groups: [AgeGroup]) -> String {
    let faces = groups.reduce(0) { $0 + counts.trials[ages.index(of: $1)] }
    let subjects = (0..<counts.sums.count).count { subject in
      groups.contains { counts.sums[subject, ages.index(of: $0)] > 0 }
    }
    return Wording.sample(faces: faces, subjects: counts.index.isComplete ? subjects : nil)
  }
}

extension GroupMetrics {
  /// "55.7% (n = 70 faces of 30 subjects, 95% CI 44.1 to 66.8%)".
  func accuracyInWords(_ accuracy: Estimate) -> String {
    "\(Wording.percent(accuracy.value)) (\(Wording.sample(faces: n, subjects: subjects)), "
      + "\(Wording.shareInterval(accuracy)))"
  }
}
