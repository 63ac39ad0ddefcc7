import Datasets
import Faces
import Foundation
import Imaging
import Models
import Support
import Training

/// What a study found, will do, and needs of time and disk, said before anything long begins.
package struct StudyPlan {
  /// The trainings' speeds, and that of reading images.
  package struct Speeds {
    /// nil where no age estimator is trained.
    package var age: TrainingSpeed?
    package var infant: TrainingSpeed
    package var adult: TrainingSpeed
    package var imagesPerSecond: Double

    package init(
      age: TrainingSpeed?, infant: TrainingSpeed, adult: TrainingSpeed, imagesPerSecond: Double
    ) {
      self.age = age
      self.infant = infant
      self.adult = adult
      self.imagesPerSecond = imagesPerSecond
    }
  }

  let configuration: StudyConfiguration
  let faces: [FaceRecord]
  let ageFaces: [FaceRecord]
  let speeds: Speeds

  package init(
    configuration: StudyConfiguration, faces: [FaceRecord], ageFaces: [FaceRecord], speeds: Speeds
  ) {
    self.configuration = configuration
    self.faces = faces
    self.ageFaces = ageFaces
    self.speeds = speeds
  }

  /// A forward pass takes about a third of a whole step.
  private static let evaluationShare = 1.0 / 3

  private var ages: AgeGrouping { configuration.vocabulary.ages }

  // MARK: What was found

  /// The lines to print.
  package var lines: [String] {
    let known = FaceCounts(faces, ages: ages, emotions: configuration.vocabulary.labels.emotions)
    let learnt = FaceCounts(
      ageFaces.filter { $0.ageInYears != nil }, ages: ages, emotions: [])
    let estimator =
      configuration.trainsAgeEstimator
      ? ["and \(ageFaces.count) to learn ages from:"] + learnt.lines.map { "  " + $0 } : []
    return ["Found \(counted(faces.count, "face")) to study:"] + known.lines.map { "  " + $0 }
      + estimator + [plan, time]
  }

  // MARK: What will be done

  private var plan: String {
    func training(_ name: String, _ settings: TrainingSettings) -> String {
      "\(name) (\(settings.architecture.displayName), \(settings.imageSize) px, at most "
        + "\(settings.epochs) epochs)"
    }
    let steps = [
      configuration.trainsAgeEstimator
        ? "trains \(training("the age estimator", configuration.age))" : nil,
      unknown > 0 ? "estimates the ages of \(counted(unknownAges, "face"))" : nil,
      faces.contains { $0.split != nil } ? nil : "divides the faces",
      "trains \(training("the infant model", configuration.infant)) and "
        + training("the adult model", configuration.adult)
        + (configuration.trainingCount > 1 ? ", each \(configuration.trainingCount) times" : ""),
      "and tests both on every age group",
    ].compactMap(\.self)
    return "It \(steps.joined(separator: ", "))."
  }

  private var unknownAges: Int { faces.count { $0.group(of: ages) == nil } }

  // MARK: How long it takes

  /// Faces with an emotion whose age group is not known yet.
  private var unknown: Int { faces.count { $0.emotion != nil && $0.group(of: ages) == nil } }

  /// Seconds of each part where no training stops early; parts that there are not are left out.
  package var seconds: [(part: String, seconds: Double)] {
    let stages = secondsOfStages
    func sum(_ parts: StudyStage...) -> Double { parts.reduce(0) { $0 + (stages[$1] ?? 0) } }
    return [("reading images", sum(.faces))]
      + (speeds.age == nil ? [] : [("the age estimator", sum(.age))]) + [
        ("both expression models", sum(.infant, .adult, .repetition)),
        ("predictions", sum(.estimation, .testing)),
      ]
  }

  /// Seconds of each stage that the speeds tell of, where no training stops early. Faces of unknown age count as
  /// adults', as most are in archives that do not say.
  package var secondsOfStages: [StudyStage: Double] {
    func members(_ group: AgeGroup) -> Double {
      Double(faces.count { $0.emotion != nil && $0.group(of: ages) == group })
    }
    func prediction(_ models: [TrainingSpeed]) -> Double {
      Double(faces.count) * Self.evaluationShare * models.reduce(0) { $0 + 1 / $1.facesPerSecond }
    }
    let perFace = secondsOfAFace
    var stages: [StudyStage: Double] = [
      .faces: Double(faces.count + ageFaces.count) / speeds.imagesPerSecond,
      .infant: members(ages.infant) * (perFace[.infant] ?? 0),
      .adult: (members(ages.adult) + Double(unknown)) * (perFace[.adult] ?? 0),
      .testing: Double(configuration.trainingCount) * prediction([speeds.infant, speeds.adult]),
    ]
    if configuration.trainingCount > 1 {
      stages[.repetition] =
        Double(configuration.trainingCount - 1) * ((stages[.infant] ?? 0) + (stages[.adult] ?? 0))
    }
    if let speed = speeds.age {
      let share = shares(configuration.ageSplit, of: ageFaces)
      stages[.age] =
        Double(ageFaces.count { $0.ageInYears != nil })
        * seconds(configuration.age, share, speed)
      stages[.estimation] = prediction([speed])
    }
    return stages
  }

  /// Seconds that a face of its age group costs the training of either expression model, on average over splits.
  package var secondsOfAFace: [StudyStage: Double] {
    let share = shares(configuration.split, of: faces)
    return [
      .infant: seconds(configuration.infant, share, speeds.infant),
      .adult: seconds(configuration.adult, share, speeds.adult),
    ]
  }

  private func seconds(
    _ settings: TrainingSettings, _ share: (training: Double, validation: Double),
    _ speed: TrainingSpeed
  ) -> Double {
    Double(settings.epochs) * (share.training + share.validation * Self.evaluationShare)
      / speed.facesPerSecond
  }

  private func shares(
    _ fractions: SplitFractions, of records: [FaceRecord]
  ) -> (training: Double, validation: Double) {
    let divided = records.count { $0.split != nil }
    guard divided > 0 else {
      let sum = fractions.train + fractions.validation + fractions.test
      return (fractions.train / sum, fractions.validation / sum)
    }
    func share(_ split: Split) -> Double {
      Double(records.count { $0.split == split }) / Double(records.count)
    }
    return (share(.train), share(.validation))
  }

  private var time: String {
    let parts = seconds
    let sum = parts.reduce(0) { $0 + $1.seconds }
    let each = parts.map { "\($0.part) \(Self.inWords($0.seconds))" }.joined(separator: ", ")
    let doubt =
      unknown > 0
      ? " Faces of unknown age are counted as adults’; when ages are estimated the time is told again."
      : ""
    return
      "That takes about \(Self.inWords(sum)) on this computer where it does nothing else (\(each)), judged by a few steps of each network; "
      + "trainings that stop early take less, the analyses and the page some minutes more.\(doubt)"
  }

  /// “40 s”, “12 min”, “3 h 20 min”: an estimate deserves no more digits.
  package static func inWords(_ seconds: Double) -> String {
    if seconds < 90 { return "\(max(1, Int(seconds.rounded()))) s" }
    let minutes = Int((seconds / 60).rounded())
    if minutes < 90 { return "\(minutes) min" }
    let tens = Int((Double(minutes) / 10).rounded()) * 10
    return tens % 60 == 0 ? "\(tens / 60) h" : "\(tens / 60) h \(tens % 60) min"
  }

  // MARK: What it writes

  /// Bytes that the run folder takes: decoded faces in every form, models, and the largest checkpoint (the
  /// weights, the best ones and the optimiser's two moments).
  package func bytes(forms: [FaceForm], ageForm: FaceForm) -> Int64 {
    let pixels = Set(forms).reduce(0) { $0 + $1.byteCount } * faces.count
    let agePixels = ageForm.byteCount * ageFaces.count
    let models = Array(
      repeating: [speeds.infant, speeds.adult], count: configuration.trainingCount
    ).flatMap(\.self)
    let counts = ([speeds.age].compactMap(\.self) + models).map(\.weightCount)
    let weights = 4 * (counts.reduce(0, +) + 4 * (counts.max() ?? 0))
    return Int64(pixels + agePixels + weights) + Self.pageBytes
  }

  /// The page, its figures and the tables.
  private static let pageBytes: Int64 = 60_000_000

  /// - Parameters:
  ///   - needed: bytes that the study still writes.
  ///   - free: bytes that the disk has left.
  /// - Returns: a warning where little is left; nil where there is enough.
  /// - Throws: `SmilestoneError` where there is too little.
  package static func spaceWarning(needed: Int64, free: Int64, in folder: URL) throws -> String? {
    let what =
      "The study writes about \(FreeSpace.inWords(needed)) into \(folder.path), and its disk has "
      + "\(FreeSpace.inWords(free)) left"
    guard needed < free else {
      throw SmilestoneError.failed(
        "\(what).", remedy: "Free some space, or choose an --out on another disk.")
    }
    return needed * 5 > free * 4 ? "\(what): hardly enough." : nil
  }
}
