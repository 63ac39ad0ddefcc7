import Support

/// - SeeAlso: docs/expression.md, whose table is made from these.
extension ExpressionSettings: DescribedSettings {
  public static let descriptions: [SettingDescription<ExpressionSettings>] =
    ends + gate + timing + rivals

  private static let ends: [SettingDescription<ExpressionSettings>] = [
    .choice(
      "features", \.features, title: "Features",
      "what is compared between faces; others than the default need another shareCurvature"),
    .choice(
      "registration", \.registration, title: "Registration",
      "by what images are brought to adults' head shape: the mean images of each age, or landmarks of each face"
    ),
    .other(
      "ageGroups", \.ageGroups, values: "age groups", title: "Age groups",
      "the groups that the ends are taken from; none for the study's"
    ) { $0?.text },
    .number(
      "toddlersUpToYears", \.toddlersUpToYears, .positive, unit: "years", title: "Toddlers up to",
      "the young end: faces up to this age"),
    .number(
      "adultsAboveYears", \.adultsAboveYears, .within(0, and: adultHeadsFromYears), unit: "years",
      title: "Adults above", "the old end: faces above this age"),
    .number(
      "components", \.components, .whole(2...mostComponents), title: "Principal components",
      "principal components of the features that are kept"),
    .number(
      "ridge", \.ridge, .positive, title: "Ridge",
      "what is added to the diagonal of covariance matrices, as a share of their mean eigenvalue"),
  ]

  private static let gate: [SettingDescription<ExpressionSettings>] = [
    .number(
      "gateThreshold", \.gateThreshold, .between(-10, and: 10), title: "Gate",
      "the gate is open where the correlation of the two ends' distances, with 1.645 standard errors "
        + "added, stays below this"),
    .number(
      "controlThreshold", \.controlThreshold, .between(-10, and: 10), title: "Controls",
      "controls, whose expressions are the same, must reach this correlation, up to 1.645 standard "
        + "errors"),
    .number(
      "leastHeadDistance", \.leastHeadDistance, .notNegative, title: "Least head distance",
      "heads are not warped where toddlers' mean face, or mean shape of landmarks, is less than this many times "
        + "as far from adults' as two halves of adults are from each other"),
    .number(
      "leastLikelihoodRatio", \.leastLikelihoodRatio, .notNegative, title: "Least likelihood ratio",
      "of a step over what heads explain"),
    .number(
      "gateResamples", \.gateResamples, .whole(2...100_000), title: "Resamples, gate",
      "resamples of subjects for the gate"),
  ]

  private static let timing: [SettingDescription<ExpressionSettings>] = [
    .number(
      "shareCurvature", \.shareCurvature, .between(-0.9, and: 0.9), title: "Curvature κ",
      "κ, how concave the share of adults' configuration is in the share w of the adult expression: "
        + "w + κ·w·(1 − w)"),
    .number(
      "slowChange", \.slowChange, .notNegative, title: "Slow changes τ",
      "τ, the standard deviation of slow changes of that share that the head's distance does not "
        + "explain"),
    .number(
      "shapeAllowance", \.shapeAllowance, .notNegative, title: "Allowance for the shape",
      "what not knowing the shape of the step adds to the age's standard error, in widths of the step"
    ),
    .number(
      "ageErrorCorrelation", \.ageErrorCorrelation, .between(0, and: 1),
      title: "Correlation of age errors",
      "how the errors of a subject's estimated ages correlate between two faces"),
    .number(
      "differenceBetweenEmotions", \.differenceBetweenEmotions, .positive, unit: "years",
      title: "Difference between emotions",
      "the scale of the half-normal prior of the standard deviation between emotions' ages"),
    .number(
      "timingResamples", \.timingResamples, .whole(2...100_000), title: "Resamples, age",
      "resamples of subjects for the interval of the age"),
    .other("seed", \.seed, values: "whole number", title: "Seed", "of every random choice") {
      "\($0)"
    },
  ]

  private static let rivals: [SettingDescription<ExpressionSettings>] = [
    .number(
      "leastConditionStep", \.leastConditionStep, .notNegative, title: "Least step of a condition",
      "the least step over age of sharpness, asymmetry or an archive's share that is told, "
        + "in standard deviations of faces of one age and emotion"),
    .number(
      "slowChangeOfConditions", \.slowChangeOfConditions, .notNegative,
      title: "Slow changes of conditions",
      "the standard deviation of slow changes of these, which are no steps"),
    .number(
      "rivalWithinYears", \.rivalWithinYears, .notNegative, unit: "years",
      title: "Nearness of a condition's step",
      "how near the interval of the age such a step keeps it from being claimed"),
    .number(
      "leastLabelFitDifference", \.leastLabelFitDifference, .notNegative,
      title: "Least difference of labels' fit",
      "no age is claimed where the labels' mean probability of being right differs between the two ends by "
        + "more than this, with 1.645 standard errors left out"),
  ]
}
