import Cohort
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
      row("Network") { $0.depth.displayName },
      row("Initial weights") { settings in
        settings.initialWeights.map { URL(fileURLWithPath: $0).lastPathComponent } ?? "random"
      },
      row("Picture size") { "\($0.pictureSize) px" },
      row("Frozen layers") {
        $0.frozenLayers.isEmpty ? "none" : $0.frozenLayers.joined(separator: ", ")
      },
      row("Dropout") { number($0.dropout) },
      row("Optimiser") { _ in "Adam" },
      row("Highest learning rate") { number($0.learningRate) },
      row("Schedule") { $0.schedule == .oneCycle ? "one cycle" : "constant" },
      row("Weight decay") { number($0.weightDecay) },
      row("Batch size") { "\($0.batchSize)" },
      row("Epochs at most") { "\($0.epochs)" },
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
      row("Augmentation") { augmentation($0.augmentation) },
    ]
  }

  private static func augmentation(_ settings: AugmentationSettings) -> String {
    var parts: [String] = []
    if settings.flipProbability > 0 { parts.append("flip") }
    if settings.rotationInDegrees > 0 {
      parts.append("rotation ±\(number(settings.rotationInDegrees))°")
    }
    if settings.translation > 0 { parts.append("shift ±\(percent(settings.translation))") }
    if settings.brightness > 0 { parts.append("brightness ±\(percent(settings.brightness))") }
    if settings.contrast > 0 { parts.append("contrast ±\(percent(settings.contrast))") }
    if settings.saturation > 0 { parts.append("saturation ±\(percent(settings.saturation))") }
    if settings.hue > 0 { parts.append("hue ±\(number(settings.hue))") }
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
          "\(configuration.age.depth.displayName) with a head of dropout and two linear layers is "
            + "trained with the mean absolute error in years. Each face of the study is then given "
            + "an estimated age; its spread is the estimator's root mean squared error among "
            + "validation faces of the same estimated group.",
          "Ages up to and including 3 years are toddlers, 8 younger children, 12 older children, "
            + "17 teenagers, and above that adults.",
        ]),
      MethodNote(
        title: "Expression models and their loss",
        paragraphs: [
          "The infant model is trained on toddlers and the adult model on adults; both are then "
            + "tested on the test faces of all five groups. The weights of the epoch with the "
            + "lowest validation loss are kept. Test faces are read once, at the end.",
          "The loss is cross-entropy with label smoothing plus λ·r(t)·[½·mean‖f − c‖² + "
            + "β·mean max(0, m − ‖μⱼ − μₖ‖)²]: features f are drawn to the moving centre c of their "
            + "class (Wen et al. 2016), and the class means μ of a batch push each other apart up "
            + "to the margin m. r(t) grows from 0 after the first epoch.",
        ]),
      MethodNote(
        title: "Splits and intervals",
        paragraphs: [
          "Faces are divided into training, validation and test sets by subject where subjects are "
            + "known, with byte-identical images always together, balanced over emotions and age "
            + "groups. Every proportion has its number of faces and a 95 % interval."
        ]),
    ]
  }

  static func warnings(_ configuration: StudyConfiguration) -> [String] {
    var warnings: [String] = []
    if configuration.data.faces == nil {
      warnings.append(
        "These faces are drawn by the program. The report shows how the method behaves where the "
          + "truth is planted; it says nothing about children.")
    }
    if configuration.colour == .grey {
      warnings.append(
        "The age estimator was trained on grey pictures of one archive and applied to another; "
          + "how well it transfers is not measured here, so the age groups may be wrong in ways "
          + "that its test error does not show.")
    }
    if configuration.preset != .paper {
      warnings.append(
        "All networks start from random weights and see pictures of "
          + "\(configuration.adult.pictureSize) px with the settings of the preset "
          + "“\(configuration.preset.rawValue)”, not with the study's own.")
    }
    return warnings
  }

  static func limitations(
    _ configuration: StudyConfiguration, _ manifest: Manifest
  ) -> [String] {
    var limitations = [
      "Labels are the emotions that raters or collectors perceived, not what was felt.",
      "An accuracy curve over age shows changes of heads, skin and photographs as well as of "
        + "expression. By itself it cannot tell them apart.",
      "Estimated ages are uncertain; faces near a boundary may be in the wrong group.",
      "The two models are trained on different numbers of faces; part of any difference between "
        + "them may come from that.",
      "One run with one seed: the variation between trainings is not in the intervals.",
    ]
    if configuration.data.faces != nil,
      manifest.records.allSatisfy({ $0.subject == nil })
    {
      limitations.append(
        "The archive does not say who is shown, so one person may be in training and test; only "
          + "byte-identical images are kept together.")
    }
    return limitations
  }
}
