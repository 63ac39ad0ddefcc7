import Foundation
import Statistics

/// Faces summed per subject.
struct SubjectSample: Sendable {
  let columns: ScoreColumns
  let subjects: SubjectIndex
  private(set) var sums: ClusterSums
  /// confusion[label][prediction].
  private(set) var confusion: [[Int]]

  /// - Parameter classes: how many labels the scheme has.
  init(_ faces: [LabelledFace], classes: Int) {
    columns = ScoreColumns(classes: classes)
    subjects = SubjectIndex(faces.map(\.unit))
    sums = ClusterSums(count: subjects.count, width: columns.count)
    confusion = Array(repeating: Array(repeating: 0, count: classes), count: classes)
    for (face, subject) in zip(faces, subjects.subjectOfFace) {
      let label = face.label
      confusion[label][face.prediction] += 1
      sums[subject, label] += 1
      if face.isCorrect { sums[subject, classes + label] += 1 }
      sums[subject, 2 * classes + face.prediction] += 1
      if face.isInTopTwo { sums[subject, columns.topTwo] += 1 }
      let probabilities = face.probabilities.map(Double.init)
      sums[subject, columns.logLoss] += ProbabilityScore.logLoss(probabilities, label: label)
      sums[subject, columns.brier] += ProbabilityScore.brierScore(probabilities, label: label)
    }
  }
}

/// Scores of one face's probabilities.
enum ProbabilityScore {
  /// −ln p of the label; probabilities below 1e-7 count as 1e-7.
  static func logLoss(_ probabilities: [Double], label: Int) -> Double {
    -log(max(probabilities[label], 1e-7))
  }

  /// The loss of a label that is given no probability.
  static let largestLogLoss = -log(1e-7)

  /// The squared distance of the probabilities from certainty of the label, summed over classes:
  /// 0 ... 2 (Brier 1950).
  static func brierScore(_ probabilities: [Double], label: Int) -> Double {
    probabilities.enumerated().reduce(0) { sum, item in
      let deviation = item.element - (item.offset == label ? 1 : 0)
      return sum + deviation * deviation
    }
  }
}
