import Faces
import Foundation
import Statistics
import Support

extension PredictedAge {
  /// The extra column of a manifest that holds the distribution of an estimated age.
  public static let column = "age_quantiles"

  /// The levels of the column's quantiles: 1 %, 2.5 %, 5 % … 97.5 %, 99 %.
  private static let columnLevels = [0.01] + (1...39).map { Double($0) / 40 } + [0.99]

  /// What the column holds: ages in years to a thousandth, parted by blanks.
  public var cell: String {
    PredictedAge.columnLevels.map { "\((quantileInYears($0) * 1000).rounded() / 1000)" }
      .joined(separator: " ")
  }

  /// - Throws: `SmilestoneError.badInput` for a cell that holds no such quantiles.
  init(cell: String, image: String) throws {
    let ages = cell.split(separator: " ").compactMap { Double($0) }
    guard ages.count == PredictedAge.columnLevels.count,
      ages.allSatisfy({ $0 >= 0 && $0.isFinite }), zip(ages, ages.dropFirst()).allSatisfy(<=)
    else {
      throw SmilestoneError.badInput(
        "The column \(PredictedAge.column) holds “\(cell)” for “\(image)”.",
        remedy: "Leave it as `smilestone age predict` wrote it, \(PredictedAge.columnLevels.count) "
          + "ages in ascending order, or empty it.")
    }
    try self.init(points: Array(zip(ages, PredictedAge.columnLevels)).map { ($0, $1) })
  }

  /// How the age of each face with an `age_sd` is distributed, by image.
  ///
  /// It is what the column `age_quantiles` says. Manifests of earlier versions have the 90 % interval
  /// (`age_low`, `age_high`) and the probabilities of the age groups (`p_` and the group's name), which
  /// the distribution then passes through. Where there are no such columns it is normal.
  /// - Throws: `SmilestoneError.badInput` for an `age_sd` or other cells that cannot be.
  public static func ofImages(in manifest: Manifest) throws -> [PathKey: PredictedAge] {
    let groups = manifest.vocabulary.ages
    let membership = try GroupMembership(manifest).probabilities
    let low = manifest.values(ofExtraColumn: "age_low")
    let high = manifest.values(ofExtraColumn: "age_high")
    let quantiles = manifest.values(ofExtraColumn: column)
    var ages: [PathKey: PredictedAge] = [:]
    for (row, record) in manifest.records.enumerated() {
      let image = PathKey(record.image)
      guard let age = record.ageInYears, let spread = record.ageStandardDeviationInYears,
        ages[image] == nil
      else { continue }
      guard spread >= 0, spread.isFinite else {
        throw SmilestoneError.badInput(
          "The age of \(record.image) has the spread \(spread).",
          remedy: "Give age_sd in years, 0 or more.")
      }
      if let cell = quantiles?[row], !cell.isEmpty, spread > 0 {
        ages[image] = try PredictedAge(cell: cell, image: record.image)
        continue
      }
      let cells = [low, high].map { $0?[row] ?? "" }
      guard spread > 0, cells != ["", ""], cells[0] != cells[1] else {
        ages[image] = try PredictedAge(ageInYears: age, standardDeviationInYears: spread)
        continue
      }
      guard let lower = Double(cells[0]), let upper = Double(cells[1]), lower >= 0,
        lower <= upper, upper.isFinite
      else {
        throw SmilestoneError.badInput(
          "The columns age_low and age_high hold “\(cells[0])” and “\(cells[1])” for “\(record.image)”.",
          remedy: "Give both in years, the lower one first, or leave both cells empty.")
      }
      ages[image] = try PredictedAge(
        interval: lower...upper, groups: groups, groupProbabilities: membership[row] ?? [])
    }
    return ages
  }

  /// - Parameters:
  ///   - interval: Holds the age in nine of ten cases, one of twenty lying on either side.
  ///   - groupProbabilities: For each age group, youngest first.
  init(
    interval: ClosedRange<Double>, groups: AgeGrouping, groupProbabilities: [Double]
  ) throws {
    var points = [(ageInYears: interval.lowerBound, below: 0.05)]
    // Cells are rounded, so a bound between groups must be well apart from the point before it.
    let (gap, step) = ((interval.upperBound - interval.lowerBound) / 20, 0.02)
    var below = 0.0
    for (bound, probability) in zip(groups.upperBoundsInYears, groupProbabilities) {
      below += probability
      guard let last = points.last, bound > last.ageInYears + gap, below > last.below + step,
        bound < interval.upperBound - gap, below < 0.95 - step
      else { continue }
      points.append((bound, below))
    }
    points.append((interval.upperBound, 0.95))
    try self.init(points: points)
  }
}
