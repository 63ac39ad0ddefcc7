import Support

/// Settings of the distance term.
public struct DistanceLossSettings: Codable, Sendable, Equatable {
  /// λ; 0 switches the whole term off. The study's infant model has 0.0035.
  public var weight = 0.0035
  /// β, the strength of the push between classes; 0 leaves the pull to the centres alone.
  /// Ours: 1 gives push and pull equal weight.
  public var repulsion = 1.0
  /// m, the distance beyond which classes no longer push. Ours: about the distance that class
  /// means of a trained ResNet-18 have.
  public var margin = 10.0
  /// α, the share by which centres follow the features; Wen et al.'s 0.5.
  public var centreRate = 0.5
  /// Epochs over which the term grows from nothing, after the first epoch has given the centres.
  public var warmUpEpochs = 2.0

  public init() {}

  func validate() throws {
    let values = [weight, repulsion, margin, centreRate, warmUpEpochs]
    guard values.allSatisfy({ $0 >= 0 && $0.isFinite }), centreRate <= 1 else {
      throw SmilestoneError.usage(
        "A setting of distanceLoss is out of range.",
        remedy: "Each must be 0 or positive, and centreRate at most 1.")
    }
  }
}
