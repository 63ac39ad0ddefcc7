import Faces

/// How probable each age group is for each face: soft membership.
public struct GroupMembership: Sendable, Equatable {
  /// What the groups are.
  let ages: AgeGrouping
  /// A probability of each group for each face, youngest group first; nil where nothing says how sure its
  /// age is.
  public let probabilities: [[Double]?]

  /// What the manifest's columns say: probabilities, or else the estimate of the age; an age that is a label
  /// is sure.
  /// - Throws: `SmilestoneError.badInput` for cells that cannot be.
  public init(_ manifest: Manifest) throws {
    let ages = manifest.vocabulary.ages
    self.ages = ages
    let (stated, estimates) = (try manifest.groupProbabilities(), try manifest.ageEstimates())
    probabilities = try manifest.records.enumerated().map { row, record in
      if let stated = stated[row] { return stated }
      let label = record.ageSource == .label ? record.ageInYears : nil
      let estimate =
        estimates[row] ?? label.map { AgeEstimate(ageInYears: $0, standardDeviationInYears: 0) }
      return try estimate?.probabilities(of: ages)
    }
  }

  /// Writes the probabilities into the manifest's columns, to a thousandth.
  public func fill(_ manifest: inout Manifest) {
    for (group, column) in ages.membershipColumns.enumerated() {
      manifest.setExtraColumn(
        column,
        to: probabilities.map { own in
          own.map { "\(($0[group] * 1000).rounded() / 1000)" } ?? ""
        })
    }
  }
}
