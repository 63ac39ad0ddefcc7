import Faces
import Foundation
import Models
import Torch

/// What an expression model learns of a face.
public struct ExpressionTarget: Sendable, Equatable {
  /// Where the label stands in its scheme.
  public var label: Int
  /// Raters' votes in the scheme's order, not all zero; nil where there are none.
  public var votes: [Double]?

  public init(label: Int, votes: [Double]? = nil) {
    self.label = label
    self.votes = votes
  }

  /// - Returns: nil for a label of another scheme.
  public init?(_ emotion: Emotion, votes: [Double]? = nil, labels: LabelScheme) {
    guard let label = labels.index(of: emotion) else { return nil }
    self.label = label
    self.votes = votes
  }

  /// The share of each label: that of the votes, or all of it for the one label.
  func shares(of labelCount: Int) -> [Float] {
    guard let votes, case let sum = votes.reduce(0, +), sum > 0 else {
      return (0..<labelCount).map { $0 == label ? 1 : 0 }
    }
    return votes.map { Float($0 / sum) }
  }
}

/// Cross-entropy with label smoothing and class weights, and the distance term besides; the score
/// is accuracy.
///
/// Targets are class indices [N], or shares [N, labels] where raters' votes are learnt or faces are
/// mixed. The distance term and the accuracy take the class with the largest share.
public final class ExpressionObjective: Objective {
  public static let scoreName = "accuracy"
  public static let criterion = EpochCriterion.loss

  public let distanceLoss: DistanceLoss
  private let labelSmoothing: Double
  private let classWeights: Tensor?
  private let learnsFromVotes: Bool
  private let logitShifts: [Double]?
  private var labelCount: Int { distanceLoss.labelCount }

  /// - Parameters:
  ///   - classWeights: what each emotion weighs; nil for all the same.
  ///   - learnsFromVotes: whether votes take the place of the one emotion where there are any.
  ///   - logitShifts: what is added to each label's logit when training ends; nil for nothing.
  public init(
    labelSmoothing: Double, distanceLoss: DistanceLoss, classWeights: [Double]? = nil,
    learnsFromVotes: Bool = false, logitShifts: [Double]? = nil, device: Device = .cpu
  ) throws {
    self.labelSmoothing = labelSmoothing
    self.distanceLoss = distanceLoss
    self.classWeights = try classWeights.map {
      try Tensor($0.map(Float.init), shape: [$0.count]).to(device)
    }
    self.learnsFromVotes = learnsFromVotes
    self.logitShifts = logitShifts
  }

  public func stratum(of target: ExpressionTarget) -> Int { target.label }

  public func tensor(of targets: [ExpressionTarget]) throws -> Tensor {
    learnsFromVotes
      ? try Tensor(
        targets.flatMap { $0.shares(of: labelCount) }, shape: [targets.count, labelCount])
      : try Tensor(targets.map { Int64($0.label) }, shape: [targets.count])
  }

  public func mixable(_ target: Tensor) throws -> Tensor {
    target.shape.count == 2
      ? target : try target.oneHot(classCount: labelCount).to(.float32)
  }

  public func loss(_ output: FaceModel.Output, _ target: Tensor) throws -> Tensor {
    let weights = try output.outputs.elementType.flatMap { try classWeights?.to($0) }
    return try Functions.crossEntropy(
      output.outputs, target: target, weights: weights, labelSmoothing: labelSmoothing)
  }

  /// The distance term: it shapes features, and what it is depends on the batch.
  public func penalty(
    _ output: FaceModel.Output, _ target: Tensor, epochs: Double
  ) throws -> Tensor? {
    try distanceLoss(features: output.features, labels: labels(target), epochs: epochs)
  }

  public func scoreSum(_ output: FaceModel.Output, _ target: Tensor) throws -> Double {
    try output.outputs.argumentOfMaximum(along: 1).equals(labels(target)).to(.int64).sum().item()
  }

  public func stepTaken(_ output: FaceModel.Output, _ target: Tensor) throws {
    try distanceLoss.update(features: output.features, labels: labels(target))
  }

  public func epochEnded() throws { try distanceLoss.endEpoch() }

  public func finish(_ model: FaceModel) throws {
    if let logitShifts { try model.shiftOutputs(by: logitShifts) }
  }

  public func state() throws -> [String: Tensor] { distanceLoss.state }

  public func restore(_ state: [String: Tensor]) throws { distanceLoss.restore(state) }

  private func labels(_ target: Tensor) throws -> Tensor {
    target.shape.count == 2 ? try target.argumentOfMaximum(along: 1) : target
  }
}

extension ClassWeights {
  /// What each class weighs, for classes that `counts` training faces have: the mean over those
  /// that occur is 1. A class without any has no frequency to weigh it by; it weighs 1, so that its
  /// validation faces count. nil for equal weights.
  public func weights(counts: [Int]) -> [Double]? {
    let effectiveNumberBeta = 0.999
    let raw: [Double]
    switch self {
    case .equal: return nil
    case .inverse: raw = counts.map { $0 == 0 ? 0 : 1 / Double($0) }
    case .effectiveNumber:
      raw = counts.map { count in
        guard count > 0 else { return 0 }
        let power = (0..<count).reduce(1.0) { product, _ in product * effectiveNumberBeta }
        return (1 - effectiveNumberBeta) / (1 - power)
      }
    }
    let present = Double(counts.count { $0 > 0 })
    let sum = raw.reduce(0, +)
    return sum > 0 ? raw.map { $0 > 0 ? $0 * present / sum : 1 } : nil
  }
}

extension TrainingSettings {
  /// What the logit adjustment adds to each label's logit: −τ·log π, π the label's share of the
  /// training faces (Menon et al. 2021, "Long-tail learning via logit adjustment", equation 9). A label
  /// without any has no share to be adjusted by, and gets 0. nil for no adjustment.
  /// - Parameter counts: how many training faces have each label.
  public func logitShifts(counts: [Int]) -> [Double]? {
    guard logitAdjustment > 0 else { return nil }
    let total = Double(counts.reduce(0, +))
    return counts.map { $0 > 0 ? -logitAdjustment * log(Double($0) / total) : 0 }
  }
}
