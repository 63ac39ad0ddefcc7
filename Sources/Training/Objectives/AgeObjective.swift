import Faces
import Models
import Torch

/// The age as one number; the score is the mean absolute error in years, and the loss is that
/// error or Huber's.
///
/// The model learns standardised ages, (age − centre) / spread: a step of the optimiser then moves
/// the output by a small part of its range instead of by years. `finish` folds the scale into the
/// last layer, so that the trained model predicts in years.
public final class AgeObjective: Objective {
  public static let scoreName = "mae"
  public static let criterion = EpochCriterion.score

  private let centreInYears: Double
  private let standardDeviationInYears: Double
  private let huberDeltaInYears: Double?
  private let groups: AgeGrouping

  /// - Parameters:
  ///   - centreInYears: the median of the training ages.
  ///   - standardDeviationInYears: their standard deviation; 1 leaves years as they are.
  ///   - huberDeltaInYears: the error from which on Huber's loss grows linearly; nil for the
  ///     absolute error.
  ///   - groups: what balanced sampling draws equally often.
  public init(
    centreInYears: Double = 0, standardDeviationInYears: Double = 1,
    huberDeltaInYears: Double? = nil,
    groups: AgeGrouping
  ) {
    self.groups = groups
    self.centreInYears = centreInYears
    self.standardDeviationInYears = standardDeviationInYears > 0 ? standardDeviationInYears : 1
    self.huberDeltaInYears = huberDeltaInYears
  }

  public func stratum(of ageInYears: Double) -> Int {
    groups.index(ofAgeInYears: ageInYears)
  }

  public func tensor(of targets: [Double]) throws -> Tensor {
    try Tensor(
      targets.map { Float(($0 - centreInYears) / standardDeviationInYears) },
      shape: [targets.count, 1])
  }

  public func mixable(_ target: Tensor) throws -> Tensor { target }

  public func loss(_ output: FaceModel.Output, _ target: Tensor) throws -> Tensor {
    guard let delta = huberDeltaInYears else {
      return try Functions.absoluteError(output.outputs, target: target) * standardDeviationInYears
    }
    // Squared years: the quadratic part scales by the square of the spread.
    return try Functions.huberLoss(
      output.outputs, target: target, delta: delta / standardDeviationInYears)
      * (standardDeviationInYears * standardDeviationInYears)
  }

  public func scoreSum(_ output: FaceModel.Output, _ target: Tensor) throws -> Double {
    try (output.outputs - target).absolute().sum().item() * standardDeviationInYears
  }

  public func finish(_ model: FaceModel) throws {
    try model.scaleAges(by: standardDeviationInYears, from: centreInYears)
  }
}
