import Cohort
import Support

/// Sorts faces into age groups and splits; needs no pixels.
public enum Stratification {
  /// Fills `age_group` from `age` (inclusive upper bounds 3, 8, 12 and 17 years); a face without
  /// an age gets no group.
  /// - Throws: `SmilestoneError.badInput` when no face has an age.
  public static func assignGroups(_ manifest: Manifest) throws -> Manifest {
    var result = manifest
    for row in result.records.indices {
      result.records[row].ageGroup = result.records[row].ageInYears.map(AgeGroup.init(ageInYears:))
    }
    guard result.records.contains(where: { $0.ageGroup != nil }) else {
      throw SmilestoneError.badInput(
        "No face in the manifest has an age.",
        remedy: "Fill the column age first, e.g. with `smilestone age predict`.")
    }
    return result
  }

  /// Faces in each age group, youngest first, and faces without one.
  public static func counts(_ manifest: Manifest) -> (groups: [Int], none: Int) {
    var groups = Array(repeating: 0, count: AgeGroup.allCases.count)
    var none = 0
    for record in manifest.records {
      if let group = record.ageGroup { groups[group.index] += 1 } else { none += 1 }
    }
    return (groups, none)
  }
}
