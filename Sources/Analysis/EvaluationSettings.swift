import Faces
import Support

/// How metrics are made; kept in `metrics.json`, so that the numbers can be made again.
public struct EvaluationSettings: Codable, Sendable, Equatable {
  /// Seed of the bootstrap resamples.
  public var seed: UInt64
  /// Bootstrap resamples for each interval.
  public var replicates: Int
  /// Level of every interval.
  public var level: Double
  /// The age group that each model was trained on.
  public var trainedOn: [String: AgeGroup]
  /// The share that guessing among the labels gets right: 1/7 for the study's.
  public var chance: Double
  /// The distribution of emotions that accuracies are standardised to: a weight for each
  /// label in the scheme's order, of any sum; nil for equal ones.
  public var standardDistribution: [Double]?
  /// What labels and age groups the faces have; it comes from the manifest or the predictions.
  public package(set) var vocabulary = Vocabulary.study

  /// What age groups the faces are in.
  package var ages: AgeGrouping { vocabulary.ages }

  /// The defaults: seed 1, 2,000 resamples (the spread of an interval's bound is then small
  /// beside its width), 95 % intervals, an infant model of toddlers and an adult model of adults,
  /// all emotions counting the same.
  public init(
    seed: UInt64 = 1, replicates: Int = 2000, level: Double = 0.95,
    trainedOn: [String: AgeGroup]? = nil,
    standardDistribution: [Double]? = nil, vocabulary: Vocabulary = .study
  ) {
    self.seed = seed
    self.replicates = replicates
    self.level = level
    self.vocabulary = vocabulary
    self.trainedOn = trainedOn ?? vocabulary.ages.trainedOn
    self.standardDistribution = standardDistribution
    chance = vocabulary.labels.chance
  }

  /// Takes over what the faces have; models on the usual groups are then those of the new ones.
  mutating func take(_ vocabulary: Vocabulary) {
    if trainedOn == ages.trainedOn { trainedOn = vocabulary.ages.trainedOn }
    self.vocabulary = vocabulary
  }

  /// - Throws: `SmilestoneError` unless replicates ≥ 1, 0 < level < 1, and the standard distribution holds
  ///   a weight for each label, not negative and not all zero.
  func check() throws {
    guard replicates > 0 else {
      throw SmilestoneError.usage(
        "\(replicates) bootstrap replicates give no interval.", remedy: "Ask for 2000.")
    }
    guard level > 0, level < 1 else {
      throw SmilestoneError.usage(
        "An interval cannot have the level \(level).", remedy: "Ask for 0.95.")
    }
    if let standardDistribution {
      let labels = vocabulary.labels
      let isSound =
        standardDistribution.count == labels.count
        && standardDistribution.allSatisfy { $0.isFinite && $0 >= 0 }
        && standardDistribution.contains { $0 > 0 }
      guard isSound else {
        throw SmilestoneError.usage(
          "\(standardDistribution) is no distribution of the \(labels.labelsInWords).",
          remedy: "Give \(labels.countInWords) weights (\(labels.namesInWords)), such as "
            + Array(repeating: "1", count: labels.count).joined(separator: ",") + ".")
      }
    }
  }
}

extension EvaluationSettings {
  /// What earlier versions wrote: other bounds of the study's groups.
  private enum EarlierKeys: CodingKey {
    case ageBoundsInYears
  }

  /// Settings of earlier versions say nothing of the vocabulary, which was the study's.
  public init(from decoder: any Decoder) throws {
    let members = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      seed: try members.decode(UInt64.self, forKey: .seed),
      replicates: try members.decode(Int.self, forKey: .replicates),
      level: try members.decode(Double.self, forKey: .level),
      trainedOn: try members.decode([String: AgeGroup].self, forKey: .trainedOn),
      standardDistribution: try members.decodeIfPresent(
        [Double].self, forKey: .standardDistribution))
    chance = try members.decode(Double.self, forKey: .chance)
    vocabulary = try members.decodeIfPresent(Vocabulary.self, forKey: .vocabulary) ?? .study
    let earlier = try decoder.container(keyedBy: EarlierKeys.self)
    if let bounds = try earlier.decodeIfPresent([Double].self, forKey: .ageBoundsInYears) {
      vocabulary.ages = try AgeGrouping(studyNamesWithBounds: bounds)
    }
  }
}
