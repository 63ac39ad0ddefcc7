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
    package var age: TrainingSpeed
    package var infant: TrainingSpeed
    package var adult: TrainingSpeed
    package var imagesPerSecond: Double

    package init(
      age: TrainingSpeed, infant: TrainingSpeed, adult: TrainingSpeed, imagesPerSecond: Double
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
    return ["Found \(counted(faces.count, "face")) to study:"] + known.lines.map { "  " + $0 }
      + ["and \(ageFaces.count) to learn ages from:"] + learnt.lines.map { "  " + $0 }
      + [plan, time]
  }

  // MARK: What will be done

  private var plan: String {
    let trainings = [
      ("the age estimator", configuration.age), ("the infant model", configuration.infant),
      ("the adult model", configuration.adult),
    ].map { name, settings in
      "\(name) (\(settings.architecture.displayName), \(settings.imageSize) px, at most "
        + "\(settings.epochs) epochs)"
    }
    let divides = faces.contains { $0.split != nil } ? "" : "divides the faces, "
    let estimates = unknown > 0 ? "estimates the ages of \(counted(unknownAges, "face")), " : ""
    return "It trains \(trainings[0]), \(estimates)\(divides)trains \(trainings[1]) and "
      + "\(trainings[2]), and tests both on every age group."
  }

  private var unknownAges: Int { faces.count { $0.group(of: ages) == nil } }

  // MARK: How long it takes

  /// Faces with an emotion whose age group is not known yet.
  private var unknown: Int { faces.count { $0.emotion != nil && $0.group(of: ages) == nil } }

  /// Seconds of each part at most: trainings may stop early.
  package var seconds: [(part: String, seconds: Double)] {
    let stages = secondsOfStages
    func sum(_ parts: StudyStage...) -> Double { parts.reduce(0) { $0 + (stages[$1] ?? 0) } }
    return [
      ("reading images", sum(.faces)), ("the age estimator", sum(.age)),
      ("both expression models", sum(.infant, .adult)), ("predictions", sum(.estimation, .testing)),
    ]
  }

  /// Seconds of each stage that the speeds tell of, at most: no face is an infant's and an adult's, so that
  /// those of unknown age are shared between both trainings.
  package var secondsOfStages: [StudyStage: Double] {
    let split = shares(configuration.split, of: faces)
    let ageSplit = shares(configuration.ageSplit, of: ageFaces)
    func training(
      _ count: Int, _ share: (training: Double, validation: Double), _ settings: TrainingSettings,
      _ speed: TrainingSpeed
    ) -> Double {
      let passes = share.training + share.validation * Self.evaluationShare
      return Double(count * settings.epochs) * passes / speed.facesPerSecond
    }
    func members(_ group: AgeGroup) -> Int {
      faces.count { $0.emotion != nil && $0.group(of: ages) == group }
    }
    let age = training(
      ageFaces.count { $0.ageInYears != nil }, ageSplit, configuration.age, speeds.age)
    let infant = training(members(ages.infant), split, configuration.infant, speeds.infant)
    let adult = training(members(ages.adult), split, configuration.adult, speeds.adult)
    let either = max(
      training(unknown, split, configuration.infant, speeds.infant),
      training(unknown, split, configuration.adult, speeds.adult))
    func prediction(_ models: TrainingSpeed...) -> Double {
      Double(faces.count) * Self.evaluationShare * models.reduce(0) { $0 + 1 / $1.facesPerSecond }
    }
    return [
      .faces: Double(faces.count + ageFaces.count) / speeds.imagesPerSecond, .age: age,
      .estimation: prediction(speeds.age), .infant: infant + either / 2, .adult: adult + either / 2,
      .testing: prediction(speeds.infant, speeds.adult),
    ]
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
    return
      "That takes about \(Self.inWords(sum)) on this computer at most (\(each)), judged by a few steps "
      + "of each network; trainings that stop early take less, the analyses and the page some minutes "
      + "more."
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
    let counts = [speeds.age, speeds.infant, speeds.adult].map(\.weightCount)
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
