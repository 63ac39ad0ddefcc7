import Cohort
import Foundation
import Statistics
import Support

extension PredictedAge {
  /// How the age of each face with an `age_sd` is distributed, by image.
  ///
  /// The distribution passes through the manifest's 90 % interval (`age_low`, `age_high`) and the
  /// probabilities of the age groups (`p_toddler` … `p_adult`), so that it may be skewed and need
  /// not lie around the estimate. Where the manifest has no such columns it is normal.
  /// - Throws: `SmilestoneError.badInput` for an `age_sd` or other cells that cannot be.
  public static func ofImages(in manifest: Manifest) throws -> [PathKey: PredictedAge] {
    let bounds = try manifest.ageBounds()
    let membership = try GroupMembership(manifest, bounds: bounds).probabilities
    let low = manifest.values(ofExtraColumn: "age_low")
    let high = manifest.values(ofExtraColumn: "age_high")
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
        interval: lower...upper, bounds: bounds, groupProbabilities: membership[row] ?? [])
    }
    return ages
  }

  /// - Parameters:
  ///   - interval: Holds the age in nine of ten cases, one of twenty lying on either side.
  ///   - groupProbabilities: For each age group, youngest first.
  init(
    interval: ClosedRange<Double>, bounds: AgeBounds, groupProbabilities: [Double]
  ) throws {
    var points = [(ageInYears: interval.lowerBound, below: 0.05)]
    // Cells are rounded, so a bound between groups must be well apart from the point before it.
    let (gap, step) = ((interval.upperBound - interval.lowerBound) / 20, 0.02)
    var below = 0.0
    for (bound, probability) in zip(bounds.inYears, groupProbabilities) {
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
