import Faces
import Support
import Synthetic
import Training

/// - SeeAlso: docs/presets.md, whose table is made from these.
extension StudyConfiguration: DescribedSettings {
  /// The study's own settings, then those of its trainings.
  public static let descriptions: [SettingDescription<StudyConfiguration>] =
    own + TrainingSettings.descriptions.map { $0.of("age", \.age) }
    + TrainingSettings.descriptions.map { $0.of("infant", \.infant) }
    + TrainingSettings.descriptions.map { $0.of("adult", \.adult) }

  /// The settings that are no training's.
  public static let own: [SettingDescription<StudyConfiguration>] =
    general + faces + SyntheticData.descriptions.map { $0.of(syntheticPart, \.data.synthetic) }
    + splits

  /// Where the settings of synthetic faces stand.
  static let syntheticPart = "data.synthetic"

  /// Where the settings of the age estimator's split stand.
  static let ageSplitPart = "ageSplit"

  private static let general: [SettingDescription<StudyConfiguration>] = [
    .choice(
      "preset", \.preset, title: "Preset",
      "the settings that the study started from (`--preset`); the name alone changes no other"),
    .other(
      "seed", \.seed, values: "whole number", title: "Seed",
      "of every random choice; each purpose draws from a stream of its own"
    ) { "\($0)" },
    .other(
      "vocabulary.labels", \.vocabulary.labels, values: "a scheme’s name", title: "Labels",
      "what labels are studied, as `--scheme` ([schemes.md](schemes.md))"
    ) { $0.id },
    .other(
      "vocabulary.ages", \.vocabulary.ages, values: "bounds and names", title: "Age groups",
      "the age groups, as `--age-groups` ([ages.md](ages.md#age-groups-of-ones-own))"
    ) { $0.text },
    .choice(
      "colour", \.colour, title: "Colour of the images",
      "whether faces keep their colours; grey where an archive is grey"),
    .other(
      "modelTrainings", \.modelTrainings, values: "1 to 20",
      title: "Trainings of each expression model",
      "how often each expression model is trained from another seed, as `--trainings`; none for once"
    ) { $0.map { "\($0)" } },
    .other(
      "resamplesTrainingSubjects", \.resamplesTrainingSubjects, values: "`true`, `false`",
      title: "Training subjects drawn again",
      "whether trainings after the first learn from training subjects drawn with replacement"
    ) { $0 == true ? "in trainings after the first" : nil },
    .other(
      "randomInitialisation", \.randomInitialisation, values: "`true`, `false`",
      title: "Random weights allowed",
      "lets presets that start from pretrained weights start from random ones"
    ) { $0 ? "yes" : nil },
  ]

  /// Places are on the page by the names of their sources alone.
  private static let faces: [SettingDescription<StudyConfiguration>] = [
    .other(
      "data.faces", \.data.faces, values: "as `--faces`", title: "Faces",
      "faces with emotions; none for synthetic ones"
    ) { _ in nil },
    .other(
      "data.ageFaces", \.data.ageFaces, values: "as `--age-faces`", title: "Faces with ages",
      "faces with ages for the age estimator; none for synthetic ones, and where all ages are known"
    ) { _ in nil },
    .other(
      "data.appearanceRuns", \.data.appearanceRuns, values: "run folders",
      title: "Runs of appearance alone",
      "what findings on photographs are compared with, as `--appearance`; none for the measurement "
        + "that ships with the program"
    ) { _ in nil },
    .other(
      "data.knownAges", \.data.knownAges, values: "a manifest", title: "Faces of known age",
      "faces whose true ages correct the imputed ones, as `--known-ages`; none for no correction"
    ) { $0 == nil ? nil : "given" },
    .other(
      "data.reweightsAges", \.data.reweightsAges, values: "`true`, `false`",
      title: "Likely ages reweighted",
      "whether likely ages are reweighted to the distribution of ages among these faces, as `--reweight-ages` of `age "
        + "predict`; none for no"
    ) { $0 == true ? "to the distribution of ages among these faces" : nil },
    .other(
      "data.dropsLeaks", \.data.dropsLeaks, values: "`true`, `false`",
      title: "Faces that cross splits",
      "whether faces that cross splits are left out on the training side, as `--drop-leaks`; none "
        + "refuses them"
    ) { $0 == true ? "left out on the training side" : nil },
  ]

  private static let splits: [SettingDescription<StudyConfiguration>] = [
    .number(
      "split.train", \.split.train, .positive, title: "Share of training faces",
      "share of the faces with emotions that trains; the three shares are scaled to a sum of one"),
    .number(
      "split.validation", \.split.validation, .positive, title: "Share of validation faces",
      "the share that chooses epochs and calibrates"),
    .number(
      "split.test", \.split.test, .positive, title: "Share of test faces",
      "the share that is tested on"),
    .number(
      "ageSplit.train", \.ageSplit.train, .positive, title: "Share of training faces, ages",
      "share of the age estimator’s faces that trains; the three shares are scaled to a sum of one"),
    .number(
      "ageSplit.validation", \.ageSplit.validation, .positive,
      title: "Share of validation faces, ages", "the share that chooses the epoch and calibrates"),
    .number(
      "ageSplit.test", \.ageSplit.test, .positive, title: "Share of test faces, ages",
      "the share that is tested on"),
  ]
}

extension SyntheticData: DescribedSettings {
  public static let descriptions: [SettingDescription<SyntheticData>] =
    [
      .cohort("cohort", \.cohort),
      .subjects("subjects", \.subjects, title: "Subjects with emotions"),
      .imagesPerSubject(
        "imagesPerSubject", \.imagesPerSubject, title: "Images of a subject with emotions"),
      .subjects(
        "ageSubjects", \.ageSubjects, title: "Subjects for the age estimator",
        "people who are drawn for the age estimator, and appear nowhere else"),
      .imagesPerSubject(
        "ageImagesPerSubject", \.ageImagesPerSubject,
        title: "Images of a subject for the age estimator"),
    ] + ExpressionTransition.descriptions.map { $0.of("transition", \.transition) }
}
