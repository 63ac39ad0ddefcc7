import Datasets
import Faces
import Foundation
import Presentation
import Report
import Torch
import Training

/// What a paper says of a run: its methods, and its data.
extension ReportTexts {
  /// Where the faces come from, in a sentence.
  static func cohort(_ configuration: StudyConfiguration, _ manifest: Manifest) -> String {
    let faces = Format.count(manifest.records.count)
    let subjects = Format.count(SubjectKnowledge(manifest.records).subjects)
    guard !isSynthetic(manifest) else {
      let data = configuration.data.faces == nil ? configuration.data.synthetic : nil
      return "\(faces) synthetic faces of \(subjects) subjects\(data.map(development) ?? "")."
    }
    return "\(faces) photographs"
      + (subjects == "0" ? "; their subjects are not known." : " of \(subjects) subjects.")
  }

  /// What is planted in a synthetic cohort.
  private static func development(_ data: SyntheticData) -> String {
    let heads = data.cohort.headsAge ? "heads age" : "heads do not age"
    let years = String(format: "%g", data.transition.ageInYears)
    return data.cohort.expressionsDevelop
      ? ": expressions change from infant to adult form at \(years) years (planted), \(heads)"
      : ": all expressions are adults’ ones, \(heads)"
  }

  static func methodsText(
    _ configuration: StudyConfiguration, _ manifest: Manifest
  ) -> [String] {
    let (age, infant, adult) = (configuration.age, configuration.infant, configuration.adult)
    let split = configuration.split
    let labels = configuration.vocabulary.labels
    let ages = configuration.vocabulary.ages
    func percent(_ share: Double) -> String { Format.wholePercent(share) }
    return [
      "We studied \(cohort(configuration, manifest).lowercasedFirst) Perceived "
        + "\(labels.noun.plural) were \(Format.list(labels.emotions.map(\.rawValue))).",
      (configuration.estimatesAges
        ? "Ages were estimated by a \(age.architecture.displayName) (images of \(age.imageSize) "
          + "px, \(start(age))), trained on other faces of known age, and faces "
        : "Ages were the known ones, and faces ")
        + "were sorted into \(ages.inWords). Within these groups faces were divided into training (\(percent(split.train))), "
        + "validation (\(percent(split.validation))) and test sets (\(percent(split.test))); faces of "
        + "one subject, identical files and near duplicates were kept together.",
      "Two expression models, both \(sameOrNot(infant.architecture.displayName, adult.architecture.displayName)) "
        + "(\(adult.imageSize) px, \(start(adult))), were trained, the infant model on "
        + "\(ages.plural(of: ages.infant)) and the adult model on \(ages.plural(of: ages.adult)), with cross-entropy (label smoothing "
        + "\(sameOrNot(infant.labelSmoothing, adult.labelSmoothing)))"
        + (hasDistanceLoss(configuration)
          ? " and a combined distance loss "
            + "(λ = \(sameOrNot(infant.distanceLoss.weight, adult.distanceLoss.weight)))" : "")
        + ", batches of "
        + "\(sameOrNot(Double(infant.batchSize), Double(adult.batchSize))), peak learning rates "
        + "of \(sameOrNot(infant.learningRate, adult.learningRate)), and at most "
        + "\(sameOrNot(Double(infant.epochs), Double(adult.epochs))) epochs; the epoch with the lowest "
        + "label-smoothed cross-entropy on validation faces was kept"
        + (configuration.estimatesAges
          ? " (for the age estimator, the lowest mean absolute error)" : "")
        + ". "
        + (adjustsLogits(configuration)
          ? "The labels’ frequencies among the training faces were then taken out of their logits (Menon et al. "
            + "2021, τ = \(sameOrNot(infant.logitAdjustment, adult.logitAdjustment))). " : "")
        + calibration(configuration) + testFaces(configuration),
      "The study was run with Smilestone \(Smilestone.version) on libtorch "
        + "\(Runtime.libtorchVersion) with the seed \(configuration.seed).",
    ]
  }

  /// Which validation subjects calibrate what, a sentence and a space.
  private static func calibration(_ configuration: StudyConfiguration) -> String {
    var shares = [
      ("temperatures of the infant model", configuration.infant.calibrationShare),
      ("temperatures of the adult model", configuration.adult.calibrationShare),
    ]
    if configuration.estimatesAges {
      shares.insert(("intervals of ages", configuration.age.calibrationShare), at: 0)
    }
    let calibrated = shares.filter { $0.1 > 0 }.map(\.0)
    let others = shares.filter { $0.1 == 0 }.map(\.0)
    return
      (calibrated.isEmpty
      ? "" : "Other validation subjects calibrated \(calibrated.joined(separator: " and ")). ")
      + (others.isEmpty
        ? "" : "No faces were set apart to calibrate \(others.joined(separator: " and ")). ")
  }

  static func start(_ settings: TrainingSettings) -> String {
    settings.initialWeights.map {
      "from the weights \(URL(fileURLWithPath: $0).lastPathComponent)"
    } ?? "from random weights"
  }

  static func hasDistanceLoss(_ configuration: StudyConfiguration) -> Bool {
    [configuration.infant, configuration.adult].contains { $0.distanceLoss.weight > 0 }
  }

  static func adjustsLogits(_ configuration: StudyConfiguration) -> Bool {
    [configuration.infant, configuration.adult].contains { $0.logitAdjustment > 0 }
  }

  private static func sameOrNot(_ infant: Double, _ adult: Double) -> String {
    sameOrNot(String(format: "%g", infant), String(format: "%g", adult))
  }

  private static func sameOrNot(_ infant: String, _ adult: String) -> String {
    infant == adult ? infant : "\(infant) (infant) and \(adult) (adult)"
  }

  static func dataSheet(
    _ configuration: StudyConfiguration, _ manifest: Manifest
  ) -> [Fact] {
    let synthetic = isSynthetic(manifest)
    let ages = Set(manifest.records.compactMap(\.ageSource))
    let votes = manifest.records.count { $0.votes != nil }
    let simulated = zip(manifest.records, manifest.isSynthetic).count { $0.votes != nil && $1 }
    return [
      Fact(
        name: "What the faces are",
        text: synthetic
          ? "Synthetic faces, drawn by the program from parameters of age, identity and expression. No person "
            + "is shown."
          : "Photographs of people, each cut to one face."),
      Fact(
        name: "Labels",
        text: (synthetic
          ? "What most simulated raters of a synthetic face named; no person rated any."
          : "Perceived emotion: what raters or collectors named, not what a person felt.")
          + (votes > simulated
            ? " \(Format.count(votes - simulated)) faces have raters’ votes." : "")
          + (simulated > 0
            ? " \(Format.count(simulated)) faces have votes of simulated raters." : "")),
      Fact(
        name: "Ages",
        text: ages == [.label]
          ? "Given with the faces."
          : ages.contains(.label)
            ? "Given with some faces, estimated from the others." : "Estimated from the faces."),
      Fact(
        name: "Consent and licence",
        text: synthetic
          ? "Not needed."
          : "Not recorded here: see the terms of the archives that the faces come from, and do not "
            + "pass faces on without leave."),
      Fact(
        name: "Uses",
        text: "Research on how expressions are read at different ages; not the judgement of single "
          + "people."),
    ]
  }
}

extension String {
  /// The text with a small first letter.
  fileprivate var lowercasedFirst: String { prefix(1).lowercased() + dropFirst() }
}
