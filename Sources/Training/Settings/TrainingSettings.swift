import Models
import Support

/// Every setting of one training run. The defaults are the study's where it states one.
public struct TrainingSettings: Codable, Sendable, Equatable {
  // MARK: The model

  /// Which network.
  public var architecture: Architecture = .resNet18
  /// Weights that the network starts from, its head aside: a file (.pth, .pt or .safetensors, with
  /// torchvision's or timm's names) or the name of cached weights ("resnet18"); nil for random
  /// weights.
  public var initialWeights: String?
  /// The labels of these weights' head, in the order of its outputs: the head then starts from theirs.
  /// `["file"]` for those that a model of this program states; nil for a new head.
  public var initialHeadLabels: [String]?
  /// Side of the square images, in pixels; some networks take multiples of their patches' side
  /// alone.
  public var imageSize = 224
  /// Layers that keep their initial weights ("layer1", "features.0", "blocks.0").
  public var frozenLayers: [String] = []
  /// Share of features set to zero before the last layer, 0 ..< 1.
  public var dropout = 0.5

  // MARK: The optimiser

  public var optimiser: OptimiserKind = .adam
  /// Step size at its highest.
  public var learningRate = 5e-4
  /// Strength of weight decay; how it acts is the optimiser's.
  public var weightDecay = 5e-4
  /// Of `sgd`: the share of the last step that is taken again.
  public var momentum = 0.9
  /// Largest Euclidean norm of all gradients together; longer ones are scaled down. 0: no limit.
  public var maxGradientNorm = 0.0
  public var schedule: LearningRateSchedule = .constant
  /// Epochs over which the step size first grows linearly; 0 for none.
  public var warmUpEpochs = 0.0
  /// Of the schedule `plateau`: epochs that are not better on the validation faces before the
  /// step size falls, and the factor by which it falls.
  public var plateauPatience = 3
  public var plateauFactor = 0.1
  /// Decay of the exponential moving average of the weights, which is then what is validated and
  /// kept; 0 for none, 0.999 is usual.
  public var emaDecay = 0.0

  // MARK: The loss

  /// Label smoothing of the cross-entropy, 0 ..< 1; expression models only.
  public var labelSmoothing = 0.05
  /// What an age estimator learns; age estimators only.
  public var ageLoss: AgeLoss = .absoluteError
  /// Of the age loss `huber`: the error in years from which on it grows linearly.
  public var huberDeltaInYears = 5.0
  /// Which value of the distribution is the estimated age; age estimators that learn one only.
  public var ageEstimate: AgeSummary = .mean
  /// The distance term; expression models only.
  public var distanceLoss = DistanceLossSettings()
  /// What rare emotions weigh; expression models only.
  public var classWeights: ClassWeights = .equal
  /// τ of the logit adjustment, 0 ... 1: how much of the labels' frequencies among the training faces
  /// is taken out of the answers; expression models only.
  public var logitAdjustment = 0.0
  /// Whether an expression model learns the shares of raters' votes where a face has votes.
  public var learnsFromVotes = false
  /// Whether an expression model's prediction is the mean over a face and its mirror image, as an age
  /// estimator's always is.
  public var averagesMirrorImage = false
  /// The share of an image's side that the model is asked about (`CentralCrop`), 0.5 ... 1; 1 for all.
  public var centralCrop = 1.0

  // MARK: The faces

  /// How an epoch's faces are chosen.
  public var sampling: Sampling = .everyFaceOnce
  /// α of mixup's Beta(α, α), 0 ... 1; 0 mixes nothing.
  public var mixup = 0.0
  public var augmentation = AugmentationSettings.study
  /// Faces per step at most.
  public var batchSize = 64

  /// The share of the validation faces, by subject, that does not choose the epoch but calibrates:
  /// the intervals of ages, the temperature of expressions. 0 lets all choose it; ages then have no
  /// calibrated intervals.
  public var calibrationShare = 0.5

  // MARK: The computation

  /// What the network computes in while it trains; losses, weights and their updates are float32.
  public var precision: Precision = .automatic

  // MARK: The end

  /// Largest number of passes over the training faces.
  public var epochs = 28
  /// Epochs that are not better on the validation faces before training stops; 0 never stops early.
  public var patience = 8
  public var seed: UInt64 = 1

  public init() {}

  /// - Throws: `SmilestoneError.usage` that names the first setting out of its range.
  public func validate() throws {
    try architecture.requireFit(imageSize: imageSize)
    try requireValidValues()
  }
}

extension TrainingSettings {
  /// The head of an expression model with these settings.
  /// - Parameter labels: how many its scheme has.
  public func expressionHead(labels: Int) -> Head { .expression(dropout: dropout, outputs: labels) }

  /// The head of an age estimator with these settings.
  public var ageHead: Head {
    switch ageLoss {
    case .absoluteError, .huber: .age(dropout: dropout)
    case .distribution: .ageDistribution(dropout: dropout)
    }
  }
}

/// How weights follow their gradients.
public enum OptimiserKind: String, Codable, Sendable, CaseIterable {
  /// Adam; weight decay is added to the gradient (L2, as `torch.optim.Adam`; the study's).
  case adam
  /// Adam with decoupled weight decay (AdamW, Loshchilov & Hutter 2019).
  case adamW = "adamw"
  /// Stochastic gradient descent with momentum; weight decay is added to the gradient.
  case sgd
}

/// What an age estimator minimises.
public enum AgeLoss: String, Codable, Sendable, CaseIterable {
  /// Mean absolute error of one number (the study's).
  case absoluteError = "l1"
  /// Mean Huber loss of one number (Huber 1964).
  case huber
  /// Cross-entropy over whole years plus the error of their mean; gives a standard deviation too.
  case distribution
}

/// What stands for a distribution over ages.
public enum AgeSummary: String, Codable, Sendable, CaseIterable {
  /// Has the smallest squared error.
  case mean
  /// Has the smallest absolute error; a small chance that a child is an adult moves it little.
  case median
}

/// What a class weighs in the cross-entropy. Weights are scaled to a mean of 1 over the classes
/// that occur.
public enum ClassWeights: String, Codable, Sendable, CaseIterable {
  case equal
  /// 1/n, n the class's number of training faces.
  case inverse
  /// (1 − β)/(1 − βⁿ) with β = 0.999 (Cui et al. 2019, "Class-balanced loss", equation 2).
  case effectiveNumber = "effective_number"
}

/// How the faces of an epoch are chosen; an epoch always has as many as there are training faces.
public enum Sampling: String, Codable, Sendable, CaseIterable {
  /// Each once, in random order.
  case everyFaceOnce = "every_face_once"
  /// Drawn with replacement: a class at random, then one of its faces. Classes are the emotions,
  /// or the five age groups for an age estimator.
  case balanced
}

/// What a network computes in.
public enum Precision: String, Codable, Sendable, CaseIterable {
  /// bfloat16 on a GPU, float32 on the CPU.
  case automatic = "auto"
  case float32
  /// Convolutions and matrix products in bfloat16 (PyTorch's `torch.autocast`).
  case bfloat16
  /// All in float64, losses, weights and their updates too, to compare trainings.
  case float64
}
