import Support

/// What age groups may be, and what is said where they are not or are not the same.
extension AgeGrouping {
  static func check(upperBounds bounds: [Double]) throws {
    let isAscending = zip(bounds, bounds.dropFirst()).allSatisfy { $0 < $1 }
    guard !bounds.isEmpty else {
      throw refusal("there is one group, and nothing to compare it with")
    }
    guard bounds.allSatisfy({ PossibleAge.inYears.contains($0) && $0 > 0 }) else {
      let wrong = bounds.first { !PossibleAge.inYears.contains($0) || $0 <= 0 } ?? 0
      throw refusal("the bound \(ManifestNumber.text(wrong)) is no age above 0 and up to 120 years")
    }
    guard isAscending else {
      let list = bounds.map(ManifestNumber.text).joined(separator: ", ")
      throw refusal("the bounds \(list) do not ascend")
    }
  }

  static func check(names: [String]) throws {
    for (index, name) in names.enumerated() {
      let isSound =
        name.first.map { $0.isLetter || $0.isNumber } ?? false
        && name.allSatisfy { $0.isLetter || $0.isNumber || " -.+’'".contains($0) }
      guard isSound, Double(name) == nil else {
        throw refusal(
          "“\(name)” cannot name a group: names begin with a letter and have letters, digits, blanks, "
            + "hyphens and full stops")
      }
      guard !names.prefix(index).contains(where: { $0.lowercased() == name.lowercased() }) else {
        throw refusal("two groups have the name “\(name)”")
      }
    }
  }

  static func refusal(_ reason: String) -> SmilestoneError {
    .usage(
      "The age groups cannot be used: \(reason).",
      remedy:
        "Give inclusive upper bounds in years, ascending, as in 2,6,12, or names with them, as in "
        + "“baby<=1; child/children<=12; adult”.")
  }

  /// Refuses groups that differ from those of something else: numbers by the one would be read as the other's.
  /// - Parameters:
  ///   - place: What has these groups: "The manifest faces.csv".
  ///   - otherPlace: What has the others.
  ///   - remedy: How they come to be the same.
  /// - Throws: `SmilestoneError.badInput` that names both.
  public func require(
    _ other: AgeGrouping, in place: String, as otherPlace: String, remedy: String
  ) throws {
    guard self != other else { return }
    throw SmilestoneError.badInput(
      "\(place) has the age groups “\(text)”, and \(otherPlace) has “\(other.text)”.",
      remedy: remedy)
  }
}
