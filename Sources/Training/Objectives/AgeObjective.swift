import Models
import Torch

/// Mean absolute error of ages in years, as loss and as score.
///
/// The model learns standardised ages, (age − centre) / spread: a step of the optimiser then moves
/// the output by a small part of its range instead of by years. `finish` folds the scale into the
/// last layer, so that the trained model answers in years.
public final class AgeObjective: Objective {
  public static let scoreName = "mae"

  private let centreInYears: Double
  private let spreadInYears: Double

  /// - Parameters:
  ///   - centreInYears: the median of the training ages.
  ///   - spreadInYears: their standard deviation; 1 leaves years as they are.
  public init(centreInYears: Double = 0, spreadInYears: Double = 1) {
    self.centreInYears = centreInYears
    self.spreadInYears = spreadInYears > 0 ? spreadInYears : 1
  }

  public func tensor(of targets: [Double]) throws -> Tensor {
    try Tensor(
      targets.map { Float(($0 - centreInYears) / spreadInYears) }, shape: [targets.count, 1])
  }

  public func trainingLoss(
    _ output: FaceModel.Output, _ target: Tensor, epochs: Double
  ) throws -> Tensor {
    try validationLoss(output, target)
  }

  public func validationLoss(_ output: FaceModel.Output, _ target: Tensor) throws -> Tensor {
    try Functions.absoluteError(output.outputs, target: target) * spreadInYears
  }

  public func scoreSum(_ output: FaceModel.Output, _ target: Tensor) throws -> Double {
    try (output.outputs - target).absolute().sum().item() * spreadInYears
  }

  public func stepTaken(_ output: FaceModel.Output, _ target: Tensor) throws {}

  public func epochEnded() throws {}

  public func finish(_ model: FaceModel) throws {
    try model.scaleAges(by: spreadInYears, from: centreInYears)
  }
}
