import Cohort
import Foundation
import Statistics
import Support

/// What a model achieved on some labelled faces, with intervals.
struct Performance: Sendable {
  let n: Int
  let subjects: Int?
  let correct: Int
  let accuracy: Estimate?
  let recall: [Estimate?]
  let macroRecall: Double?
  let macroRecallEstimate: Estimate?
  let confusion: [[Int]]
  let logLoss: Double?
  let majorityEmotion: Emotion?
  let majorityBaseline: Double?

  /// - Parameter stream: Names the random numbers, so that no two samples share theirs.
  init(of faces: [LabelledFace], settings: EvaluationSettings, stream: String) throws {
    let sample = SubjectSample(faces)
    let classes = Emotion.allCases.count
    var generator = SeededGenerator(seed: settings.seed, stream: stream)
    let intervals = ProportionIntervals(
      sums: sample.sums,
      bootstrap: ClusterBootstrap(
        resampling: sample.sums, replicates: settings.replicates, generator: &generator),
      level: settings.level, repeats: sample.subjects.repeats)

    n = faces.count
    subjects = sample.subjects.knownCount
    correct = faces.count { $0.isCorrect }
    accuracy = try intervals.estimate(
      successes: Array(classes..<2 * classes), trials: Array(0..<classes))
    recall = try (0..<classes).map {
      try intervals.estimate(successes: [classes + $0], trials: [$0])
    }
    macroRecall = SubjectSample.macroRecall(sample.sums.totals)
    macroRecallEstimate = try intervals.bootstrapped(SubjectSample.macroRecall)
    confusion = sample.confusion
    logLoss =
      faces.isEmpty
      ? nil : faces.reduce(0) { $0 - log(max($1.probability, 1e-7)) } / Double(faces.count)
    let perClass = confusion.map { $0.reduce(0, +) }
    let majority = faces.isEmpty ? nil : perClass.max()
    majorityEmotion = Emotion.allCases.first { perClass[$0.index] == majority }
    majorityBaseline = majority.map { Double($0) / Double(faces.count) }
  }
}

/// Faces summed per subject: of each emotion the faces, then of each the correct answers.
private struct SubjectSample {
  let subjects: SubjectIndex
  var sums: ClusterSums
  var confusion: [[Int]]

  init(_ faces: [LabelledFace]) {
    let classes = Emotion.allCases.count
    subjects = SubjectIndex(faces.map(\.subject))
    sums = ClusterSums(count: subjects.count, width: 2 * classes)
    confusion = Array(repeating: Array(repeating: 0, count: classes), count: classes)
    for (face, subject) in zip(faces, subjects.subjectOfFace) {
      confusion[face.emotion.index][face.predicted.index] += 1
      sums[subject, face.emotion.index] += 1
      if face.isCorrect { sums[subject, classes + face.emotion.index] += 1 }
    }
  }

  /// Mean recall over the emotions that occur; nil where none does.
  static func macroRecall(_ sums: [Double]) -> Double? {
    let classes = sums.count / 2
    let recalls = (0..<classes).filter { sums[$0] > 0 }.map { sums[classes + $0] / sums[$0] }
    return recalls.isEmpty ? nil : recalls.reduce(0, +) / Double(recalls.count)
  }
}

/// Chooses the interval that fits the data: Wilson's where each subject has one trial, resampled
/// subjects where some have more.
struct ProportionIntervals {
  let sums: ClusterSums
  let bootstrap: ClusterBootstrap
  let level: Double
  /// Whether some subject has more than one face.
  let repeats: Bool

  /// The share of successes among trials, each the total of some columns of the sums.
  /// - Returns: nil where there are no trials.
  func estimate(successes: [Int], trials: [Int]) throws -> Estimate? {
    func total(_ columns: [Int], of sums: [Double]) -> Double {
      columns.reduce(0) { $0 + sums[$1] }
    }
    let totals = sums.totals
    let trialCount = total(trials, of: totals)
    guard trialCount > 0 else { return nil }
    let successCount = total(successes, of: totals)
    let subjects = (0..<sums.count).count { subject in
      trials.contains { sums[subject, $0] > 0 }
    }
    if Double(subjects) == trialCount {
      return try wilsonInterval(
        successes: Int(successCount), trials: Int(trialCount), level: level)
    }
    let resampled = try bootstrapped(restingOn: subjects) { sums in
      let trialCount = total(trials, of: sums)
      return trialCount > 0 ? total(successes, of: sums) / trialCount : nil
    }
    if let resampled, resampled.lower < resampled.upper { return resampled }
    // Resampling sees no spread (all right, all wrong, one subject): count subjects as trials.
    var estimate = try wilsonInterval(
      proportion: successCount / trialCount, effectiveSize: Double(subjects), level: level)
    estimate.method = "Wilson with subjects as n"
    return estimate
  }

  /// The bootstrap interval of a statistic of the sums.
  func bootstrapped(
    restingOn subjects: Int? = nil, _ statistic: ([Double]) -> Double?
  ) throws -> Estimate? {
    try bootstrap.estimate(
      level: level, restingOn: subjects,
      label: repeats ? "subject-cluster bootstrap" : "bootstrap", of: statistic)
  }
}
