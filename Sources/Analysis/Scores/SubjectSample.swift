import Faces
import Foundation
import Statistics

/// Faces summed per subject, and the statistics that are functions of these sums.
struct SubjectSample: Sendable {
  /// Where each sum stands: per emotion the labels, the right answers and all answers; then right
  /// within two answers, log losses and Brier scores.
  private enum Column {
    static let classes = Emotion.allCases.count
    static let topTwo = 3 * classes
    static let logLoss = topTwo + 1
    static let brier = topTwo + 2
    static let count = topTwo + 3
  }

  /// The columns that count the faces of each label, their right answers, and each answer.
  static let labels = 0..<Column.classes
  static let right = Column.classes..<2 * Column.classes
  static let answers = 2 * Column.classes..<3 * Column.classes
  static let topTwo = Column.topTwo

  let subjects: SubjectIndex
  private(set) var sums: ClusterSums
  /// confusion[label][answer].
  private(set) var confusion: [[Int]]

  init(_ faces: [LabelledFace]) {
    let classes = Column.classes
    subjects = SubjectIndex(faces.map(\.unit))
    sums = ClusterSums(count: subjects.count, width: Column.count)
    confusion = Array(repeating: Array(repeating: 0, count: classes), count: classes)
    for (face, subject) in zip(faces, subjects.subjectOfFace) {
      let label = face.emotion.index
      confusion[label][face.predicted.index] += 1
      sums[subject, label] += 1
      if face.isCorrect { sums[subject, classes + label] += 1 }
      sums[subject, 2 * classes + face.predicted.index] += 1
      if face.isInTopTwo { sums[subject, Column.topTwo] += 1 }
      let probabilities = face.probabilities.map(Double.init)
      sums[subject, Column.logLoss] += ProbabilityScore.logLoss(probabilities, label: label)
      sums[subject, Column.brier] += ProbabilityScore.brierScore(probabilities, label: label)
    }
  }

  private static func faces(_ sums: [Double]) -> Double { sums[labels].reduce(0, +) }

  /// Mean recall over the emotions that occur; nil where none does.
  static func macroRecall(_ sums: [Double]) -> Double? {
    mean(labels.map { sums[$0] > 0 ? sums[Column.classes + $0] / sums[$0] : nil })
  }

  /// 2 · right / (labels + answers); nil where the emotion is neither label nor answer.
  static func f1(_ sums: [Double], _ emotion: Int) -> Double? {
    let faces = sums[emotion] + sums[2 * Column.classes + emotion]
    return faces > 0 ? 2 * sums[Column.classes + emotion] / faces : nil
  }

  static func macroF1(_ sums: [Double]) -> Double? { mean(labels.map { f1(sums, $0) }) }

  static func kappa(_ sums: [Double]) -> Double? {
    cohensKappa(
      agreed: sums[right].reduce(0, +), first: Array(sums[labels]), second: Array(sums[answers]))
  }

  static func meanLogLoss(_ sums: [Double]) -> Double? {
    faces(sums) > 0 ? sums[Column.logLoss] / faces(sums) : nil
  }

  static func meanBrierScore(_ sums: [Double]) -> Double? {
    faces(sums) > 0 ? sums[Column.brier] / faces(sums) : nil
  }

  private static func mean(_ values: [Double?]) -> Double? {
    let defined = values.compactMap(\.self)
    return defined.isEmpty ? nil : defined.reduce(0, +) / Double(defined.count)
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
