import Cohort
import Foundation
import Models
import Torch

/// What a model is trained for: its loss, and the score that people read.
public protocol Objective: AnyObject {
  associatedtype Target: Sendable

  /// The score's name in `history.csv`: "accuracy", "mae".
  static var scoreName: String { get }

  func tensor(of targets: [Target]) throws -> Tensor
  /// The mean loss of a training batch; `epochs` have passed since the start.
  func trainingLoss(_ output: FaceModel.Output, _ target: Tensor, epochs: Double) throws -> Tensor
  /// The mean loss on validation faces.
  func validationLoss(_ output: FaceModel.Output, _ target: Tensor) throws -> Tensor
  /// The sum of the faces' scores in a batch.
  func scoreSum(_ output: FaceModel.Output, _ target: Tensor) throws -> Double
  /// Called after each step, and at the end of each epoch.
  func stepTaken(_ output: FaceModel.Output, _ target: Tensor) throws
  func epochEnded() throws
  /// Called once, when the model holds the weights that are kept.
  func finish(_ model: FaceModel) throws
}

/// Cross-entropy with label smoothing plus the distance term; the score is accuracy.
public final class ExpressionObjective: Objective {
  public static let scoreName = "accuracy"

  public let distanceLoss: DistanceLoss
  private let labelSmoothing: Double

  public init(labelSmoothing: Double, distanceLoss: DistanceLoss) {
    self.labelSmoothing = labelSmoothing
    self.distanceLoss = distanceLoss
  }

  public func tensor(of targets: [Emotion]) throws -> Tensor {
    try Tensor(targets.map { Int64($0.index) }, shape: [targets.count])
  }

  public func trainingLoss(
    _ output: FaceModel.Output, _ target: Tensor, epochs: Double
  ) throws -> Tensor {
    let loss = try validationLoss(output, target)
    let distance = try distanceLoss(features: output.features, labels: target, epochs: epochs)
    return try distance.map { try loss + $0 } ?? loss
  }

  /// The cross-entropy alone: the distance term shapes features and says nothing about answers.
  public func validationLoss(_ output: FaceModel.Output, _ target: Tensor) throws -> Tensor {
    try Functions.crossEntropy(output.outputs, target: target, labelSmoothing: labelSmoothing)
  }

  public func scoreSum(_ output: FaceModel.Output, _ target: Tensor) throws -> Double {
    try output.outputs.argumentOfMaximum(along: 1).equals(target).to(.int64).sum().item()
  }

  public func stepTaken(_ output: FaceModel.Output, _ target: Tensor) throws {
    try distanceLoss.update(features: output.features, labels: target)
  }

  public func epochEnded() throws { try distanceLoss.endEpoch() }

  public func finish(_ model: FaceModel) throws {}
}

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
