import Analysis
import Exploration
import Faces
import Foundation
import Presentation
import Report
import Training

/// What a report says of a configuration in words.
enum ReportTexts {
  /// The settings of the trainings, without those that are off, or have no effect, in all three.
  static func settings(_ configuration: StudyConfiguration) -> [Setting] {
    TrainingSettings.descriptions.compactMap { setting in
      let (infant, adult, age) = (
        setting.text(configuration.infant), setting.text(configuration.adult),
        setting.text(configuration.age)
      )
      let isForAges =
        configuration.trainsAgeEstimator && setting.only != TrainingSettings.expressionModels
      let isForExpressions = setting.only != TrainingSettings.ageEstimators
      guard (isForExpressions && (infant ?? adult) != nil) || (isForAges && age != nil) else {
        return nil
      }
      return Setting(
        name: setting.title, infant: isForExpressions ? infant ?? "none" : "–",
        adult: isForExpressions ? adult ?? "none" : "–", age: isForAges ? age ?? "none" : nil)
    }
  }

  /// The study's own settings, without those that have no effect.
  static func studySettings(_ configuration: StudyConfiguration) -> [Fact] {
    StudyConfiguration.own.compactMap { setting in
      let isOfNoFaces =
        configuration.data.faces != nil && setting.name.hasPrefix(StudyConfiguration.syntheticPart)
      let isOfNoEstimator =
        !configuration.trainsAgeEstimator && setting.name.hasPrefix(StudyConfiguration.ageSplitPart)
      guard !isOfNoFaces, !isOfNoEstimator, let text = setting.text(configuration) else {
        return nil
      }
      return Fact(name: setting.title, text: text)
    }
  }

  static func methods(_ configuration: StudyConfiguration) -> [MethodNote] {
    let ages = configuration.vocabulary.ages
    let (infants, adults) = (ages.plural(of: ages.infant), ages.plural(of: ages.adult))
    let grouping = "The age groups are \(ages.inWords). The youngest holds infants too."
    let agesNote =
      configuration.trainsAgeEstimator
      ? MethodNote(
        title: "Age estimation and age groups",
        paragraphs: [
          estimation(configuration), grouping,
          "Why, and at what price: most archives do not say ages. An estimate errs, so that faces stand in the wrong "
            + "group; the section on the errors of estimated ages repeats the results with that error allowed for.",
        ],
        equations: [ageEquation(configuration.age)])
      : MethodNote(
        title: "Age groups",
        paragraphs: [
          "Faces have the ages that came with them; no age is estimated, and no age estimator is trained.",
          grouping,
        ])
    return [
      agesNote,
      MethodNote(
        title: "Expression models and their loss",
        paragraphs: [
          "The infant model is trained on \(infants) (\(ages.rangeInYears(of: ages.infant)) years) and the "
            + "adult model on \(adults) (\(ages.rangeInYears(of: ages.adult)) years); both are then "
            + "tested on the test faces of all \(ages.countInWords) groups. The weights of the epoch with the "
            + "lowest label-smoothed cross-entropy on their own validation faces are kept; "
            + "\(Format.wholePercent(configuration.infant.calibrationShare)) (infant model) and "
            + "\(Format.wholePercent(configuration.adult.calibrationShare)) (adult model) of the validation "
            + "subjects have no part in that choice, they calibrate. "
            + ReportTexts.testFaces(configuration),
          hasDistanceLoss(configuration)
            ? "The loss is cross-entropy with label smoothing ε plus a distance term: the features f "
              + "before dropout are drawn to the moving centre c of their class (Wen et al. 2016), "
              + "and the class means μ of a batch push each other apart up to the margin m. r(t) "
              + "grows from 0 after the first epoch. The values are in the table of settings."
            : "The loss is cross-entropy with label smoothing ε; the values are in the table of settings.",
        ] + (adjustsLogits(configuration) ? [logitAdjustment] : []) + [
          "Why, and at what price: what a model of one age reads at another is common to both. The two learn from "
            + "different numbers of faces, of different people and occasions, so that one being better than the other "
            + "says little; how each changes with age says more."
        ], equations: [.crossEntropy] + (hasDistanceLoss(configuration) ? [.distanceLoss] : [])),
      MethodNote(
        title: "Splits and intervals",
        paragraphs: [
          "Faces are divided into training, validation and test sets by subject where subjects are "
            + "known, with identical and nearly identical images always together, balanced over "
            + "emotions and age groups. Every proportion has its number of faces and a 95% confidence interval (CI).",
          "Why, and at what price: a model that has seen a person or a photograph would know it again. Subjects are "
            + "fewer than faces, and intervals that resample subjects are wider.",
        ]),
    ]
  }

  private static let logitAdjustment =
    "When training ends, −τ log π is added to the logit of each label, π its share of the training faces (Menon "
    + "et al. 2021). Why, and at what price: a model that knows which labels are frequent misses rare ones, more so "
    + "the less clearly a face shows them; answers without that knowledge are wrong more often where "
    + "frequencies are those of the training faces."

  /// How the age estimator is trained, and what it is used for.
  private static func estimation(_ configuration: StudyConfiguration) -> String {
    "\(configuration.age.architecture.displayName) is trained on faces of known age to give "
      + (configuration.age.ageLoss == .distribution
        ? "a distribution over the years 0 to 100, whose \(configuration.age.ageEstimate.rawValue) is the prediction (Gao et al. 2018); "
          + "q is normal around the known age a, with a standard deviation of 1 + a/20 years"
        : "one number")
      + ". "
      + (configuration.estimatesAges
        ? "Each face of the study is then given an estimated age, averaged over the image "
          + "and its mirror image. "
          + (configuration.age.calibrationShare > 0
            ? "Where its true age may lie is learnt from validation faces that had no part in "
              + "choosing the epoch, those of similar estimated age counting most; intervals "
              + "and the probabilities of age groups come from that one distribution. "
            : "No validation faces were set apart to learn where its true age may lie, so "
              + "estimates have no calibrated intervals. ")
          + "Of its epochs the one with the lowest mean absolute error on the other validation "
          + "faces is kept."
        : "No image of this cohort shows its age, so the study's faces keep the known ages.")
  }

  /// What test faces are used for. Their ages are estimated before the split, which they stratify.
  static func testFaces(_ configuration: StudyConfiguration) -> String {
    "No model and no setting is chosen by test faces. "
      + (configuration.estimatesAges
        ? "Their estimated ages stratify the splits; their emotions are compared with predictions once, at "
          + "the end."
        : "Their emotions are compared with predictions once, at the end.")
  }

  /// Whether every face is synthetic.
  static func isSynthetic(_ manifest: Manifest) -> Bool {
    !manifest.records.isEmpty && manifest.isSynthetic.allSatisfy(\.self)
  }

  static func warnings(
    _ configuration: StudyConfiguration, _ manifest: Manifest
  ) -> [String] {
    var warnings: [String] = []
    if configuration.trainsAgeEstimator, !configuration.estimatesAges {
      warnings.append(
        "No image of this cohort shows its age: faces are sorted by the known ages, and what the "
          + "page says of estimated ages concerns the age estimator alone.")
    }
    if isSynthetic(manifest) {
      warnings.append(
        "These faces are synthetic, made by the program. The report shows how the method behaves where the "
          + "truth is planted; it says nothing about children.")
    }
    if configuration.estimatesAges, configuration.colour == .grey {
      warnings.append(
        "The age estimator was trained on grey images of one archive and applied to another; "
          + "how well it transfers is not measured here, so the age groups may be wrong in ways "
          + "that its test error does not show.")
    }
    if configuration.preset != .paper {
      warnings.append(
        "All networks start \(start(configuration.adult)) and see images of "
          + "\(configuration.adult.imageSize) px with the settings of the preset "
          + "“\(configuration.preset.rawValue)”, not with the study's own.")
    }
    return warnings
  }

  private static func ageEquation(_ settings: TrainingSettings) -> Equation {
    switch settings.ageLoss {
    case .absoluteError: .absoluteError
    case .huber: .huber
    case .distribution: .ageDistribution
    }
  }
}
