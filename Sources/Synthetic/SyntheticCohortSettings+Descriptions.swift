import Faces
import Support

/// - SeeAlso: docs/presets.md, whose table is made from these.
extension SyntheticCohortSettings: DescribedSettings {
  public static let descriptions: [SettingDescription<SyntheticCohortSettings>] =
    [
      .cohort("kind", \.kind),
      .subjects("subjects", \.subjects, title: "Subjects"),
      .imagesPerSubject("imagesPerSubject", \.imagesPerSubject, title: "Images of a subject"),
      .number(
        "sizeInPixels", \.sizeInPixels, .whole(sizesInPixels), unit: "px", title: "Image size",
        "side of the square images"),
    ] + ExpressionTransition.descriptions.map { $0.of("transition", \.transition) } + [
      .other(
        "development", \.development, values: "curves over age", title: "Development",
        "what else changes with age, or changes otherwise, as `--development` reads it from a file "
          + "([synthetic.md](synthetic.md))"
      ) { $0.map { _ in "as described" } },
      .other(
        "ageGroupShares", \.ageGroupShares, values: "e.g. `[0.3, 0.1, 0.1, 0.1, 0.4]`",
        title: "Shares of age groups",
        "the share of the subjects in each age group, youngest first; scaled to a sum of one"
      ) { shares in shares.map { "\($0)" }.joined(separator: ", ") },
      .number(
        "raters", \.raters, .whole(1...100_000), title: "Simulated raters",
        "how many simulated raters judge each face"),
      .number(
        "raterUncertainty", \.raterUncertainty, .positive, title: "Raters’ uncertainty τ",
        "τ, how unsure a rater is: the standard deviation of what is seen of each facial action"),
      .number(
        "actionNoise", \.actionNoise, .notNegative, title: "Noise of facial actions",
        "the standard deviation of each facial action around its prototype"),
      .number(
        "nuisanceStrength", \.nuisanceStrength, .between(0, and: 2), title: "Nuisances",
        zeroIsOff: true, "strength of pose, light, blur, noise and occluders; 0 = off"),
      .other("seed", \.seed, values: "whole number", title: "Seed", "of every random choice") {
        "\($0)"
      },
      .other(
        "vocabulary.labels", \.vocabulary.labels, values: "a scheme’s name", title: "Labels",
        "what labels are drawn, as `--scheme`"
      ) { $0.id },
      .other(
        "vocabulary.ages", \.vocabulary.ages, values: "bounds and names", title: "Age groups",
        "the age groups, as `--age-groups`"
      ) { $0.text },
    ]
}

extension ExpressionTransition: DescribedSettings {
  public static let descriptions: [SettingDescription<ExpressionTransition>] = [
    .number(
      "ageInYears", \.ageInYears, .between(0, and: 100), unit: "years",
      title: "Planted age of the change",
      "the age at which infant and adult expressions weigh the same"),
    .number(
      "widthInYears", \.widthInYears, .between(0.01, and: 100), unit: "years",
      title: "Width of the change",
      "the scale of the logistic curve by which adult expressions come to weigh more"),
  ]
}

/// What a cohort by itself and those of a study are both described by.
extension SettingDescription {
  package static func cohort(
    _ name: String, _ path: any KeyPath<Settings, CohortKind> & Sendable
  ) -> SettingDescription {
    .choice(
      name, path, title: "Synthetic cohort",
      "what develops with age: heads and expressions, one of them, or neither")
  }

  package static func subjects(
    _ name: String, _ path: any KeyPath<Settings, Int> & Sendable, title: String,
    _ meaning: String = "people who are drawn"
  ) -> SettingDescription {
    .number(
      name, path, .whole(SyntheticCohortSettings.subjectRange), title: title, meaning)
  }

  package static func imagesPerSubject(
    _ name: String, _ path: any KeyPath<Settings, Int> & Sendable, title: String
  ) -> SettingDescription {
    .number(
      name, path, .whole(SyntheticCohortSettings.imagesPerSubjectRange), title: title,
      "images of each of them")
  }
}
