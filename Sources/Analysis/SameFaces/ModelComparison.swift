import Faces
import Statistics
import Support

/// Two expression models on the same test faces.
public struct ModelComparison: Codable, Sendable, Equatable {
  public struct Group: Codable, Sendable, Equatable {
    /// nil for all faces together.
    public var ageGroup: AgeGroup?
    /// Faces that both models judged, and different subjects among them (nil where a face's
    /// subject is unknown).
    public var n: Int
    public var subjects: Int?
    /// Faces that only one model got right.
    public var onlyFirst: Int
    public var onlySecond: Int
    /// Accuracy of the first minus that of the second, whose interval holds zero wherever the test
    /// does not reject it; nil for fewer than two subjects.
    public var difference: Estimate?
    /// McNemar's exact test where each subject has one face, sign flips of whole subjects
    /// elsewhere; nil where the models never differ.
    public var test: TestResult?
    /// After Holm's correction for the tests of `family`.
    public var adjustedPValue: Double?
    /// The tests among which the p-value is corrected: "Holm over 5 age groups"; for all faces
    /// together those of the findings, which state this comparison.
    public var family: String?
    /// The smallest difference that is detected with 80% power at the 5% level: (z₀.₉₇₅ + z₀.₈) times
    /// the standard error of the difference; nil where the models never differ.
    public var detectableDifference: Double?
  }

  public var first: String
  public var second: String
  /// All faces, then the five age groups, also where n is 0.
  public var groups: [Group]
}

extension ModelComparison {
  /// - Returns: nil where the models have no test face in common.
  init?(
    _ first: (model: String, faces: [LabelledFace]),
    _ second: (model: String, faces: [LabelledFace]), settings: EvaluationSettings
  ) throws {
    let predictions = Dictionary(second.faces.map { (PathKey($0.image), $0.isCorrect) }) {
      first, _ in
      first
    }
    let pairs = first.faces.compactMap { face in
      predictions[PathKey(face.image)].map {
        PredictionPair(face: face, first: face.isCorrect, second: $0)
      }
    }
    guard !pairs.isEmpty else { return nil }
    self.first = first.model
    self.second = second.model
    let cells: [AgeGroup?] = [nil] + settings.ages.groups
    groups = try parallelMap(count: cells.count) { index in
      let group = cells[index]
      return try Group(
        group, pairs.filter { group == nil || $0.face.ageGroup == group }, settings: settings,
        stream: "evaluation/\(first.model)-\(second.model)/\(group?.rawValue ?? "all")")
    }
    let tested = groups.indices.filter { groups[$0].test != nil && groups[$0].ageGroup != nil }
    let adjusted = holmAdjusted(tested.compactMap { groups[$0].test?.pValue })
    for (index, value) in zip(tested, adjusted) {
      groups[index].adjustedPValue = value
      groups[index].family = "Holm over \(tested.count) age groups"
    }
  }

  /// The id of the finding that states which model is right more often on all faces.
  var findingId: String { "\(first)-\(second)-same-faces" }
}

/// One face with whether each model got it right.
private struct PredictionPair: Sendable {
  let face: LabelledFace
  let first: Bool
  let second: Bool

  /// How many more correct predictions the first model gave: −1, 0 or 1.
  var lead: Int { (first ? 1 : 0) - (second ? 1 : 0) }
}

extension ModelComparison.Group {
  fileprivate init(
    _ ageGroup: AgeGroup?, _ pairs: [PredictionPair], settings: EvaluationSettings, stream: String
  ) throws {
    let index = SubjectIndex(pairs.map(\.face.unit))
    var sums = ClusterSums(count: index.count, width: 2)
    var leads = [Int](repeating: 0, count: index.count)
    for (pair, subject) in zip(pairs, index.subjectOfFace) {
      sums[subject, 0] += 1
      sums[subject, 1] += Double(pair.lead)
      leads[subject] += pair.lead
    }
    var generator = SeededGenerator(seed: settings.seed, stream: stream)
    let bootstrap = ClusterBootstrap(
      resampling: sums, replicates: settings.replicates, generator: &generator)
    let lead = Double(leads.reduce(0, +)) / Double(max(1, pairs.count))
    // The variance around the mean: an effect is no noise.
    let squares = leads.enumerated().reduce(0.0) { sum, subject in
      let deviation = Double(subject.element) - lead * sums[subject.offset, 0]
      return sum + deviation * deviation
    }
    let onlyFirst = pairs.count { $0.lead == 1 }
    let onlySecond = pairs.count { $0.lead == -1 }
    let test =
      index.repeats
      ? try signFlipTest(leads)
      : try mcnemarTest(onlyFirst: onlyFirst, onlySecond: onlySecond)
    self.init(
      ageGroup: ageGroup, n: pairs.count, subjects: index.knownCount,
      onlyFirst: onlyFirst, onlySecond: onlySecond,
      difference: try pairedDifference(
        try bootstrap.estimate(
          level: settings.level,
          label: index.repeats ? "subject-cluster bootstrap" : "bootstrap"
        ) { $0[0] > 0 ? $0[1] / $0[0] : nil },
        onlyFirst: onlyFirst, onlySecond: onlySecond, of: pairs.count, subjects: index.count
      )?.reachingZero(unlessRejectedBy: test),
      test: test,
      detectableDifference: squares > 0
        ? (try NormalDistribution.quantile(0.975) + NormalDistribution.quantile(0.8))
          * squares.squareRoot() / Double(pairs.count) : nil)
  }
}

/// A resampled difference; where resampling saw no spread (the models never differ, or one is always
/// ahead), one whose bounds follow from those of the two shares of faces that only one model gets right,
/// as in Newcombe's interval.
private func pairedDifference(
  _ resampled: Estimate?, onlyFirst: Int, onlySecond: Int, of faces: Int, subjects: Int
) throws -> Estimate? {
  guard let resampled, resampled.lower >= resampled.upper else { return resampled }
  let (first, second) = (
    try wilsonWithSubjects(
      Double(onlyFirst) / Double(faces), worth: Double(subjects), level: resampled.level),
    try wilsonWithSubjects(
      Double(onlySecond) / Double(faces), worth: Double(subjects), level: resampled.level)
  )
  func distance(_ one: Double, _ other: Double) -> Double {
    (one * one + other * other).squareRoot()
  }
  return Estimate(
    value: resampled.value,
    lower: resampled.value - distance(first.value - first.lower, second.upper - second.value),
    upper: resampled.value + distance(first.upper - first.value, second.value - second.lower),
    level: resampled.level, method: "Newcombe with subjects as n")
}
