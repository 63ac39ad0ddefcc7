import Faces
import Foundation
import Presentation

/// How much more often each age occurs among some faces than among those that an estimator was calibrated on.
///
/// Where an age may lie is learnt from the calibration faces, and so leans towards ages that are frequent among them. If other
/// faces have other ages, and faces of one age look alike in both, the density at an age is multiplied by the ratio w of
/// both frequencies there (prior shift). The ratio is found by expectation maximisation (Saerens, Latinne & Decaestecker 2002,
/// doi 10.1162/089976602753284446): with the ratio of the step before, the mean of all faces' distributions says how many are
/// of each age. Every step is smoothed (Silverman et al. 1990, Journal of the Royal Statistical Society B 52:271-324), for without
/// that the ratio becomes a row of spikes.
public struct AgeShift: Sendable, Equatable {
  /// With fewer faces nothing is said of their ages.
  public static let minimumFaces = 50
  /// Equal parts of the estimator's scale of ages.
  static let cells = 40
  /// The standard deviation of the smoothing kernel, in parts of the whole scale.
  static let smoothing = 0.04
  private static let mostSteps = 500
  private static let precision = 1e-4

  /// The ratio in each cell; its mean over the calibration faces is 1.
  package let ratios: [Double]
  private let scale: AgeScale

  /// - Parameters:
  ///   - faces: Where each face's age may lie, as `uncertainty` says.
  ///   - uncertainty: What the estimator learnt from its calibration faces.
  /// - Returns: nil for fewer than 50 faces, and for an estimator of an earlier version, which does not say what ages its
  ///   calibration faces have.
  public init?(of faces: [AgeDistribution], calibratedBy uncertainty: AgeUncertainty) {
    guard faces.count >= Self.minimumFaces, let scale = uncertainty.scale else { return nil }
    self.scale = scale
    ratios = Self.ratios(
      faces.map { face in
        var shares = [Double](repeating: 0, count: Self.cells)
        for age in face.quantilesInYears {
          shares[Self.cell(age, scale)] += 1 / Double(face.quantilesInYears.count)
        }
        return shares
      }, calibration: scale.shares(ofCells: Self.cells))
  }

  /// The ratio in each cell.
  /// - Parameters:
  ///   - faces: Each face's probability of each cell.
  ///   - calibration: The share of the calibration faces in each cell.
  package static func ratios(_ faces: [[Double]], calibration: [Double]) -> [Double] {
    let kernel = calibration.indices.map { cell in
      calibration.indices.map { other in
        let distance = Double(cell - other) / Double(calibration.count) / smoothing
        return exp(-distance * distance / 2)
      }
    }
    func smoothed(_ values: [Double]) -> [Double] {
      kernel.map { row in zip(row, values).reduce(0) { $0 + $1.0 * $1.1 } }
    }
    let expected = smoothed(calibration)
    var ratios = calibration.map { _ in 1.0 }
    for _ in 0..<mostSteps {
      var shares = calibration.map { _ in 0.0 }
      for face in faces {
        let total = zip(face, ratios).reduce(0) { $0 + $1.0 * $1.1 }
        guard total > 0 else { continue }
        for cell in shares.indices where face[cell] > 0 {
          shares[cell] += face[cell] * ratios[cell] / total
        }
      }
      var new = zip(smoothed(shares), expected).map { $0 / $1 }
      let mean = zip(new, calibration).reduce(0) { $0 + $1.0 * $1.1 }
      new = new.map { $0 / mean }
      let change = zip(new, ratios).map { abs($0 - $1) }.max() ?? 0
      ratios = new
      if change < precision { break }
    }
    return ratios
  }

  private static func cell(_ ageInYears: Double, _ scale: AgeScale) -> Int {
    min(max(Int(scale.place(ofAge: ageInYears) * Double(cells)), 0), cells - 1)
  }

  /// The same face's distribution among these faces.
  public func reweighted(_ distribution: AgeDistribution) -> AgeDistribution {
    let ages = distribution.quantilesInYears
    let weights = ages.map { ratios[Self.cell($0, scale)] }
    let total = weights.reduce(0, +)
    guard total > 0 else { return distribution }
    let count = Double(ages.count)
    var sum = 0.0
    // An age stands in the middle of its weight; equal weights leave all quantiles as they are.
    let below = weights.map { weight in
      defer { sum += weight }
      return ((sum + weight / 2) / total * count + 0.5) / (count + 1)
    }
    return AgeDistribution(
      quantilesInYears: AgeDistribution.levels.map { interpolated($0, from: below, to: ages) })
  }

  /// An estimate of one of these faces with the distribution, and its standard deviation, among them; the age stays.
  public func reweighted(_ estimate: AgeEstimate) -> AgeEstimate {
    guard let distribution = estimate.distribution.map(reweighted) else { return estimate }
    return AgeEstimate(
      ageInYears: estimate.ageInYears,
      standardDeviationInYears: distribution.standardDeviationInYears, distribution: distribution)
  }
}

extension [AgeEstimate] {
  /// The same with likely ages reweighted to the distribution of ages among these faces, and how the expected shares of age
  /// groups have changed; nil where nothing is known of that (`AgeShift`).
  public func reweighted(
    by uncertainty: AgeUncertainty?, ages: AgeGrouping
  ) -> (estimates: [AgeEstimate], change: AgeShiftSummary)? {
    let distributions = compactMap(\.distribution)
    guard let uncertainty,
      let shift = AgeShift(of: distributions, calibratedBy: uncertainty)
    else { return nil }
    let estimates = map(shift.reweighted)
    return (
      estimates,
      AgeShiftSummary(
        ages: ages, before: Self.shares(distributions, ages),
        after: Self.shares(estimates.compactMap(\.distribution), ages))
    )
  }

  private static func shares(_ faces: [AgeDistribution], _ ages: AgeGrouping) -> [Double] {
    let sums = faces.map { $0.probabilities(of: ages) }.reduce(ages.groups.map { _ in 0.0 }) {
      zip($0, $1).map(+)
    }
    return sums.map { $0 / Double(Swift.max(1, faces.count)) }
  }
}

/// The expected shares of age groups before and after likely ages were reweighted, youngest first.
public struct AgeShiftSummary: Sendable, Equatable {
  public var ages: AgeGrouping
  public var before: [Double]
  public var after: [Double]

  /// "Likely ages were reweighted …: toddlers 12.0 → 20.5%, …".
  public var inWords: String {
    "Likely ages are reweighted to the ages of these faces: "
      + zip(ages.groups, zip(before, after)).map { group, shares in
        "\(ages.plural(of: group)) \(Format.share(shares.0)) to \(Format.share(shares.1))"
      }.joined(separator: ", ")
      + ". That rests on faces of one age looking alike here and among the estimator's calibration faces."
  }
}
