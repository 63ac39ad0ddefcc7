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
}

extension DistanceLossSettings: DescribedSettings {
  public static let descriptions: [SettingDescription<DistanceLossSettings>] = [
    .number(
      "weight", \.weight, .notNegative, title: "Distance loss λ", zeroIsOff: true,
      only: TrainingSettings.expressionModels,
      "λ of the distance term ([presets.md](presets.md#the-distance-loss)); 0 = off"),
    .number(
      "repulsion", \.repulsion, .notNegative, title: "Distance loss β", zeroIsOff: true,
      only: TrainingSettings.expressionModels, isUsed: isUsed,
      "β, the strength of the push between classes; 0 leaves the pull to the centres alone"),
    .number(
      "margin", \.margin, .notNegative, title: "Distance loss m",
      only: TrainingSettings.expressionModels, isUsed: isUsed,
      "m, the distance beyond which classes no longer push"),
    .number(
      "centreRate", \.centreRate, .between(0, and: 1), title: "Distance loss α",
      only: TrainingSettings.expressionModels,
      isUsed: isUsed, "α, the share by which centres follow the features (Wen et al. 2016)"),
    .number(
      "warmUpEpochs", \.warmUpEpochs, .notNegative, unit: "epochs", title: "Distance loss warm-up",
      only: TrainingSettings.expressionModels, isUsed: isUsed,
      "epochs over which the term grows from nothing, after the first, which gives the centres"),
  ]

  private static let isUsed: @Sendable (DistanceLossSettings) -> Bool = { $0.weight > 0 }
}
