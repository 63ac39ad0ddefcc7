import Faces
import Statistics
import Support

/// How the accuracies of two runs differ, model by model and age group by age group.
///
/// Where both runs tested the same faces, the predictions are compared face by face; else the runs are
/// taken as samples of their own.
public struct RunComparison: Sendable {
  /// A run's predictions, and a name of each image that is the same in every run that has the image.
  public struct Run: Sendable {
    public var name: String
    public var predictions: PredictionTable
    /// By image as the predictions spell it; images without an identity are in no other run.
    public var identities: [PathKey: String]

    public init(name: String, predictions: PredictionTable, identities: [PathKey: String]) {
      self.name = name
      self.predictions = predictions
      self.identities = identities
    }
  }

  /// The difference of one model in one age group.
  public struct Difference: Sendable, Equatable {
    public var model: String
    /// As the first run has it where faces are compared one by one; nil for all ages together.
    public var ageGroup: AgeGroup?
    /// Test faces of either run.
    public var firstN: Int
    public var secondN: Int
    /// Faces that were compared one by one; nil where the runs are compared as samples.
    public var pairs: Int?
    /// Accuracy of the second run minus that of the first, whose interval holds zero wherever the
    /// test does not reject it; nil where it is undefined.
    public var difference: Estimate?
    public var test: TestResult?
    /// After Holm's correction for all differences of the comparison.
    public var adjustedPValue: Double?
  }

  /// The share of the smaller run's test faces that must be in both for a comparison face by face.
  public static let minimumShared = 0.5

  public var first: String
  public var second: String
  public var differences: [Difference]

  /// Compares the models that both runs have.
  /// - Throws: `SmilestoneError.badInput` where they have none in common.
  public init(
    _ first: Run, _ second: Run, settings: EvaluationSettings = EvaluationSettings()
  ) throws {
    var settings = settings
    settings.take(first.predictions.vocabulary)
    try settings.check()
    self.first = first.name
    self.second = second.name
    let (before, after) = (IdentifiedFaces(first), IdentifiedFaces(second))
    let models = before.models.filter(after.models.contains)
    guard !models.isEmpty else {
      throw SmilestoneError.badInput(
        "The runs \(first.name) and \(second.name) have no model in common.",
        remedy: "Compare runs whose models have the same names.")
    }
    differences = try models.flatMap { model in
      try RunComparison.differences(
        model, before.faces(of: model), after.faces(of: model), settings: settings)
    }
    let tested = differences.indices.filter { differences[$0].test != nil }
    let adjusted = holmAdjusted(tested.compactMap { differences[$0].test?.pValue })
    for (index, value) in zip(tested, adjusted) { differences[index].adjustedPValue = value }
  }

  private static func differences(
    _ model: String, _ first: [LabelledFace], _ second: [LabelledFace],
    settings: EvaluationSettings
  ) throws -> [Difference] {
    let sizes = { (faces: [LabelledFace], group: AgeGroup?) in
      faces.count { group == nil || $0.ageGroup == group }
    }
    let groups: [AgeGroup?] = [nil] + settings.ages.groups
    let labels = Dictionary(first.map { (PathKey($0.image), $0.emotion) }) { first, _ in first }
    let shared = second.filter { labels[PathKey($0.image)] == $0.emotion }.map { PathKey($0.image) }
    if Double(shared.count) >= minimumShared * Double(min(first.count, second.count)),
      let comparison = try paired(first, second, shared: Set(shared), settings: settings)
    {
      return comparison.groups.map { group in
        Difference(
          model: model, ageGroup: group.ageGroup, firstN: sizes(first, group.ageGroup),
          secondN: sizes(second, group.ageGroup), pairs: group.n, difference: group.difference,
          test: group.test)
      }
    }
    return try groups.map { group in
      let tested = try sampled(
        first.filter { group == nil || $0.ageGroup == group },
        second.filter { group == nil || $0.ageGroup == group }, level: settings.level)
      return Difference(
        model: model, ageGroup: group, firstN: sizes(first, group), secondN: sizes(second, group),
        difference: tested?.estimate.reachingZero(unlessRejectedBy: tested?.test),
        test: tested?.test)
    }
  }

  /// The second run's predictions against the first's on the shared faces, grouped as in the first.
  private static func paired(
    _ first: [LabelledFace], _ second: [LabelledFace], shared: Set<PathKey>,
    settings: EvaluationSettings
  ) throws -> ModelComparison? {
    let before = Dictionary(first.map { (PathKey($0.image), $0) }) { first, _ in first }
    let pairs = second.filter { shared.contains(PathKey($0.image)) }.compactMap { face in
      before[PathKey(face.image)].map { (first: $0, second: face.regrouped($0.ageGroup)) }
    }
    return try ModelComparison(
      ("second", pairs.map(\.second)), ("first", pairs.map(\.first)), settings: settings)
  }

  /// Second minus first for faces of two samples; subjects of one name are one subject.
  private static func sampled(
    _ first: [LabelledFace], _ second: [LabelledFace], level: Double
  ) throws -> TestedEstimate? {
    let faces = first + second
    let index = SubjectIndex(faces.map(\.unit))
    var sums = ClusterSums(count: index.count, width: 4)
    for (place, face) in faces.enumerated() {
      let run = place < first.count ? 0 : 1
      sums[index.subjectOfFace[place], run] += 1
      if face.isCorrect { sums[index.subjectOfFace[place], 2 + run] += 1 }
    }
    return try shareDifference(of: sums, 1, minus: 0, repeats: index.repeats, level: level)
  }
}

/// A run's labelled test faces, named by their identity.
private struct IdentifiedFaces {
  let models: [String]
  private let byModel: [String: [LabelledFace]]

  init(_ run: RunComparison.Run) {
    let labels = run.predictions.vocabulary.labels
    let test = run.predictions.rows.filter { $0.split == Split.test.rawValue }
    byModel = Dictionary(grouping: test, by: \.model).mapValues { rows in
      rows.compactMap { row in
        var row = row
        // What has no identity must not meet the other run's image of the same name.
        row.image = run.identities[PathKey(row.image)] ?? "\(run.name)\u{0}\(row.image)"
        return LabelledFace(row, labels: labels, attributes: nil)
      }
    }
    models = byModel.keys.sorted { ($0 == "infant" ? 0 : 1, $0) < ($1 == "infant" ? 0 : 1, $1) }
  }

  func faces(of model: String) -> [LabelledFace] { byModel[model] ?? [] }
}
