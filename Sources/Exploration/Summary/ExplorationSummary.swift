import Datasets
import Faces
import Statistics

/// What is in a data set: everything that `smilestone explore` prints, draws and writes.
public struct ExplorationSummary: Codable, Sendable, Equatable {
  /// How many faces have one combination of labels; nil for unknown labels.
  public struct Count: Codable, Sendable, Equatable {
    public var emotion: Emotion?
    public var ageGroup: AgeGroup?
    public var split: Split?
    public var source: String?
    public var faces: Int
  }

  /// Faces of one whole year of age.
  public struct Year: Codable, Sendable, Equatable {
    /// Whole years: 3 for ages from 3 to below 4.
    public var ageInYears: Int
    public var faces: Int
    /// Share of all faces with an age that are of this year or younger.
    public var cumulativeShare: Double
  }

  public struct Size: Codable, Sendable, Equatable {
    /// Pixels.
    public var width: Int
    public var height: Int
    public var format: String
    public var faces: Int
  }

  public struct Duplicates: Codable, Sendable, Equatable {
    /// Clusters of near duplicates, the faces in them, and the size of the largest.
    public var clusters: Int
    public var faces: Int
    public var largest: Int
    /// Clusters whose faces have more than one emotion.
    public var clustersWithSeveralEmotions: Int
  }

  /// What labels and age groups the faces have.
  public var vocabulary: Vocabulary
  public var faces: Int
  public var unreadable: Int
  public var subjects: Int
  public var sources: Int
  public var counts: [Count]
  public var ages: [Year]
  public var ageByEmotion: [ValueDistribution]
  public var ageBySex: [ValueDistribution]
  public var ageByEthnicity: [ValueDistribution]
  public var brightnessByEmotion: [ValueDistribution]
  public var brightnessByAgeGroup: [ValueDistribution]
  public var sharpnessByEmotion: [ValueDistribution]
  public var sharpnessByAgeGroup: [ValueDistribution]
  public var crossTables: [CrossTable]
  /// The most frequent first.
  public var sizes: [Size]
  public var duplicates: Duplicates
  public var audit: ShortcutAudit

  /// - Parameter seed: of the audit's folds.
  public init(_ explored: ExploredFaces, seed: UInt64) throws {
    let records = explored.records
    vocabulary = explored.vocabulary
    faces = records.count
    unreadable = explored.skipped.count
    subjects = SubjectKnowledge(records).subjects
    sources = Set(records.compactMap(\.source)).count
    counts = ExplorationSummary.counts(records, labels: vocabulary.labels, explored.vocabulary.ages)
    ages = ExplorationSummary.years(records)
    let groups = FaceGroups(records: records, vocabulary: vocabulary)
    let age = records.map(\.ageInYears)
    ageByEmotion = groups.distributions(of: age, by: .emotion)
    ageBySex = groups.distributions(of: age, by: .sex)
    ageByEthnicity = groups.distributions(of: age, by: .ethnicity)
    let brightness = explored.facts.map { $0?.brightness }
    let sharpness = explored.facts.map { $0?.sharpness }
    brightnessByEmotion = groups.distributions(of: brightness, by: .emotion)
    brightnessByAgeGroup = groups.distributions(of: brightness, by: .ageGroup)
    sharpnessByEmotion = groups.distributions(of: sharpness, by: .emotion)
    sharpnessByAgeGroup = groups.distributions(of: sharpness, by: .ageGroup)
    crossTables = try groups.crossTables(clusters: explored.clusters)
    sizes = ExplorationSummary.sizes(explored.facts)
    duplicates = ExplorationSummary.duplicates(explored)
    audit = try ShortcutAudit(explored, seed: seed)
  }

  private static func counts(_ records: [FaceRecord], labels: LabelScheme, _ ages: AgeGrouping)
    -> [Count]
  {
    struct Key: Hashable {
      let emotion: Emotion?
      let ageGroup: AgeGroup?
      let split: Split?
      let source: String?
    }
    var counts: [Key: Int] = [:]
    for record in records {
      let key = Key(
        emotion: record.emotion, ageGroup: record.ageGroup, split: record.split,
        source: record.source)
      counts[key, default: 0] += 1
    }
    let order = { (key: Key) in
      (
        key.source ?? "\u{10FFFF}", key.split?.index ?? 9,
        key.ageGroup.map(ages.index) ?? ages.count,
        key.emotion.flatMap(labels.index(of:)) ?? labels.count
      )
    }
    return counts.sorted { order($0.key) < order($1.key) }.map { key, faces in
      Count(
        emotion: key.emotion, ageGroup: key.ageGroup, split: key.split, source: key.source,
        faces: faces)
    }
  }

  private static func years(_ records: [FaceRecord]) -> [Year] {
    let ages = records.compactMap(\.ageInYears)
    guard let oldest = ages.max() else { return [] }
    var faces = Array(repeating: 0, count: Int(min(oldest, 150)) + 1)
    for age in ages { faces[Int(min(age, 150))] += 1 }
    var sum = 0
    return faces.enumerated().map { year, count in
      sum += count
      return Year(
        ageInYears: year, faces: count, cumulativeShare: Double(sum) / Double(ages.count))
    }
  }

  private static func sizes(_ facts: [ImageFacts?]) -> [Size] {
    struct Key: Hashable {
      let width: Int
      let height: Int
      let format: String
    }
    var counts: [Key: Int] = [:]
    for fact in facts.compactMap(\.self) {
      counts[Key(width: fact.width, height: fact.height, format: fact.format), default: 0] += 1
    }
    return counts.map { key, faces in
      Size(width: key.width, height: key.height, format: key.format, faces: faces)
    }.sorted {
      ($1.faces, $0.width, $0.height, $0.format) < ($0.faces, $1.width, $1.height, $1.format)
    }
  }

  private static func duplicates(_ explored: ExploredFaces) -> Duplicates {
    let members = explored.duplicates.members
    return Duplicates(
      clusters: members.count, faces: members.reduce(0) { $0 + $1.count },
      largest: members.map(\.count).max() ?? 0,
      clustersWithSeveralEmotions: members.count { cluster in
        Set(cluster.compactMap { explored.records[$0].emotion }).count > 1
      })
  }
}
