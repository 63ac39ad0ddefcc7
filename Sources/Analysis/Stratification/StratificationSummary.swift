import Faces

/// What sorting faces into age groups gave, and how sure the groups are.
public struct StratificationSummary: Codable, Sendable, Equatable {
  /// The inclusive upper bounds.
  public var boundsInYears: [Double]
  /// One entry for each age group, youngest first.
  public var groups: [Group]
  public var withoutAge: Int
  /// Faces with an age but no error of it (`age_sd`), such as labels.
  public var withoutError: Int
  /// Faces within one error of a bound.
  public var nearBoundary: Int
  /// Those of them that were left without a group.
  public var leftOut: Int
  /// How hard grouping mixes the groups; nil where no age is estimated with a known error.
  public var mixing: GroupMixing?

  public struct Group: Codable, Sendable, Equatable {
    public var ageGroup: AgeGroup
    /// Faces that are in it.
    public var faces: Int
    /// Faces whose age falls into it and lies within one error of a bound, left out or not.
    public var nearBoundary: Int
  }

  /// - Throws: `SmilestoneError.badInput` for soft memberships that are no probabilities.
  public init(_ manifest: Manifest) throws {
    let ages = manifest.vocabulary.ages
    boundsInYears = ages.upperBoundsInYears
    let near = manifest.records.filter { $0.isNear(ages) }
    let nearGroups = near.compactMap { $0.ageInYears.map(ages.group(ofAgeInYears:)) }
    let inGroups = manifest.records.compactMap(\.ageGroup)
    groups = ages.groups.map { group in
      Group(
        ageGroup: group, faces: inGroups.count { $0 == group },
        nearBoundary: nearGroups.count { $0 == group })
    }
    nearBoundary = near.count
    leftOut = near.count { $0.ageGroup == nil }
    withoutAge = manifest.records.count { $0.ageInYears == nil }
    withoutError = manifest.records.count {
      $0.ageInYears != nil && $0.ageStandardDeviationInYears == nil
    }
    mixing = GroupMixing(
      manifest.records.map { $0.ageGroup.map(ages.index) },
      memberships: try GroupMembership(manifest))
  }
}

/// Which true ages the hard groups hold: the expected outcome of drawing every face's age again from
/// what is known of it.
public struct GroupMixing: Codable, Sendable, Equatable {
  /// One entry for each hard group, youngest first.
  public var rows: [Row]
  /// The expected share of faces that stand in the group of their true age.
  public var rightShare: Double

  public struct Row: Codable, Sendable, Equatable {
    public var ageGroup: AgeGroup
    /// Faces in the hard group whose membership is known.
    public var n: Int
    /// The expected share of them in each true group, youngest first; nil for none.
    public var shares: [Double]?
  }

  /// - Parameters:
  ///   - hardGroups: where each face's stands, youngest first; nil for a face without one.
  ///   - memberships: of the same faces.
  /// - Returns: nil where every membership is unknown or sure.
  init?(_ hardGroups: [Int?], memberships: GroupMembership) {
    let groups = memberships.ages.groups
    var sums = [[Double]](
      repeating: Array(repeating: 0, count: groups.count), count: groups.count)
    var counts = [Int](repeating: 0, count: groups.count)
    var isSure = true
    for (group, probabilities) in zip(hardGroups, memberships.probabilities) {
      guard let group, let probabilities else { continue }
      counts[group] += 1
      for (index, probability) in probabilities.enumerated() { sums[group][index] += probability }
      isSure = isSure && probabilities.contains(1)
    }
    guard !isSure else { return nil }
    rows = groups.indices.map { group in
      let n = counts[group]
      return Row(
        ageGroup: groups[group], n: n,
        shares: n == 0 ? nil : sums[group].map { $0 / Double(n) })
    }
    let total = Double(counts.reduce(0, +))
    rightShare = groups.indices.reduce(0) { $0 + sums[$1][$1] } / total
  }
}
