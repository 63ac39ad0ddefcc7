import Cohort
import Models
import Torch

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
