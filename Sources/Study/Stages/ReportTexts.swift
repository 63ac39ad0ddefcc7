import Analysis
import Exploration
import Faces
import Foundation
import Report
import Training

/// What a report says of a configuration in words.
enum ReportTexts {
  static func settings(_ configuration: StudyConfiguration) -> [Setting] {
    let (age, infant, adult) = (configuration.age, configuration.infant, configuration.adult)
    func row(
      _ name: String, expressionOnly: Bool = false, _ value: (TrainingSettings) -> String
    ) -> Setting {
      Setting(
        name: name, infant: value(infant), adult: value(adult),
        age: expressionOnly ? nil : value(age))
    }
    return [
      row("Network") { $0.architecture.displayName },
      row("Initial weights") { settings in
        settings.initialWeights.map { URL(fileURLWithPath: $0).lastPathComponent } ?? "random"
      },
      row("Image size") { "\($0.imageSize) px" },
      row("Frozen layers") {
        $0.frozenLayers.isEmpty ? "none" : $0.frozenLayers.joined(separator: ", ")
      },
      row("Dropout") { number($0.dropout) },
      row("Optimiser") { optimiser($0) },
      row("Peak learning rate") { number($0.learningRate) },
      row("Schedule") { schedule($0) },
      row("Weight decay") { number($0.weightDecay) },
      row("Batch size") { "\($0.batchSize)" },
      row("Maximum epochs") { "\($0.epochs)" },
      row("Validation subjects that calibrate") { percent($0.calibrationShare) },
      row("Patience") { $0.patience == 0 ? "no early stop" : "\($0.patience) epochs" },
      row("Label smoothing", expressionOnly: true) { number($0.labelSmoothing) },
      row("Distance loss λ", expressionOnly: true) { number($0.distanceLoss.weight) },
      row("Distance loss β, m, α", expressionOnly: true) {
        [$0.distanceLoss.repulsion, $0.distanceLoss.margin, $0.distanceLoss.centreRate]
          .map(number).joined(separator: ", ")
      },
      row("Distance loss warm-up", expressionOnly: true) {
        "\(number($0.distanceLoss.warmUpEpochs)) epochs after the first"
      },
      Setting(name: "Age loss", infant: "–", adult: "–", age: ageLoss(age)),
      row("Class balancing") { balance($0) },
      row("Augmentation") { augmentation($0.augmentation) },
      row("Weight average") {
        $0.weightAverageDecay > 0 ? "decay \(number($0.weightAverageDecay))" : "none"
      },
    ]
  }

  private static func optimiser(_ settings: TrainingSettings) -> String {
    let name =
      switch settings.optimiser {
      case .adam: "Adam"
      case .adamW: "AdamW"
      case .sgd: "SGD, momentum \(number(settings.momentum))"
      }
    return settings.gradientNorm > 0
      ? "\(name), gradients up to \(number(settings.gradientNorm))" : name
  }

  private static func schedule(_ settings: TrainingSettings) -> String {
    let name =
      switch settings.schedule {
      case .constant: "constant"
      case .plateau:
        "times \(number(settings.plateauFactor)) after \(settings.plateauPatience) epochs without "
          + "gain"
      case .cosine: "cosine"
      case .oneCycle: "one cycle"
      }
    return settings.warmUpEpochs > 0
      ? "\(name), after \(number(settings.warmUpEpochs)) epochs of warm-up" : name
  }

  private static func ageLoss(_ settings: TrainingSettings) -> String {
    switch settings.ageLoss {
    case .absoluteError: "mean absolute error"
    case .huber: "Huber, δ = \(number(settings.huberDeltaInYears)) years"
    case .distribution: "distribution over years"
    }
  }

  private static func balance(_ settings: TrainingSettings) -> String {
    var parts: [String] = []
    switch settings.classWeights {
    case .equal: break
    case .inverse: parts.append("weights 1/n")
    case .effectiveNumber: parts.append("weights by effective number")
    }
    if settings.sampling == .balanced { parts.append("balanced sampling") }
    if settings.mixup > 0 { parts.append("mixup, α = \(number(settings.mixup))") }
    if settings.learnsFromVotes { parts.append("votes as targets") }
    return parts.isEmpty ? "none" : parts.joined(separator: ", ")
  }

  private static func augmentation(_ settings: AugmentationSettings) -> String {
    var parts: [String] = []
    if settings.smallestCrop < 1 {
      parts.append("crops of \(percent(settings.smallestCrop)) and more")
    }
    if settings.flipProbability > 0 { parts.append("flip") }
    if settings.rotationInDegrees > 0 {
      parts.append("rotation ±\(number(settings.rotationInDegrees))°")
    }
    if settings.translation > 0 { parts.append("shift ±\(percent(settings.translation))") }
    if settings.brightness > 0 { parts.append("brightness ±\(percent(settings.brightness))") }
    if settings.contrast > 0 { parts.append("contrast ±\(percent(settings.contrast))") }
    if settings.saturation > 0 { parts.append("saturation ±\(percent(settings.saturation))") }
    if settings.hue > 0 { parts.append("hue ±\(number(settings.hue))") }
    if settings.erasingProbability > 0 {
      parts.append("erasing in \(percent(settings.erasingProbability))")
    }
    return parts.isEmpty ? "none" : parts.joined(separator: ", ")
  }

  /// A number without needless decimals: 5, 0.0035, 1e-05.
  private static func number(_ value: Double) -> String { String(format: "%g", value) }

  private static func percent(_ share: Double) -> String { String(format: "%.0f %%", 100 * share) }

  static func methods(_ configuration: StudyConfiguration) -> [MethodNote] {
    [
      MethodNote(
        title: "Age estimation and age groups",
        paragraphs: [
          "\(configuration.age.architecture.displayName) is trained on faces of known age to give "
            + (configuration.age.ageLoss == .distribution
              ? "a distribution over the years 0 to 100, whose mean is the answer (Gao et al. 2018); "
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
              : "No image of this cohort shows its age, so the study's faces keep the drawn ages."),
          "Ages up to and including 3 years are toddlers, 8 younger children, 12 older children, "
            + "17 teenagers, and above that adults. The group “toddler” holds infants too.",
        ], equations: [ageEquation(configuration.age)]),
      MethodNote(
        title: "Expression models and their loss",
        paragraphs: [
          "The infant model is trained on infants and toddlers (0–3 years) and the adult model on "
            + "adults; both are then "
            + "tested on the test faces of all five groups. The weights of the epoch with the "
            + "lowest label-smoothed cross-entropy on their own validation faces are kept; "
            + "\(percent(configuration.infant.calibrationShare)) (infant model) and "
            + "\(percent(configuration.adult.calibrationShare)) (adult model) of the validation "
            + "subjects have no part in that choice, they calibrate. "
            + ReportTexts.testFaces(configuration),
          "The loss is cross-entropy with label smoothing ε plus a distance term: the features f "
            + "before dropout are drawn to the moving centre c of their class (Wen et al. 2016), "
            + "and the class means μ of a batch push each other apart up to the margin m. r(t) "
            + "grows from 0 after the first epoch. The values are in the table of settings.",
        ], equations: [.crossEntropy, .distanceLoss]),
      MethodNote(
        title: "Splits and intervals",
        paragraphs: [
          "Faces are divided into training, validation and test sets by subject where subjects are "
            + "known, with identical and nearly identical images always together, balanced over "
            + "emotions and age groups. Every proportion has its number of faces and a 95 % interval."
        ]),
    ]
  }

  /// What test faces are used for. Their ages are estimated before the split, which they stratify.
  static func testFaces(_ configuration: StudyConfiguration) -> String {
    "No model and no setting is chosen by test faces. "
      + (configuration.estimatesAges
        ? "Their estimated ages stratify the splits; their emotions are compared with answers once, at "
          + "the end."
        : "Their emotions are compared with answers once, at the end.")
  }

  /// Whether every face is a drawing of this program.
  static func isDrawn(_ manifest: Manifest) -> Bool {
    !manifest.records.isEmpty && manifest.isDrawn.allSatisfy(\.self)
  }

  static func warnings(
    _ configuration: StudyConfiguration, _ manifest: Manifest
  ) -> [String] {
    var warnings: [String] = []
    if !configuration.estimatesAges {
      warnings.append(
        "No image of this cohort shows its age: faces are sorted by the drawn ages, and what the "
          + "page says of estimated ages concerns the age estimator alone.")
    }
    if isDrawn(manifest) {
      warnings.append(
        "These faces are drawn by the program. The report shows how the method behaves where the "
          + "truth is planted; it says nothing about children.")
    }
    if configuration.colour == .grey {
      warnings.append(
        "The age estimator was trained on grey images of one archive and applied to another; "
          + "how well it transfers is not measured here, so the age groups may be wrong in ways "
          + "that its test error does not show.")
    }
    if configuration.preset != .paper {
      warnings.append(
        "All networks start from random weights and see images of "
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
