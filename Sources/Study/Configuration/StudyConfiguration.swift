import Datasets
import Faces
import Foundation
import Imaging
import Support
import Synthetic
import Training

/// Everything that determines a study's results: `study.json`.
public struct StudyConfiguration: Codable, Sendable, Equatable {
  /// The version of the format that this program writes.
  public static let currentFormat = 1

  /// The version of the file's format; a newer one is refused, and one without it is of version 1.
  public var format = StudyConfiguration.currentFormat
  public var preset: Preset
  /// Seed of every random choice; each purpose draws from a stream of its own.
  public var seed: UInt64 = 1
  /// Whether faces keep their colours; grey where the archive is grey.
  public var colour: FaceColour
  public var data: StudyData
  /// What labels and age groups are studied.
  public var vocabulary = Vocabulary.study
  public var split = SplitFractions()
  /// The same for the age estimator's faces, which are needed for training most.
  public var ageSplit = SplitFractions(train: 0.85, validation: 0.075, test: 0.075)
  /// The age estimator, the infant and the adult expression model.
  public var age: TrainingSettings
  public var infant: TrainingSettings
  public var adult: TrainingSettings
  /// How often each expression model is trained, each time from another seed; nil for once.
  public var modelTrainings: Int?
  /// Whether trainings after the first learn from training subjects drawn with replacement; nil for no.
  public var resamplesTrainingSubjects: Bool?
  /// Lets presets that start from published weights start from random ones where none are given.
  public var randomInitialisation = false
  /// SHA-256 of the plan that the study holds to; nil for the program's own hypotheses and no frozen
  /// settings.
  public var plan: String?

  /// Whether an age estimator is trained: photographs whose ages are known need none.
  public var trainsAgeEstimator: Bool { data.faces == nil || data.ageFaces != nil }

  /// Whether ages are estimated: without an estimator they are not, and in synthetic cohorts whose heads do not
  /// show their age neither.
  public var estimatesAges: Bool {
    trainsAgeEstimator && (data.faces != nil || data.synthetic.cohort.headsAge)
  }

  /// How often each expression model is trained.
  package var trainingCount: Int { modelTrainings ?? 1 }

  /// Whether a run with other settings is one of these settings with trainings missing.
  func onlyTrainsMoreOften(than former: StudyConfiguration) -> Bool {
    guard trainingCount > former.trainingCount else { return false }
    var former = former
    // What is done to trainings after the first, the first alone does not show.
    if former.trainingCount == 1 { former.resamplesTrainingSubjects = resamplesTrainingSubjects }
    former.modelTrainings = modelTrainings
    return former == self
  }

  /// The settings of the trainings that are made.
  package var trainings: [TrainingSettings] { (trainsAgeEstimator ? [age] : []) + [infant, adult] }

  /// What is drawn where no photographs are given: the study's faces, and the age estimator's, who
  /// are other people.
  var syntheticFaces: SyntheticCohortSettings {
    drawn(
      "faces", subjects: data.synthetic.subjects, imagesPerSubject: data.synthetic.imagesPerSubject)
  }

  var syntheticAgeFaces: SyntheticCohortSettings {
    drawn(
      "ages", subjects: data.synthetic.ageSubjects,
      imagesPerSubject: data.synthetic.ageImagesPerSubject)
  }

  private func drawn(
    _ name: String, subjects: Int, imagesPerSubject: Int
  ) -> SyntheticCohortSettings {
    SyntheticCohortSettings(
      kind: data.synthetic.cohort,
      seed: SeededGenerator.first(seed: seed, stream: "drawn \(name)"), subjects: subjects,
      imagesPerSubject: imagesPerSubject, sizeInPixels: adult.imageSize,
      vocabulary: vocabulary, transition: data.synthetic.transition)
  }

  /// How often the expression models may be trained.
  public static let trainingCounts = 1...20

  /// - Throws: `SmilestoneError.usage` that names what does not fit.
  public func validate() throws {
    try requireValidValues()
    guard Self.trainingCounts.contains(trainingCount) else {
      throw SmilestoneError.usage(
        "The study cannot train its models \(trainingCount) times (modelTrainings).",
        remedy: "Ask for 1 to \(Self.trainingCounts.upperBound) trainings, 3 say.")
    }
    guard resamplesTrainingSubjects != true || trainingCount > 1 else {
      throw SmilestoneError.usage(
        "resamplesTrainingSubjects is about trainings after the first, and there is one.",
        remedy: "Add --trainings 3, or leave it out.")
    }
    for settings in [age, infant, adult] { try settings.validate() }
    for fractions in [split, ageSplit] { _ = try fractions.normalised() }
    for cohort in [syntheticFaces, syntheticAgeFaces] { try cohort.validate() }
    guard data.faces != nil || data.ageFaces == nil else {
      throw SmilestoneError.usage(
        "The study has --age-faces but no faces with emotions.",
        remedy: "Add --faces FACES, say a folder for each emotion, or leave both out to draw faces."
      )
    }
    guard data.knownAges == nil || data.faces != nil && estimatesAges else {
      throw SmilestoneError.usage(
        "The study has --known-ages, and it estimates no ages of photographs that they could correct.",
        remedy: "Leave it out; where all ages are known, they are in --faces.")
    }
    guard data.faces != nil || data.appearanceRuns == nil else {
      throw SmilestoneError.usage(
        "The study has --appearance, and of synthetic faces it is known what appearance does.",
        remedy: "Leave it out, or study photographs with --faces.")
    }
    guard preset == .synthetic || data.faces != nil else {
      throw SmilestoneError.usage(
        "The preset \(preset.rawValue) needs photographs.",
        remedy:
          "Add --faces FACES, and --age-faces FACES where their ages are not known, or use --preset "
          + "synthetic.")
    }
    let withoutWeights = trainings.filter { $0.initialWeights == nil }
    guard
      !preset.startsFromPretrainedWeights || withoutWeights.isEmpty || randomInitialisation
    else {
      throw SmilestoneError.usage(
        "The preset \(preset.rawValue) starts from pretrained weights, and not all are there.",
        remedy: InitialWeights.remedy(for: withoutWeights))
    }
  }
}

extension StudyConfiguration {
  /// Reads a run folder's `study.json`; one of an earlier version may have former names of settings.
  public init(contentsOf url: URL) throws {
    let description = "the configuration of a study"
    let remedy = "It was written by another version, or changed: start a new run folder."
    let tree = try JSONText.read(JSONTree.self, from: url, as: description, remedy: remedy)
    if case .object(let members) = tree, case .integer(let format)? = members["format"],
      format > StudyConfiguration.currentFormat
    {
      throw SmilestoneError.badInput(
        "\(url.path) has format \(format); this program reads formats up to "
          + "\(StudyConfiguration.currentFormat).", remedy: "Use a newer Smilestone.")
    }
    let whole = try JSONTree(encoding: EarlierDefaults()).merging(
      FormerNames.ofSettings.renamed(tree))
    self = try JSONText.decode(
      StudyConfiguration.self, from: SettingsFile.encode(whole), name: url.path, as: description,
      remedy: remedy)
    // In earlier versions the preset open was what is now scratch.
    if preset == .open, !randomInitialisation,
      [age, infant, adult].allSatisfy({ $0.initialWeights == nil })
    {
      preset = .scratch
    }
  }
}

/// What files of earlier versions do not say.
private struct EarlierDefaults: Encodable {
  let format = StudyConfiguration.currentFormat
  /// They had the study's.
  let vocabulary = Vocabulary.study
  let age = Training()
  let infant = Training()
  let adult = Training()

  /// The settings that they did not have yet, off.
  struct Training: Encodable {
    let averagesMirrorImage = false
    let centralCrop = 1.0
    let ageEstimate = AgeSummary.mean
    let logitAdjustment = 0.0
    let augmentation = Augmentation()
  }

  struct Augmentation: Encodable {
    let outside = OutsideImage.black
  }
}

/// A named set of settings.
public enum Preset: String, Codable, Sendable, CaseIterable {
  /// Synthetic faces, small and quick: the study on a fresh machine.
  case synthetic
  /// Photographs, small, from a network that knows faces, whose weights set-up installs.
  case open
  /// Photographs, small and from random weights.
  case scratch
  /// The study's own settings, from ImageNet weights.
  case paper

  /// Whether it refuses random weights unless told otherwise.
  public var startsFromPretrainedWeights: Bool { self == .open || self == .paper }
}

/// Where the faces come from, as `FaceSource` reads it, or, without `faces`, drawings.
public struct StudyData: Codable, Sendable, Equatable {
  /// Faces with emotions.
  public var faces: String?
  /// Faces with ages for the age estimator.
  public var ageFaces: String?
  /// Runs of synthetic cohorts of the kind `appearance`, which findings on photographs are compared
  /// with; nil for the measurement that ships with the program.
  public var appearanceRuns: [String]?
  /// Whether faces that cross splits are left out on the training side; nil for no, which refuses
  /// them.
  public var dropsLeaks: Bool?
  /// A manifest with the true ages of some of these faces, by which imputed ages are corrected; nil for none.
  public var knownAges: String?
  /// Whether likely ages are reweighted to the distribution of ages among these faces; nil for no.
  public var reweightsAges: Bool?
  public var synthetic = SyntheticData()

  public init() {}
}

/// The synthetic cohorts.
public struct SyntheticData: Codable, Sendable, Equatable {
  public var cohort: CohortKind = .both
  /// Subjects with emotions, and images of each.
  public var subjects = 1100
  public var imagesPerSubject = 4
  /// Subjects for the age estimator, who appear nowhere else.
  public var ageSubjects = 1400
  public var ageImagesPerSubject = 4
  /// When and how gradually infant expressions become adult ones.
  public var transition = ExpressionTransition()

  public init() {}
}
