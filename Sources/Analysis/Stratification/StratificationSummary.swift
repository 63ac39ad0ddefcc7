import Faces

/// What sorting faces into age groups gave, and how sure the groups are.
public struct StratificationSummary: Codable, Sendable, Equatable {
  /// The four inclusive upper bounds.
  public var boundsInYears: [Double]
  /// One entry for each of the five age groups, youngest first.
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

  /// - Parameter manifest: its age groups are assigned by `bounds`.
  /// - Throws: `SmilestoneError.badInput` for soft memberships that are no probabilities.
  public init(_ manifest: Manifest, bounds: AgeBounds) throws {
    boundsInYears = bounds.inYears
    let near = manifest.records.filter { $0.isNear(bounds) }
    let nearGroups = near.compactMap { $0.ageInYears.map(bounds.group(ofAgeInYears:)) }
    let inGroups = manifest.records.compactMap(\.ageGroup)
    groups = AgeGroup.allCases.map { group in
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
      manifest.records.map(\.ageGroup),
      memberships: try GroupMembership(manifest, bounds: bounds).probabilities)
  }
}

/// Which true ages the hard groups hold: the expected outcome of drawing every face's age anew from
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
  ///   - hardGroups: nil for a face without one.
  ///   - memberships: five probabilities; nil where they are not known.
  /// - Returns: nil where every membership is unknown or sure.
  init?(_ hardGroups: [AgeGroup?], memberships: [[Double]?]) {
    let groups = AgeGroup.allCases
    var sums = [[Double]](
      repeating: Array(repeating: 0, count: groups.count), count: groups.count)
    var counts = [Int](repeating: 0, count: groups.count)
    var isSure = true
    for (group, five) in zip(hardGroups, memberships) {
      guard let group, let five else { continue }
      counts[group.index] += 1
      for (index, probability) in five.enumerated() { sums[group.index][index] += probability }
      isSure = isSure && five.contains(1)
    }
    guard !isSure else { return nil }
    rows = groups.map { group in
      let n = counts[group.index]
      return Row(
        ageGroup: group, n: n,
        shares: n == 0 ? nil : sums[group.index].map { $0 / Double(n) })
    }
    let total = Double(counts.reduce(0, +))
    rightShare = groups.indices.reduce(0) { $0 + sums[$1][$1] } / total
  }
}
