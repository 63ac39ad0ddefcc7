import Datasets
import Faces
import Imaging
import Training

extension StudyConfiguration {
  /// The settings of a preset; the documentation of each is in docs/presets.md.
  public init(preset: Preset) {
    switch preset {
    case .synthetic: self = .synthetic
    case .open: self = .open
    case .scratch: self = .scratch
    case .paper: self = .paper
    }
  }

  /// Synthetic faces in colour at 48 px, trained from scratch in a few minutes on two cores.
  private static var synthetic: StudyConfiguration {
    var age = fromScratch(epochs: 5)
    // Drawing is cheap, and where an age may lie takes hundreds of subjects to learn: 700 subjects
    // train, 140 choose the epoch, 420 calibrate and 140 test.
    age.calibrationShare = 0.75
    let infant = fromScratch(epochs: 13)
    let adult = fromScratch(epochs: 13)
    return StudyConfiguration(
      preset: .synthetic, colour: .colour, data: StudyData(),
      ageSplit: SplitFractions(train: 0.5, validation: 0.4, test: 0.1), age: age, infant: infant,
      adult: adult)
  }

  /// Grey photographs at 104 and 150 px, learnt by networks that know faces (docs/results/open.md).
  private static var open: StudyConfiguration {
    var age = fromFaces(epochs: 16, learningRate: 1e-4, imageSize: 104).regularised
    // A child whom the network may take for an adult is estimated as one of both, not between them.
    age.ageEstimate = .median
    let infant = fromFaces(epochs: 20, learningRate: 2e-4, imageSize: 150)
    var adult = fromFaces(epochs: 16, learningRate: 2e-4, imageSize: 150)
    // Few faces are helped by a pull to their classes' centres, many are held up.
    adult.distanceLoss.weight = 0
    // Its faces are many, and what people saw in them is noisy.
    adult.labelSmoothing = 0.1
    adult.mixup = 0.2
    // One face in seventy is disgusted. The infant model has too few rare faces to know what they are
    // adjusted to.
    adult.logitAdjustment = 0.7
    return StudyConfiguration(
      preset: .open, colour: .grey, data: StudyData(), age: age, infant: infant, adult: adult)
  }

  /// What a network that knows faces takes to learn ages and expressions in few epochs: rates so low that it
  /// does not forget them. Its weights are named where the command is (`InitialWeights.namingCached`).
  private static func fromFaces(
    epochs: Int, learningRate: Double, imageSize: Int
  ) -> TrainingSettings {
    var settings = fromScratch(epochs: epochs)
    settings.architecture = .dlibFaceResNet
    settings.learningRate = learningRate
    settings.imageSize = imageSize
    settings.batchSize = 64
    settings.dropout = 0.2
    settings.averagesMirrorImage = true
    settings.augmentation.smallestCrop = 0.7
    // The mean share of the side of such crops.
    settings.centralCrop = 0.92
    settings.augmentation.rotationInDegrees = 10
    settings.augmentation.outside = .mirrored
    settings.augmentation.translation = 0
    return settings
  }

  /// Grey photographs at 48 px, trained from scratch in about 45 minutes on two cores.
  private static var scratch: StudyConfiguration {
    let age = fromScratch(epochs: 16)
    var infant = fromScratch(epochs: 28)
    infant.dropout = 0.5
    infant.learningRate = 5e-4
    var adult = fromScratch(epochs: 7)
    adult.batchSize = 64
    return StudyConfiguration(
      preset: .scratch, colour: .grey, data: StudyData(), age: age, infant: infant, adult: adult)
  }

  /// What training small images from random weights in few epochs needs: a higher rate that
  /// rises and falls, small batches for more steps, no frozen layers, and little that makes the
  /// task harder (dropout, rotation, strong changes of colour).
  private static func fromScratch(epochs: Int) -> TrainingSettings {
    var settings = TrainingSettings()
    settings.imageSize = 48
    settings.batchSize = 32
    settings.dropout = 0
    settings.ageLoss = .distribution
    settings.learningRate = 1e-3
    settings.weightDecay = 0
    settings.schedule = .oneCycle
    settings.epochs = epochs
    // The rate falls to almost nothing at the end, so stopping before it would waste the run.
    settings.patience = 0
    settings.augmentation = .none
    settings.augmentation.flipProbability = 0.5
    settings.augmentation.interpolation = .bilinear
    settings.augmentation.translation = 0.08
    settings.augmentation.brightness = 0.1
    settings.augmentation.contrast = 0.1
    return settings
  }

  /// The study's own settings (STUDY's tables); what it leaves open is ours: the age estimator's
  /// learning rate 1e-4 with 30 epochs at most, the adult model's 100 epochs at most and its
  /// distance loss as the infant model's.
  private static var paper: StudyConfiguration {
    var age = TrainingSettings()
    age.architecture = .resNet50
    age.imageSize = 128
    age.dropout = 0.2
    age.learningRate = 1e-4
    age.weightDecay = 0
    age.epochs = 30
    let infant = TrainingSettings()
    var adult = TrainingSettings()
    adult.frozenLayers = ["layer1"]
    adult.dropout = 0.7
    adult.learningRate = 1e-5
    adult.weightDecay = 2e-3
    adult.epochs = 100
    return StudyConfiguration(
      preset: .paper, colour: .colour, data: StudyData(), age: age, infant: infant, adult: adult)
  }
}

extension TrainingSettings {
  /// What lets many passes over thousands of faces still teach something.
  fileprivate var regularised: TrainingSettings {
    var settings = self
    settings.optimiser = .adamW
    settings.weightDecay = 0.05
    settings.dropout = 0.3
    settings.augmentation.erasingProbability = 0.25
    settings.augmentation.brightness = 0.2
    settings.augmentation.contrast = 0.2
    return settings
  }
}
