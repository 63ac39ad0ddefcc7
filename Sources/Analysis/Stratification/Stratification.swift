import Faces
import Support

/// Sorts faces into age groups; needs no pixels.
public enum Stratification {
  /// Fills `age_group` from `age`; a face without an age gets no group.
  ///
  /// Memberships (`p_` and a group's name) that were made for other groups go.
  /// - Parameters:
  ///   - ages: the groups; nil for those that the manifest has.
  ///   - leavesOutBoundary: gives no group to faces within one error (`age_sd`) of a bound.
  /// - Throws: `SmilestoneError.badInput` when no face has an age.
  public static func assignGroups(
    _ manifest: Manifest, ages: AgeGrouping? = nil, leavesOutBoundary: Bool = false
  ) throws -> Manifest {
    guard manifest.records.contains(where: { $0.ageInYears != nil }) else {
      throw SmilestoneError.badInput(
        "No face in the manifest has an age.",
        remedy: "Fill the column age first, e.g. with `smilestone age predict`.")
    }
    let ages = ages ?? manifest.vocabulary.ages
    var result = manifest
    for row in result.records.indices {
      let record = result.records[row]
      let isLeftOut = leavesOutBoundary && record.isNear(ages)
      result.records[row].ageGroup =
        isLeftOut ? nil : record.ageInYears.map(ages.group(ofAgeInYears:))
    }
    if manifest.vocabulary.ages != ages {
      manifest.vocabulary.ages.membershipColumns.forEach { result.removeExtraColumn($0) }
    }
    result.vocabulary.ages = ages
    return result
  }
}

extension FaceRecord {
  /// Whether a bound between age groups lies within the age's error.
  func isNear(_ ages: AgeGrouping) -> Bool {
    guard let ageInYears, let deviation = ageStandardDeviationInYears else { return false }
    return ages.isNear(ageInYears: ageInYears, within: deviation)
  }
}
