import Faces
import Foundation

/// Where the true age of a face may lie given its estimate, learnt from faces of known age that
/// neither trained the estimator nor chose its epoch.
///
/// The law of the true age changes smoothly with the estimate: estimates of 20 years stand for many
/// teenagers, those of 50 for none. For each calibration face the distance between the places of the
/// known and the estimated age on an `AgeScale` is divided by the reach of the standard
/// deviation that the estimator gave for it. The quantiles of these ratios, weighted by how near the estimates are,
/// say where the age of a new face may lie (localised conformal prediction, Guan 2023, doi
/// 10.1093/biomet/asac040). Intervals, standard deviations and probabilities of age groups are all
/// taken from that one distribution.
public struct AgeUncertainty: Codable, Sendable, Equatable {
  /// Faces without which nothing is said.
  public static let minimumFaces = 40

  /// The faces that it was learnt from, and the subjects among them (those of unknown subject count
  /// as one each); nil in files of earlier versions.
  public private(set) var faces: Int?
  public private(set) var subjects: Int?
  /// nil in files of earlier versions.
  private(set) var scale: AgeScale?
  /// By ascending estimated age.
  private var curves: [Curve]?
  /// Of earlier versions: quantiles of (known − estimated) / standard deviation in years over all faces, and
  /// within each estimated age group, nil where the faces were too few.
  private var pooled: [Double]?
  private var byGroup: [[Double]?]?

  /// The quantiles at `AgeDistribution.levels` around one estimated age.
  struct Curve: Codable, Sendable, Equatable {
    var estimatedAgeInYears: Double
    var quantiles: [Double]
  }

  /// - Returns: nil for fewer than 40 faces, which are too few to say anything.
  public init?(calibratingOn faces: [AgePrediction]) {
    guard faces.count >= AgeUncertainty.minimumFaces else { return nil }
    let scale = AgeScale(faces.map(\.ageInYears))
    let index = SubjectIndex(faces.map(\.unit))
    let places = faces.map { scale.place(ofAge: $0.estimate.ageInYears) }
    let local = LocalQuantiles(
      values: zip(faces, zip(AgeScale.middles(of: faces.map(\.ageInYears)), places)).map {
        face, pair in
        (pair.0 - pair.1)
          / scale.reach(
            around: face.estimate.ageInYears,
            standardDeviationInYears: face.estimate.standardDeviationInYears)
      }, places: places, subjects: index)
    self.faces = faces.count
    subjects = index.count
    self.scale = scale
    curves = local.places.map { place in
      Curve(
        estimatedAgeInYears: scale.ageInYears(at: place),
        quantiles: local.quantiles(at: place, levels: AgeDistribution.levels).map {
          // A hundred-thousandth of the scale is far below what faces can tell.
          ($0 * 1e5).rounded() / 1e5
        })
    }
  }

  /// An estimate, as the network gives it, with where the true age may lie, and its standard deviation.
  public func calibrated(_ estimate: AgeEstimate) -> AgeEstimate {
    let distribution = distribution(around: estimate)
    return AgeEstimate(
      ageInYears: estimate.ageInYears,
      standardDeviationInYears: distribution.standardDeviationInYears, distribution: distribution)
  }

  /// Where the true age may lie.
  package func distribution(around estimate: AgeEstimate) -> AgeDistribution {
    guard let scale, let curves else { return distributionByGroup(around: estimate) }
    let age = estimate.ageInYears
    let reach = scale.reach(
      around: age, standardDeviationInYears: estimate.standardDeviationInYears)
    let place = scale.place(ofAge: age)
    let (lower, upper, share) = neighbours(of: age, in: curves)
    return AgeDistribution(
      quantilesInYears: scale.agesInYears(
        at: zip(curves[lower].quantiles, curves[upper].quantiles).map {
          place + reach * ($0 + share * ($1 - $0))
        }))
  }

  /// The curves around an estimate, and how far it lies from the first to the second.
  private func neighbours(
    of estimate: Double, in curves: [Curve]
  ) -> (lower: Int, upper: Int, share: Double) {
    let upper = curves.partitioningIndex { $0.estimatedAgeInYears > estimate }
    guard upper > 0 else { return (0, 0, 0) }
    guard upper < curves.count else { return (curves.count - 1, curves.count - 1, 0) }
    let (from, to) = (
      curves[upper - 1].estimatedAgeInYears, curves[upper].estimatedAgeInYears
    )
    return (upper - 1, upper, (estimate - from) / (to - from))
  }

  /// What models of earlier versions say.
  private func distributionByGroup(around estimate: AgeEstimate) -> AgeDistribution {
    let age = estimate.ageInYears
    // They knew the study's groups alone.
    let group = AgeGrouping.study.index(ofAgeInYears: age)
    // A standard deviation below a month would let one small error stand for certainty.
    let deviation = max(estimate.standardDeviationInYears ?? 1, 1.0 / 12)
    let quantiles = byGroup?[group] ?? pooled ?? AgeDistribution.levels.map { _ in 0 }
    return AgeDistribution(quantilesInYears: quantiles.map { max(age + deviation * $0, 0) })
  }
}
