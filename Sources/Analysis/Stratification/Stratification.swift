import Faces
import Support

/// Sorts faces into age groups; needs no pixels.
public enum Stratification {
  /// Fills `age_group` from `age`; a face without an age gets no group.
  ///
  /// Memberships (`p_toddler` … `p_adult`) that were made for other bounds go.
  /// - Parameters:
  ///   - bounds: recorded in the manifest where they are not the study's.
  ///   - leavesOutBoundary: gives no group to faces within one error (`age_sd`) of a bound.
  /// - Throws: `SmilestoneError.badInput` when no face has an age.
  public static func assignGroups(
    _ manifest: Manifest, bounds: AgeBounds = .study, leavesOutBoundary: Bool = false
  ) throws -> Manifest {
    guard manifest.records.contains(where: { $0.ageInYears != nil }) else {
      throw SmilestoneError.badInput(
        "No face in the manifest has an age.",
        remedy: "Fill the column age first, e.g. with `smilestone age predict`.")
    }
    var result = manifest
    for row in result.records.indices {
      let record = result.records[row]
      let isLeftOut = leavesOutBoundary && record.isNear(bounds)
      result.records[row].ageGroup =
        isLeftOut ? nil : record.ageInYears.map(bounds.group(ofAgeInYears:))
    }
    if (try? manifest.ageBounds()) != bounds {
      GroupMembership.columns.forEach { result.removeExtraColumn($0) }
    }
    result.setAgeBounds(bounds)
    return result
  }
}

extension FaceRecord {
  /// Whether a bound between age groups lies within the age's error.
  func isNear(_ bounds: AgeBounds) -> Bool {
    guard let ageInYears, let spread = ageStandardDeviationInYears else { return false }
    return bounds.isNear(ageInYears: ageInYears, within: spread)
  }
}
