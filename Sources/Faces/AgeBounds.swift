import Support

/// The bounds between the age groups: four inclusive upper bounds in years, ascending; adults have
/// none.
public struct AgeBounds: Sendable, Equatable {
  public let inYears: [Double]

  /// The study's: 3, 8, 12 and 17 years.
  public static let study = AgeBounds(checked: AgeGroup.upperBoundsInYears)

  private init(checked bounds: [Double]) { inYears = bounds }

  /// - Throws: `SmilestoneError.usage` unless there are four ascending numbers from 0.
  public init(_ bounds: [Double]) throws {
    let isAscending = zip(bounds, bounds.dropFirst()).allSatisfy { $0 < $1 }
    guard bounds.count == AgeGroup.allCases.count - 1, isAscending,
      bounds.allSatisfy({ $0.isFinite && $0 >= 0 })
    else {
      throw SmilestoneError.usage(
        "The age bounds \(bounds.map(ManifestNumber.text).joined(separator: ",")) cannot be used.",
        remedy:
          "Give four ascending numbers of years from 0, such as 3,8,12,17: toddlers are up to "
          + "the first, teenagers up to the last, each bound included.")
    }
    inYears = bounds
  }

  public func group(ofAgeInYears age: Double) -> AgeGroup {
    AgeGroup(ageInYears: age, upperBounds: inYears)
  }

  /// Whether a bound lies within an age's error; an age without one is near nothing.
  public func isNear(ageInYears age: Double, within spread: Double) -> Bool {
    spread > 0 && inYears.contains { abs($0 - age) <= spread }
  }

  /// "3, 8, 12 and 17".
  public var text: String {
    let names = inYears.map(ManifestNumber.text)
    return names.dropLast().joined(separator: ", ") + " and " + (names.last ?? "")
  }
}

extension Manifest {
  private static let boundsColumn = "age_bounds"

  /// The bounds by which the age groups were made, where they are not the study's: every row of the
  /// extra column `age_bounds` holds them ("2;6;12;18").
  /// - Throws: `SmilestoneError.badInput` where the column holds anything else.
  public func ageBounds() throws -> AgeBounds {
    let cells = Set(values(ofExtraColumn: Manifest.boundsColumn) ?? []).subtracting([""])
    guard let cell = cells.first else { return .study }
    let numbers = cell.split(separator: ";", omittingEmptySubsequences: false)
      .compactMap { Double($0) }
    guard cells.count == 1, let bounds = try? AgeBounds(numbers) else {
      throw SmilestoneError.badInput(
        "The manifest's column age_bounds holds “\(cells.sorted().joined(separator: "”, “"))”.",
        remedy: "Make the age groups anew with `smilestone stratify`.")
    }
    return bounds
  }

  /// Records the bounds of the age groups; the study's need no column.
  public mutating func setAgeBounds(_ bounds: AgeBounds) {
    guard bounds != .study else { return removeExtraColumn(Manifest.boundsColumn) }
    let text = bounds.inYears.map(ManifestNumber.text).joined(separator: ";")
    setExtraColumn(Manifest.boundsColumn, to: records.map { _ in text })
  }
}
