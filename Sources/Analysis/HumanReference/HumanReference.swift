import Faces
import Statistics
import Support

/// How people who rated the faces agree with each other and with the model.
public struct HumanReference: Codable, Sendable, Equatable {
  /// nil for all test faces together.
  public var ageGroup: AgeGroup?
  /// Labelled test faces with votes, and different subjects among them (nil where a face's subject
  /// is unknown).
  public var n: Int
  public var subjects: Int?
  /// Faces whose votes are shares, not counts: no rater can be left out of them.
  public var facesWithShares: Int
  /// Faces whose votes no person gave but `SimulatedRaters`, which choose for synthetic faces; nil in
  /// files of earlier versions, which did not tell.
  public var facesWithSimulatedVotes: Int?
  /// How often a single rater names what most of the others name. It is one rater's score and no upper
  /// bound: a model that names the majority itself is right more often.
  public var raterAgreement: Estimate?
  /// How often one rater names the label: what a person would reach if judged as the model is.
  public var labelAgreement: Estimate?
  /// The model's accuracy on the same faces.
  public var modelAccuracy: Estimate?
  /// Mean Jensen-Shannon divergence between the model's probabilities and the votes, in bits.
  public var divergence: Estimate?
  /// The same for a model that finds all emotions equally likely.
  public var uniformDivergence: Double?
}

extension HumanReference {
  /// Who rated the faces: "raters", "simulated raters", or "raters, some simulated".
  public var raters: String {
    switch facesWithSimulatedVotes ?? 0 {
    case 0: "raters"
    case n: "simulated raters"
    default: "raters, some simulated"
    }
  }

  /// All faces together, then each age group with votes; empty where no face has votes.
  static func all(
    _ faces: [LabelledFace], accuracies: GroupAccuracies, settings: EvaluationSettings
  ) throws -> [HumanReference] {
    // In one order, and without the model's name in the stream, so that the raters of the same faces
    // have the same interval beside every model.
    let rated = faces.sorted { $0.image < $1.image }.compactMap(RatedFace.init)
    guard !rated.isEmpty else { return [] }
    let cells: [AgeGroup?] =
      [nil] + settings.ages.groups.filter { group in rated.contains { $0.face.ageGroup == group } }
    return try parallelMap(count: cells.count) { index in
      let group = cells[index]
      return try HumanReference(
        group, rated.filter { group == nil || $0.face.ageGroup == group }, settings: settings,
        accuracies: accuracies, stream: "evaluation/raters/\(group?.rawValue ?? "all")")
    }
  }

  private init(
    _ ageGroup: AgeGroup?, _ rated: [RatedFace], settings: EvaluationSettings,
    accuracies: GroupAccuracies, stream: String
  ) throws {
    let index = SubjectIndex(rated.map(\.face.unit))
    // Per subject: faces, agreement, votes for the label, correct predictions, divergence.
    var sums = ClusterSums(count: index.count, width: 5)
    for (face, subject) in zip(rated, index.subjectOfFace) {
      sums[subject, 0] += 1
      sums[subject, 1] += face.agreement
      sums[subject, 2] += face.labelShare
      sums[subject, 3] += face.face.isCorrect ? 1 : 0
      sums[subject, 4] += face.divergence
    }
    let intervals = ProportionIntervals(
      sums, repeats: index.repeats, settings: settings, stream: stream)
    func mean(_ column: Int) throws -> Estimate? {
      try intervals.bootstrapped { $0[0] > 0 ? $0[column] / $0[0] : nil }
    }
    self.ageGroup = ageGroup
    n = rated.count
    subjects = index.knownCount
    facesWithShares = rated.count { $0.hasShares }
    facesWithSimulatedVotes = rated.count { $0.face.attributes?.isSynthetic == true }
    raterAgreement = try mean(1)
    labelAgreement = try mean(2)
    modelAccuracy =
      try accuracies.estimate(of: ageGroup, n: rated.count)
      ?? intervals.estimate(successes: [3], trials: [0])
    divergence = try mean(4)
    uniformDivergence = rated.reduce(0) { $0 + $1.uniformDivergence } / Double(rated.count)
  }
}

/// A face with its votes measured.
private struct RatedFace: Sendable {
  let face: LabelledFace
  /// Whether the votes are no whole numbers.
  let hasShares: Bool
  let agreement: Double
  let labelShare: Double
  let divergence: Double
  let uniformDivergence: Double

  /// - Returns: nil where there are no votes, or those of a single rater.
  init?(_ face: LabelledFace) {
    guard let votes = face.attributes?.votes else { return nil }
    let total = votes.reduce(0, +)
    let even = votes.map { _ in 1.0 }
    guard let divergence = jensenShannonDivergence(face.probabilities.map(Double.init), votes),
      let uniform = jensenShannonDivergence(even, votes)
    else { return nil }
    hasShares = votes.contains { $0 != $0.rounded() }
    // Shares stand for many raters, of whom one makes no difference to the majority.
    guard let agreement = hasShares ? (votes.max() ?? 0) / total : leaveOneOutAgreement(votes)
    else { return nil }
    self.face = face
    self.agreement = agreement
    labelShare = votes[face.label] / total
    self.divergence = divergence
    uniformDivergence = uniform
  }
}
