import Cohort
import Foundation

/// How far an age estimator's answers may be off, learnt from faces of known age that it was not
/// trained on.
///
/// For each such face the error is divided by the spread that the estimator itself gave for it (1
/// for an estimator that gives none); the quantiles of these ratios, within the estimated age
/// group, then say where the age of a new face may lie: between estimate + spread · q(5 %) and
/// estimate + spread · q(95 %) in nine cases of ten (a split-conformal predictive distribution,
/// Vovk et al. 2017, by group).
public struct AgeUncertainty: Codable, Sendable, Equatable {
  /// The quantiles' levels: 0.5 %, 1 % … 99.5 %.
  static let levels = (1...199).map { Double($0) / 200 }
  /// Faces that a group needs for quantiles of its own.
  static let fewestFaces = 40

  /// Quantiles of (known − estimated) / spread at `levels` over all faces.
  var pooled: [Double]
  /// The same within each estimated age group, youngest first; nil where the faces are too few.
  var byGroup: [[Double]?]

  /// One face of known age.
  public struct Calibration: Sendable {
    public var ageInYears: Double
    public var estimatedAgeInYears: Double
    /// The spread that the estimator gives, in years; nil where it gives none.
    public var spreadInYears: Double?

    public init(ageInYears: Double, estimatedAgeInYears: Double, spreadInYears: Double?) {
      self.ageInYears = ageInYears
      self.estimatedAgeInYears = estimatedAgeInYears
      self.spreadInYears = spreadInYears
    }
  }

  /// - Returns: nil for fewer than 40 faces, which are too few to say anything.
  public init?(calibratingOn faces: [Calibration]) {
    guard faces.count >= AgeUncertainty.fewestFaces else { return nil }
    func quantiles(_ faces: [Calibration]) -> [Double] {
      let ratios = faces.map {
        ($0.ageInYears - $0.estimatedAgeInYears) / AgeUncertainty.usable($0.spreadInYears)
      }.sorted()
      return AgeUncertainty.levels.map { level in
        // Of n + 1 places the new face is equally likely to take each.
        let place = level * Double(ratios.count + 1) - 1
        let lower = min(max(Int(place.rounded(.down)), 0), ratios.count - 1)
        let upper = min(max(lower + 1, 0), ratios.count - 1)
        let share = min(max(place - Double(lower), 0), 1)
        return ratios[lower] + share * (ratios[upper] - ratios[lower])
      }
    }
    pooled = quantiles(faces)
    byGroup = AgeGroup.allCases.map { group in
      let members = faces.filter { AgeGroup(ageInYears: $0.estimatedAgeInYears) == group }
      return members.count >= AgeUncertainty.fewestFaces ? quantiles(members) : nil
    }
  }

  /// Where the age of a face may lie.
  public func distribution(
    estimatedAgeInYears: Double, spreadInYears: Double?
  ) -> PredictedAge {
    let group = AgeGroup(ageInYears: estimatedAgeInYears).index
    let spread = AgeUncertainty.usable(spreadInYears)
    return PredictedAge(
      quantilesInYears: (byGroup[group] ?? pooled).map {
        max(estimatedAgeInYears + spread * $0, 0)
      })
  }

  /// A spread below a month would let one small error stand for certainty.
  private static func usable(_ spreadInYears: Double?) -> Double {
    max(spreadInYears ?? 1, 1.0 / 12)
  }
}
