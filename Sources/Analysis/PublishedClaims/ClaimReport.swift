import Faces
import Statistics
import Support

/// Which claims a table of accuracies supports, for the sizes of its test sets or for assumed ones.
public struct ClaimReport: Codable, Sendable, Equatable {
  /// A group's published accuracy; the interval is Wilson's, where n is known.
  public struct Accuracy: Codable, Sendable, Equatable {
    public var ageGroup: AgeGroup
    public var accuracy: Double
    public var n: Int?
    public var interval: Estimate?
  }

  /// A verdict at one number of faces in every group.
  public struct SizedVerdict: Codable, Sendable, Equatable {
    public var facesPerGroup: Int
    public var verdict: ClaimVerdict
  }

  public struct Claim: Codable, Sendable, Equatable {
    public var claim: StudyClaim
    /// Whether the study makes the claim of this model.
    public var isMadeByStudy: Bool
    /// At the table's own sizes; nil where one is missing.
    public var verdictAtGivenSizes: ClaimVerdict?
    /// At the assumed sizes.
    public var verdicts: [SizedVerdict]
    /// Every size at which the verdict turns between the smallest and the largest assumed size,
    /// with the verdict from there on.
    public var turns: [SizedVerdict]
    /// The first turn beyond the largest assumed size; nil where there is none up to `limit`.
    public var nextTurn: SizedVerdict?
  }

  public struct Model: Codable, Sendable, Equatable {
    public var model: String
    public var groups: [Accuracy]
    /// Claims that cannot be judged from these groups are absent.
    public var claims: [Claim]
  }

  /// The largest size at which a turn is looked for.
  public static let limit = 1_000_000
  /// The sizes of a table when no others are asked for.
  public static let defaultSizes = [50, 100, 200, 500, 1000, 2000]

  /// Tests below this p-value count.
  public var significance: Double
  public var chance: Double
  public var models: [Model]

  /// Judges every claim for every model of a table.
  ///
  /// The accuracies are taken as found in the assumed number of faces per group, each face of
  /// another subject; with several faces per subject the sizes are effective ones.
  /// - Parameter sizes: Ascending; every size between the first and the last is tried for turns.
  /// - Throws: `SmilestoneError` for sizes that do not ascend or are not positive.
  public init(
    _ table: AccuracyTable, sizes: [Int] = defaultSizes, significance: Double = 0.05,
    labels: LabelScheme = .emotions7
  ) throws {
    guard let smallest = sizes.first, let largest = sizes.last, smallest > 0,
      largest < ClaimReport.limit, zip(sizes, sizes.dropFirst()).allSatisfy({ $0 < $1 })
    else {
      throw SmilestoneError.usage(
        "Group sizes must be whole numbers from 1 to \(ClaimReport.limit - 1) that ascend.",
        remedy: "Give 50,100,200,500,1000,2000, say.")
    }
    self.significance = significance
    let chance = labels.chance
    self.chance = chance
    var names: [String] = []
    for row in table.rows where !names.contains(row.model) { names.append(row.model) }
    models = try names.map { name in
      let rows = table.rows.filter { $0.model == name }
        .sorted { table.ages.index(of: $0.ageGroup) < table.ages.index(of: $1.ageGroup) }
      return Model(
        model: name,
        groups: try rows.map { row in
          Accuracy(
            ageGroup: row.ageGroup, accuracy: row.accuracy, n: row.n,
            interval: try row.n.map {
              try wilsonInterval(proportion: row.accuracy, effectiveSize: Double($0))
            })
        },
        claims: try StudyClaim.allCases.compactMap { claim in
          try Claim(
            claim, model: name, rows: rows, ages: table.ages, sizes: sizes,
            significance: significance,
            chance: chance)
        })
    }
  }
}

extension ClaimReport.Claim {
  fileprivate init?(
    _ claim: StudyClaim, model: String, rows: [AccuracyTable.Row], ages: AgeGrouping, sizes: [Int],
    significance: Double, chance: Double
  ) throws {
    func verdict(_ sizes: [Double]) throws -> ClaimVerdict? {
      try AssumedCurve(
        ages: ages, groups: rows.map(\.ageGroup), shares: rows.map(\.accuracy), sizes: sizes,
        significance: significance, chance: chance
      ).verdict(claim)
    }
    func verdict(at size: Int) throws -> ClaimVerdict? {
      try verdict(rows.map { _ in Double(size) })
    }
    let (smallest, largest) = (sizes[0], sizes[sizes.count - 1])
    guard var current = try verdict(at: smallest) else { return nil }
    self.claim = claim
    isMadeByStudy = claim.isMade(of: model)
    let given = rows.compactMap(\.n).map(Double.init)
    verdictAtGivenSizes = given.count == rows.count ? try verdict(given) : nil
    verdicts = try sizes.compactMap { size in
      try verdict(at: size).map { ClaimReport.SizedVerdict(facesPerGroup: size, verdict: $0) }
    }
    turns = []
    for size in smallest...largest {
      guard let next = try verdict(at: size), next != current else { continue }
      turns.append(ClaimReport.SizedVerdict(facesPerGroup: size, verdict: next))
      current = next
    }
    // Beyond, p-values only fall: double until the verdict changes, then close in.
    var (below, above) = (largest, largest)
    repeat {
      below = above
      above = min(2 * above, ClaimReport.limit)
    } while try above < ClaimReport.limit && verdict(at: above) == current
    guard try verdict(at: above) != current else { return }
    while above - below > 1 {
      let middle = (below + above) / 2
      if try verdict(at: middle) == current { below = middle } else { above = middle }
    }
    nextTurn = try verdict(at: above).map {
      ClaimReport.SizedVerdict(facesPerGroup: above, verdict: $0)
    }
  }
}
