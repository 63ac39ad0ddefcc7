import Models
import Torch

/// What a model is trained for: its loss, and the score that people read.
public protocol Objective<Target>: AnyObject {
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
