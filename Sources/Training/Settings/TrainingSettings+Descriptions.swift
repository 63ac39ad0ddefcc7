import Models
import Support

/// - SeeAlso: docs/training.md, whose table is made from these.
extension TrainingSettings: DescribedSettings {
  public static let descriptions: [SettingDescription<TrainingSettings>] =
    model + optimiserSettings + loss + faces + end

  /// What some settings are alone for.
  public static let expressionModels = "expression models"
  public static let ageEstimators = "age estimators"

  private static let model: [SettingDescription<TrainingSettings>] = [
    .other(
      "architecture", \.architecture, values: Architecture.namesInCode, title: "Network",
      "the network; see below"
    ) { $0.displayName },
    .other(
      "initialWeights", \.initialWeights, values: "file or name", title: "Initial weights",
      "weights to start from ([weights.md](weights.md)); the head is new unless `initialHeadLabels` is set"
    ) { weights in weights.map { $0.split(separator: "/").last.map(String.init) ?? $0 } ?? "random"
    },
    .other(
      "initialHeadLabels", \.initialHeadLabels, values: "e.g. `[\"neutral\", \"happy\", …]`",
      title: "Initial head", only: expressionModels,
      "the labels of the initial weights' head, in its order, to keep it ([weights.md](weights.md))"
    ) { $0?.joined(separator: ", ") },
    .number(
      "imageSize", \.imageSize, .whole(Architecture.imageSizes), unit: "px", title: "Image size",
      formerNames: ["pictureSize"], "side of the square images; \(Architecture.stepsInWords)"),
    .other(
      "frozenLayers", \.frozenLayers, values: "e.g. `[\"layer1\"]`", title: "Frozen layers",
      "layers that keep their weights; their batch normalisation stays in evaluation mode"
    ) { $0.isEmpty ? nil : $0.joined(separator: ", ") },
    .number(
      "dropout", \.dropout, .share, title: "Dropout", zeroIsOff: true,
      "share of the features that is set to zero before the last layer"),
  ]

  private static let optimiserSettings: [SettingDescription<TrainingSettings>] = [
    .choice(
      "optimiser", \.optimiser, title: "Optimiser",
      words: { [.adam: "Adam", .adamW: "AdamW", .sgd: "SGD"][$0] },
      "Adam with L2 decay (the study's), AdamW, SGD with `momentum`"),
    .number(
      "learningRate", \.learningRate, .positive, title: "Peak learning rate",
      "the highest step size"),
    .number(
      "weightDecay", \.weightDecay, .notNegative, title: "Weight decay", zeroIsOff: true,
      "strength of decay; how it acts is the optimiser's"),
    .number(
      "momentum", \.momentum, .share, title: "Momentum", isUsed: { $0.optimiser == .sgd },
      "of `sgd`: the share of the last step that is taken again"),
    .number(
      "maxGradientNorm", \.maxGradientNorm, .notNegative, title: "Largest norm of gradients",
      zeroIsOff: true, formerNames: ["gradientNorm"],
      "largest norm of all gradients together (Pascanu et al. 2013); 0 = off"),
    .choice(
      "schedule", \.schedule, title: "Schedule",
      words: { $0.rawValue.replacing("_", with: " ") },
      "as PyTorch's `ReduceLROnPlateau` (with `plateauPatience`, `plateauFactor`), "
        + "`CosineAnnealingLR`, `OneCycleLR`"),
    .number(
      "warmUpEpochs", \.warmUpEpochs, .notNegative, unit: "epochs", title: "Warm-up",
      zeroIsOff: true, "linear growth of the step size before the schedule starts; 0 = off"),
    .number(
      "plateauPatience", \.plateauPatience, .notNegative, unit: "epochs",
      title: "Plateau: patience", isUsed: { $0.schedule == .plateau },
      "of `plateau`: epochs that are not better on the validation faces before the step size falls"),
    .number(
      "plateauFactor", \.plateauFactor, .within(0, and: 1), title: "Plateau: factor",
      isUsed: { $0.schedule == .plateau }, "of `plateau`: what the step size is multiplied by"),
    .number(
      "emaDecay", \.emaDecay, .share, title: "Decay of the weights' average",
      zeroIsOff: true, formerNames: ["weightAverageDecay"],
      "exponential moving average of weights and running statistics, which is then validated and "
        + "kept; 0 = off, 0.999 is usual"),
  ]

  private static let loss: [SettingDescription<TrainingSettings>] =
    [
      .number(
        "labelSmoothing", \.labelSmoothing, .share, title: "Label smoothing", zeroIsOff: true,
        only: expressionModels, "ε of Szegedy et al. 2016"),
      .choice(
        "ageLoss", \.ageLoss, title: "Age loss", only: ageEstimators,
        words: {
          [
            .absoluteError: "mean absolute error", .huber: "Huber",
            .distribution: "distribution over years",
          ][$0]
        }, "see below"),
      .number(
        "huberDeltaInYears", \.huberDeltaInYears, .positive, unit: "years", title: "Huber δ",
        only: ageEstimators, isUsed: { $0.ageLoss == .huber },
        "of `huber`: the error from which on it grows linearly"),
      .choice(
        "ageEstimate", \.ageEstimate, title: "Estimated age", only: ageEstimators,
        words: { $0 == .mean ? nil : $0.rawValue },
        "of `distribution`: which value of it is the estimated age. The mean of a child that may be an "
          + "adult lies between both, the median with the child"),
    ]
    + DistanceLossSettings.descriptions.map { $0.of("distanceLoss", \.distanceLoss) }
    + [
      .choice(
        "classWeights", \.classWeights, title: "Class weights", only: expressionModels,
        words: {
          [.inverse: "1/n", .effectiveNumber: "effective number"][$0]
        },
        "1/n, or (1 − β)/(1 − βⁿ) with β = 0.999 (Cui et al. 2019, equation 2); mean 1 over the "
          + "classes that occur; a class without training faces weighs 1"),
      .number(
        "logitAdjustment", \.logitAdjustment, .between(0, and: 1), title: "Logit adjustment τ",
        zeroIsOff: true, only: expressionModels,
        "−τ·log of a label's share of the training faces is added to its logit when training ends "
          + "(Menon et al. 2021, equation 9), so that rare labels are not missed for being rare; 1 = as if "
          + "all were equally frequent, 0 = off; meant for `sampling` `every_face_once` and equal `classWeights`"
      ),
      .other(
        "learnsFromVotes", \.learnsFromVotes, values: "`true`, `false`", title: "Learns from votes",
        only: expressionModels, "raters' shares as targets where a face has `votes`"
      ) { $0 ? "yes" : nil },
      .other(
        "averagesMirrorImage", \.averagesMirrorImage, values: "`true`, `false`",
        title: "Averages the mirror image", only: expressionModels,
        "whether a prediction is the mean of those for a face and for its mirror image, which takes "
          + "twice as long; an age always is"
      ) { $0 ? "yes" : nil },
      .number(
        "centralCrop", \.centralCrop, .between(0.5, and: 1), title: "Central crop",
        "the share of the side, in the middle of each image, that the model is asked about; random crops enlarge "
          + "the faces that it learns from, and this enlarges others alike (Touvron et al. 2019); 1 = the whole "
          + "image"),
    ]

  private static let faces: [SettingDescription<TrainingSettings>] =
    [
      .choice(
        "sampling", \.sampling, title: "Sampling", words: { $0 == .balanced ? "balanced" : nil },
        "`balanced` draws a class (an emotion; an age group for ages), then a face of it"),
      .number(
        "mixup", \.mixup, .between(0, and: 1), title: "Mixup α", zeroIsOff: true,
        "weighted means of pairs of faces and targets, weight from Beta(α, α) (Zhang et al. 2018); "
          + "0 = off"),
    ] + AugmentationSettings.descriptions.map { $0.of("augmentation", \.augmentation) }
    + [
      .number(
        "batchSize", \.batchSize, .whole(2...4096), unit: "faces", title: "Batch size",
        "faces of a step at most"),
      .number(
        "calibrationShare", \.calibrationShare, .share,
        title: "Share of validation subjects that calibrates", zeroIsOff: true,
        "the share of the validation faces, by subject, that calibrates instead of choosing the "
          + "epoch; [see below](#which-validation-faces-do-what)"),
    ]

  private static let end: [SettingDescription<TrainingSettings>] = [
    .choice(
      "precision", \.precision, title: "Precision",
      words: { $0 == .automatic ? nil : $0.rawValue },
      "what the network computes in while it trains (PyTorch's autocast); losses, weights and their "
        + "updates stay float32. `auto`: bfloat16 on a GPU, float32 on the CPU; `float64`: all in double "
        + "precision, to compare trainings"),
    .number(
      "epochs", \.epochs, .whole(1...10_000), title: "Maximum epochs",
      "largest number of passes over the training faces"),
    .number(
      "patience", \.patience, .notNegative, unit: "epochs", title: "Patience", zeroIsOff: true,
      "epochs that are not better on the validation faces before training stops; 0 never stops early"
    ),
    .other(
      "seed", \.seed, values: "whole number", title: "Seed",
      "of every random choice; in a study the "
        + "study's own is taken"
    ) { _ in nil },
  ]
}
