import Faces
import Support

/// How far the expressions of one person have come.
struct ExpressionStage {
  private let settings: SyntheticCohortSettings
  private let ageInYears: Double
  /// The age at which most people's expressions are like this person's.
  private let expressionAgeInYears: Double

  init(_ subject: SyntheticSubject, settings: SyntheticCohortSettings) {
    self.settings = settings
    ageInYears = subject.ageInYears
    let spread = settings.development?.spreadInYears ?? 0
    // A stream of its own: people are the same with and without.
    var generator = SeededGenerator(
      seed: settings.seed, stream: "subject \(subject.index) development")
    expressionAgeInYears =
      spread > 0 ? ageInYears - generator.normal(standardDeviation: spread) : ageInYears
  }

  /// The weight of an emotion's adult prototype.
  func adultWeight(of emotion: Emotion) -> Double {
    if let curve = settings.development.flatMap({
      CohortDevelopment.curve($0.expressions, of: emotion)
    }) {
      return min(max(curve.value(atAgeInYears: expressionAgeInYears), 0), 1)
    }
    return settings.kind.expressionsDevelop
      ? settings.transition.adultWeight(ageInYears: expressionAgeInYears) : 1
  }

  /// How strongly an emotion is shown, as a share of how strongly it is otherwise.
  func strength(of emotion: Emotion) -> Double {
    value { CohortDevelopment.curve($0.strength, of: emotion) } ?? 1
  }

  /// The share of an emotion's images that there are.
  func presence(of emotion: Emotion) -> Double {
    value { CohortDevelopment.curve($0.presence, of: emotion) } ?? 1
  }

  /// The share of the labels that are wrong.
  var wrongLabels: Double { value(\.wrongLabels) ?? 0 }

  /// The standard deviation of a blur, as a share of the image's width.
  var blur: Double { value(\.blur) ?? 0 }

  var nuisanceStrength: Double { value(\.nuisances) ?? settings.nuisanceStrength }

  private func value(_ curve: (CohortDevelopment) -> DevelopmentCurve?) -> Double? {
    settings.development.flatMap(curve).map { max($0.value(atAgeInYears: ageInYears), 0) }
  }
}
