import Models
import Torch

/// What a model is trained for: its loss, and the score that people read.
public protocol Objective<Target>: AnyObject {
  associatedtype Target: Sendable

  /// The score's name in `history.csv`: "accuracy", "mae".
  static var scoreName: String { get }
  /// What the kept epoch has least of.
  static var criterion: EpochCriterion { get }

  /// The class that balanced sampling counts a face under.
  func stratum(of target: Target) -> Int

  /// The targets of a batch, in the form that the losses take.
  func tensor(of targets: [Target]) throws -> Tensor
  /// Such targets as numbers whose weighted means are targets too, for mixup.
  func mixable(_ target: Tensor) throws -> Tensor
  /// The mean loss of a batch, which is the same for training and validation faces.
  func loss(_ output: FaceModel.Output, _ target: Tensor) throws -> Tensor
  /// What is minimised besides and says nothing about predictions, as weight decay does not; `epochs`
  /// have passed since the start. nil where there is nothing.
  func penalty(_ output: FaceModel.Output, _ target: Tensor, epochs: Double) throws -> Tensor?
  /// The sum of the faces' scores in a batch.
  func scoreSum(_ output: FaceModel.Output, _ target: Tensor) throws -> Double
  /// Called after each step, and at the end of each epoch.
  func stepTaken(_ output: FaceModel.Output, _ target: Tensor) throws
  func epochEnded() throws
  /// Called once, when the model holds the weights that are kept.
  func finish(_ model: FaceModel) throws

  /// What the objective has gathered during training, for a checkpoint.
  func state() throws -> [String: Tensor]
  func restore(_ state: [String: Tensor]) throws
}

/// Most objectives minimise nothing besides, and gather nothing.
extension Objective {
  public func penalty(
    _ output: FaceModel.Output, _ target: Tensor, epochs: Double
  ) throws -> Tensor? { nil }
  public func stepTaken(_ output: FaceModel.Output, _ target: Tensor) throws {}
  public func epochEnded() throws {}
  public func finish(_ model: FaceModel) throws {}
  public func state() throws -> [String: Tensor] { [:] }
  public func restore(_ state: [String: Tensor]) throws {}
}
