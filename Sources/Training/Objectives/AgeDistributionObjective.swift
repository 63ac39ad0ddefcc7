import Faces
import Models
import Torch

/// Learns a distribution over the whole years 0 ... 100 instead of one number: the label is a
/// normal distribution around the known age, and the loss is
/// CE(label, p) + λ·|E_p[age] − age|
/// (Gao et al. 2018, "Age estimation using expectation of label distribution learning"). The
/// expectation is the prediction, and the mean absolute error in years is the score.
///
/// The label's spread grows with age, σ = 1 + age/20 years: neighbouring years look more alike
/// in adults than in infants. λ = 0.2 puts both terms on one scale (Pan et al. 2018 use the same
/// weight for the mean in their mean-variance loss).
public final class AgeDistributionObjective: Objective {
  public static let scoreName = "mae"
  /// The epoch is chosen by what the estimator is for.
  public static let criterion = EpochCriterion.score

  static let expectationWeight = 0.2
  private let ages: Tensor
  private let groups: AgeGrouping

  /// - Parameter groups: what balanced sampling draws equally often.
  public init(device: Device = .cpu, groups: AgeGrouping) throws {
    self.groups = groups
    let values = AgeClasses.agesInYears.map { Float($0) }
    ages = try Tensor(values, shape: [1, values.count]).to(device)
  }

  public func stratum(of ageInYears: Double) -> Int {
    groups.index(ofAgeInYears: ageInYears)
  }

  public func mixable(_ target: Tensor) throws -> Tensor { target }

  public func tensor(of targets: [Double]) throws -> Tensor {
    try Tensor(targets.map { Float($0) }, shape: [targets.count, 1])
  }

  public func loss(_ output: FaceModel.Output, _ target: Tensor) throws -> Tensor {
    let distance = try (ages - target) / (target * (1.0 / 20) + 1)
    let label = try Functions.softmax(distance * distance * -0.5)
    let expectation = try Functions.absoluteError(expectedAge(output), target: target)
    return try Functions.crossEntropy(output.outputs, target: label)
      + expectation * AgeDistributionObjective.expectationWeight
  }

  public func scoreSum(_ output: FaceModel.Output, _ target: Tensor) throws -> Double {
    try (expectedAge(output) - target).absolute().sum().item()
  }

  /// [N, years] → [N, 1].
  private func expectedAge(_ output: FaceModel.Output) throws -> Tensor {
    try (Functions.softmax(output.outputs) * ages).sum(over: [1], keepingDimensions: true)
  }
}
