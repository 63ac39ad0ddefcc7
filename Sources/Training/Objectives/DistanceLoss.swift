import Foundation
import Support
import Torch

/// The distance term of the combined distance loss,
///
///     λ·r(t)·[ ½·mean_i ‖f_i − c_{y_i}‖² + β·mean_{j<k} max(0, m − ‖μ_j − μ_k‖)² ],
///
/// with f the features before dropout, c moving class centres and μ the batch's class means.
/// The pull and the centres' update are center loss (Wen et al., ECCV 2016, equations 2-4); the
/// push between classes follows the name's source (Lin, He & Jiang 2020) with a margin.
public final class DistanceLoss {
  public let settings: DistanceLossSettings
  public let labelCount: Int
  /// [labels, features]; nil until the first epoch has ended.
  public private(set) var centres: Tensor?
  private var firstEpochSums: Tensor?
  private var firstEpochCounts: Tensor?

  /// - Parameter labelCount: how many classes there are.
  public init(settings: DistanceLossSettings, labelCount: Int, centres: Tensor? = nil) {
    self.settings = settings
    self.labelCount = labelCount
    self.centres = centres
  }

  /// r(t): 0 in the first epoch, then growing linearly to 1.
  /// - Parameter epochs: epochs since the start, with fractions.
  public func warmUp(at epochs: Double) -> Double {
    guard settings.warmUpEpochs > 0 else { return epochs < 1 ? 0 : 1 }
    return min(max((epochs - 1) / settings.warmUpEpochs, 0), 1)
  }

  /// The term for one batch; nil where it is off.
  /// - Parameters:
  ///   - features: [N, D].
  ///   - labels: [N], int64.
  public func callAsFunction(
    features: Tensor, labels: Tensor, epochs: Double
  ) throws -> Tensor? {
    let strength = settings.weight * warmUp(at: epochs)
    guard strength > 0, let centres else { return nil }
    let distances = try features - centres.selected(labels)
    let pull = try (distances * distances).sum(over: [1]).mean() * 0.5
    guard settings.repulsion > 0, let push = try repulsion(features, labels) else {
      return try pull * strength
    }
    return try (pull + push * settings.repulsion) * strength
  }

  /// mean_{j<k} max(0, m − ‖μ_j − μ_k‖)² over the classes in the batch; nil for a single class.
  private func repulsion(_ features: Tensor, _ labels: Tensor) throws -> Tensor? {
    let present = Array(Set(try labels.elements(as: Int64.self))).sorted()
    guard present.count > 1, let type = features.elementType else { return nil }
    let members = try membership(labels, type: type)
      .selected(Tensor(present, shape: [present.count]).to(features.device))
    let means =
      try members.matrixProduct(features)
      / members.sum(over: [1], keepingDimensions: true)
    let pairs = present.indices.flatMap { j in ((j + 1)..<present.count).map { (j, $0) } }
    let first = try Tensor(pairs.map { Int64($0.0) }, shape: [pairs.count]).to(features.device)
    let second = try Tensor(pairs.map { Int64($0.1) }, shape: [pairs.count]).to(features.device)
    let gaps = try means.selected(first) - means.selected(second)
    // The small number keeps the root's gradient finite where two means coincide.
    let distances = try ((gaps * gaps).sum(over: [1]) + 1e-12).squareRoot()
    let shortfall = try (settings.margin - distances).clamped(minimum: 0)
    return try (shortfall * shortfall).mean()
  }

  /// Moves the centres towards a batch's features, after the step:
  /// c_j ← c_j + α·Σ_{y_i = j}(f_i − c_j)/(1 + n_j). In the first epoch it gathers class means.
  public func update(features: Tensor, labels: Tensor) throws {
    guard settings.weight > 0, let type = features.elementType else { return }
    try withoutGradients {
      let members = try membership(labels, type: type)
      let sums = try members.matrixProduct(features.detached())
      let counts = try members.sum(over: [1], keepingDimensions: true)
      if let centres {
        let moves = try (sums - centres * counts) / (counts + 1)
        self.centres = try centres + moves * settings.centreRate
      } else {
        firstEpochSums = try firstEpochSums.map { try $0 + sums } ?? sums
        firstEpochCounts = try firstEpochCounts.map { try $0 + counts } ?? counts
      }
    }
  }

  /// Ends an epoch: after the first, the class means become the centres; a class that did not
  /// occur starts at the mean of all faces.
  public func endEpoch() throws {
    guard centres == nil, let sums = firstEpochSums, let counts = firstEpochCounts else { return }
    try withoutGradients {
      let overall = try sums.sum(over: [0], keepingDimensions: true) / counts.sum()
      centres = try counts.equals(0).select(overall, sums / counts.clamped(minimum: 1))
    }
    (firstEpochSums, firstEpochCounts) = (nil, nil)
  }

  /// The centres, or what the first epoch has gathered of them, for a checkpoint.
  var state: [String: Tensor] {
    [
      "centres": centres, "first_epoch_sums": firstEpochSums,
      "first_epoch_counts": firstEpochCounts,
    ]
    .compactMapValues { $0 }
  }

  func restore(_ state: [String: Tensor]) {
    centres = state["centres"]
    firstEpochSums = state["first_epoch_sums"]
    firstEpochCounts = state["first_epoch_counts"]
  }

  /// Which face belongs to which class: [labels, N].
  private func membership(_ labels: Tensor, type: ElementType) throws -> Tensor {
    try labels.oneHot(classCount: labelCount).transposed(0, 1).to(type)
  }
}
