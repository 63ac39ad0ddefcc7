import Support

extension Manifest {
  /// The faces in other age groups, by their ages.
  ///
  /// What was made for the groups before goes: how probable each was.
  /// - Parameter place: what the manifest is called in messages.
  /// - Throws: `SmilestoneError.badInput` where the manifest states groups that are neither these nor the
  ///   study's, or faces have a group and no age.
  public func sorted(into ages: AgeGrouping, place: String) throws -> Manifest {
    let stated = vocabulary.ages
    guard stated != ages else { return self }
    if stated != .study {
      try stated.require(
        ages, in: place, as: "what was asked for",
        remedy: "Ask for the manifest’s own groups, or sort its faces with `smilestone stratify "
          + "--age-groups`.")
    }
    let unknown = records.filter { $0.ageGroup != nil && $0.ageInYears == nil }
    if let first = unknown.first {
      throw SmilestoneError.badInput(
        "\(unknown.count) faces of \(place), \(first.image) first, have an age group and no age, by which "
          + "they could be sorted into “\(ages.text)”.",
        remedy: "Fill the column age, or empty the column age_group of these faces.")
    }
    var result = self
    result.vocabulary.ages = ages
    stated.membershipColumns.forEach { result.removeExtraColumn($0) }
    for row in records.indices {
      result.records[row].ageGroup = records[row].ageInYears.map(ages.group(ofAgeInYears:))
    }
    return result
  }
}
