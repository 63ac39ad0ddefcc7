import Faces
import Foundation
import Statistics
import Support

/// How probable each age group is for each face: soft membership.
public struct GroupMembership: Sendable, Equatable {
  /// What the groups are.
  let ages: AgeGrouping
  /// A probability of each group for each face, youngest group first; nil where nothing says how sure its
  /// age is.
  public let probabilities: [[Double]?]

  /// What the manifest's columns say: probabilities, or else the quantiles of the age, or else a
  /// normal distribution around the age with the standard deviation `age_sd`; an age that is a label
  /// is sure.
  /// - Throws: `SmilestoneError.badInput` for cells that are no probabilities.
  public init(_ manifest: Manifest) throws {
    let ages = manifest.vocabulary.ages
    self.ages = ages
    let columns = ages.membershipColumns.map { manifest.values(ofExtraColumn: $0) }
    let quantiles = manifest.values(ofExtraColumn: PredictedAge.column)
    probabilities = try manifest.records.indices.map { row in
      let record = manifest.records[row]
      let cells = columns.map { $0?[row] ?? "" }
      if cells.contains(where: { !$0.isEmpty }) {
        return try GroupMembership.read(cells, of: ages, image: record.image)
      }
      guard let age = record.ageInYears else { return nil }
      if let cell = quantiles?[row], !cell.isEmpty {
        return try PredictedAge(cell: cell, image: record.image).probabilities(of: ages)
      }
      if let spread = record.ageStandardDeviationInYears, spread > 0 {
        return try GroupMembership.normal(ageInYears: age, spread: spread, ages: ages)
      }
      guard record.ageStandardDeviationInYears == 0 || record.ageSource == .label else {
        return nil
      }
      let group = ages.group(ofAgeInYears: age)
      return ages.groups.map { $0 == group ? 1 : 0 }
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

  /// Shares of a normal distribution between the bounds; what lies below 0 counts as the youngest.
  private static func normal(
    ageInYears age: Double, spread: Double, ages: AgeGrouping
  ) throws -> [Double] {
    let below =
      try ages.upperBoundsInYears.map { try NormalDistribution.cumulative(($0 - age) / spread) } + [
        1
      ]
    return zip(below, [0] + below).map { max($0 - $1, 0) }
  }

  private static func read(
    _ cells: [String], of ages: AgeGrouping, image: String
  ) throws -> [Double] {
    let numbers = cells.compactMap { Double($0) }.filter { (0...1).contains($0) }
    let sum = numbers.reduce(0, +)
    // Cells are rounded to a thousandth.
    guard numbers.count == cells.count, abs(sum - 1) < 0.01 else {
      throw SmilestoneError.badInput(
        "The columns p_\(ages.youngest.rawValue) … p_\(ages.oldest.rawValue) hold “\(cells.joined(separator: ", "))” for “\(image)”.",
        remedy:
          "Give \(ages.countInWords) probabilities that add up to 1, or leave all cells empty.")
    }
    return numbers.map { $0 / sum }
  }
}
