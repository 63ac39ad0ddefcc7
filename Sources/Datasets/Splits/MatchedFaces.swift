import Faces
import Support

/// Training and validation faces that are alike in number and in distribution of emotions for several age
/// groups. Subjects and sources are not matched.
///
/// Of every emotion and split each group gets as many faces as the group that has fewest. An
/// emotion of which some group has fewer than `minimumFaces` training faces leaves all groups.
public struct MatchedFaces: Sendable, Equatable {
  /// Fewest training faces of an emotion in every group.
  public static let minimumFaces = 5

  /// What the age groups are.
  public let ages: AgeGrouping
  /// Those that faces are of, youngest first.
  public let groups: [AgeGroup]
  /// The emotions that every group has enough of, and the others.
  public let emotions: [Emotion]
  public let emotionsLeftOut: [Emotion]
  /// How many training and validation faces of each of `emotions` every group gets.
  public let trainingFaces: [Int]
  public let validationFaces: [Int]
  /// Rows by split, group and emotion.
  private let rows: [Cell: [Int]]

  private struct Cell: Hashable {
    let split: Split
    let group: AgeGroup
    let emotion: Emotion
  }

  /// - Parameters:
  ///   - records: faces with split, age group and emotion; others are passed over.
  ///   - groups: at least two.
  ///   - labels: the scheme of the records' emotions.
  ///   - ages: what they are groups of.
  /// - Throws: `SmilestoneError.badInput` where no two emotions have enough faces in every group, or
  ///   no validation faces are left.
  public init(
    _ records: [FaceRecord], groups: [AgeGroup], labels: LabelScheme, of ages: AgeGrouping
  ) throws {
    var rows: [Cell: [Int]] = [:]
    for (row, record) in records.enumerated() {
      guard let split = record.split, let group = record.ageGroup, let emotion = record.emotion
      else { continue }
      rows[Cell(split: split, group: group, emotion: emotion), default: []].append(row)
    }
    func fewest(_ emotion: Emotion, _ split: Split) -> Int {
      groups.map { rows[Cell(split: split, group: $0, emotion: emotion)]?.count ?? 0 }.min() ?? 0
    }
    self.rows = rows
    self.ages = ages
    self.groups = ages.groups.filter(groups.contains)
    let emotions = labels.emotions.filter { fewest($0, .train) >= MatchedFaces.minimumFaces }
    self.emotions = emotions
    emotionsLeftOut = labels.emotions.filter { !emotions.contains($0) }
    trainingFaces = emotions.map { fewest($0, .train) }
    validationFaces = emotions.map { fewest($0, .validation) }
    let names = groups.map(\.displayName).joined(separator: ", ")
    guard emotions.count > 1 else {
      throw SmilestoneError.badInput(
        "Fewer than two emotions have \(MatchedFaces.minimumFaces) training faces in each of the "
          + "groups \(names).",
        remedy: "Leave out the group with the fewest faces, or add faces to it.")
    }
    guard validationFaces.reduce(0, +) > 0 else {
      throw SmilestoneError.badInput(
        "The groups \(names) have no emotion of which all have validation faces.",
        remedy: "Leave out the group with the fewest faces, or split with more validation faces.")
    }
  }

  /// The rows that one group's model learns from or is chosen by, drawn with the seed, ascending.
  /// - Parameters:
  ///   - split: `.train` or `.validation`.
  ///   - seed: another seed draws other faces where the group has more than it needs.
  public func rows(of group: AgeGroup, _ split: Split, seed: UInt64) -> [Int] {
    let counts = split == .train ? trainingFaces : validationFaces
    return zip(emotions, counts).flatMap { emotion, count in
      var generator = SeededGenerator(
        seed: seed, stream: "matched faces/\(split.rawValue)/\(group.rawValue)/\(emotion.rawValue)")
      return (rows[Cell(split: split, group: group, emotion: emotion)] ?? [])
        .shuffled(using: &generator).prefix(count)
    }.sorted()
  }

  /// The groups that have at least `faces` training faces and a validation face, youngest first.
  public static func groups(
    of ages: AgeGrouping, in records: [FaceRecord], withAtLeast faces: Int
  ) -> [AgeGroup] {
    func count(_ group: AgeGroup, _ split: Split) -> Int {
      records.count { $0.ageGroup == group && $0.split == split && $0.emotion != nil }
    }
    return ages.groups.filter { count($0, .train) >= faces && count($0, .validation) > 0 }
  }
}
