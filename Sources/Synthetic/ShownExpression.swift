import Faces
import Support

/// The expression of one image: an emotion, how strongly it is shown, and a person's own way.
struct ShownExpression {
  let actions: FacialActions

  static let usualIntensity = 0.8
  private static let intensities = (lower: 0.5, upper: 1.1)

  /// (1 − w)·infant + w·adult, times the intensity, plus noise on every action that is shown and a
  /// little on those that are not.
  /// - Parameter strength: what the intensity is multiplied with.
  init(
    _ emotion: Emotion, adultWeight: Double, strength: Double = 1, actionNoise: Double,
    using generator: inout SeededGenerator
  ) {
    let intensity = generator.uniform(
      ShownExpression.intensities.lower, ShownExpression.intensities.upper)
    var actions = ExpressionPrototypes.blend(emotion, adultWeight: adultWeight)
      .scaled(by: intensity * strength)
    // A face moves on one side alone where that is meant.
    for action in FacialAction.allCases where action != .oneLipCorner || actions[action] > 0 {
      let spread = actionNoise * (actions[action] > 0.02 ? 1 : 0.6)
      actions[action] += generator.normal(standardDeviation: spread)
    }
    self.actions = actions
  }
}
