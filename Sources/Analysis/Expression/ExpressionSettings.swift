import Faces
import Support

/// What the analysis does with the faces; the defaults are those of docs/results/expression.md.
public struct ExpressionSettings: Sendable, Codable, Equatable {
  /// What is compared between faces. Others than the default need another `shareCurvature`.
  public var features = ExpressionFeatures.gradients
  /// By what images are registered; features that are landmarks are registered by themselves.
  public var registration = ExpressionRegistration.images
  /// The age groups that the ends are taken from; nil for the study's.
  public var ageGroups: AgeGrouping?
  /// The two ends between which expressions may develop: the youngest up to the first age, adults above
  /// the second, in years.
  public var toddlersUpToYears = 3.0
  public var adultsAboveYears = 17.0
  /// Principal components of the features that are kept.
  public var components = 80
  /// What is added to the diagonal of covariance matrices, as a share of their mean eigenvalue.
  public var ridge = 0.1
  /// The gate is open where the correlation of the two ends' distances, with 1.645 standard errors
  /// added, stays below this.
  public var gateThreshold = 0.75
  /// Controls, whose expressions are the same, must reach this correlation, up to 1.645 standard errors.
  public var controlThreshold = 0.85
  /// Heads are not warped where toddlers' mean face, or mean shape of landmarks, is less than this many times
  /// as far from adults' as two halves of adults are from each other.
  public var leastHeadDistance = 3.0
  /// The least likelihood ratio of a step over what heads explain.
  public var leastLikelihoodRatio = 15.0
  /// κ, how concave the share of adults' configuration is in the share w of the adult expression:
  /// w + κ·w·(1 − w).
  public var shareCurvature = ExpressionFeatures.gradients.shareCurvature
  /// τ, the standard deviation of slow changes of that share that the head's distance does not explain.
  public var slowChange = 0.03
  /// What not knowing the shape of the step adds to the age's standard error, in widths of the step.
  public var shapeAllowance = 0.15
  /// How the errors of a subject's estimated ages correlate between two faces.
  public var ageErrorCorrelation = 0.4
  /// The standard deviation, before it is halved, of the half-normal prior of how much emotions' ages differ,
  /// in years.
  public var differenceBetweenEmotions = 2.0
  /// The least step over age of what is no expression, as images' sharpness, that is told, in standard
  /// deviations of faces of one age and emotion.
  public var leastConditionStep = 0.5
  /// The standard deviation, in the same unit, of slow changes of it, which are no steps.
  public var slowChangeOfConditions = 0.3
  /// How near the interval of the age such a step keeps it from being claimed, in years.
  public var rivalWithinYears = 1.0
  /// By how much the mean probability of being right may differ between the labels of the two ends.
  public var leastLabelFitDifference = 0.03
  /// Resamples of subjects for the gate, and for the interval of the age.
  public var gateResamples = 100
  public var timingResamples = 40
  public var seed: UInt64 = 1

  /// The age in years from which heads are adults' and stay as they are.
  package static let adultHeadsFromYears = 19.0
  /// As many as there are features.
  static let mostComponents = 256

  /// The defaults for some features.
  public init(features: ExpressionFeatures = .gradients) {
    self.features = features
    shareCurvature = features.shareCurvature
  }

  /// Takes for the ends the groups that the infant and the adult model are trained on; adults' heads have
  /// to be grown, so a group that begins later counts from 17 years on.
  package mutating func take(_ ages: AgeGrouping) {
    ageGroups = ages == .study ? nil : ages
    toddlersUpToYears = ages.ages(of: ages.infant).upTo ?? toddlersUpToYears
    let adults = ages.ages(of: ages.adult).above
    adultsAboveYears =
      adults < Self.adultHeadsFromYears ? adults : ExpressionSettings().adultsAboveYears
  }

  /// Whether faces need landmarks.
  package var usesLandmarks: Bool { features == .landmarks || registration == .landmarks }

  /// "toddlers": the young end.
  package var young: String {
    let ages = ageGroups ?? .study
    return ages.ages(of: ages.infant).upTo == toddlersUpToYears
      ? ages.plural(of: ages.infant)
      : "children up to \(ManifestNumber.text(toddlersUpToYears)) years"
  }

  /// "adults": the other end.
  package var grown: String {
    let ages = ageGroups ?? .study
    return ages.ages(of: ages.adult).above == adultsAboveYears
      ? ages.plural(of: ages.adult) : "people above \(ManifestNumber.text(adultsAboveYears)) years"
  }

  /// - Throws: `SmilestoneError` (usage) naming the first setting that cannot be used.
  public func validate() throws {
    try requireValidValues()
    guard toddlersUpToYears < adultsAboveYears else {
      throw SmilestoneError.usage(
        "The setting toddlersUpToYears is \(toddlersUpToYears), and adultsAboveYears is "
          + "\(adultsAboveYears).", remedy: "Toddlers must be younger than adults.")
    }
  }
}

extension ExpressionSettings {
  /// Settings that earlier versions did not have get their defaults.
  public init(from decoder: any Decoder) throws {
    self.init()
    let container = try decoder.container(keyedBy: CodingKeys.self)
    func number(_ key: CodingKeys) throws -> Double {
      try container.decode(Double.self, forKey: key)
    }
    features = try container.decode(ExpressionFeatures.self, forKey: .features)
    registration =
      try container.decodeIfPresent(ExpressionRegistration.self, forKey: .registration)
      ?? registration
    ageGroups = try container.decodeIfPresent(AgeGrouping.self, forKey: .ageGroups)
    toddlersUpToYears = try number(.toddlersUpToYears)
    adultsAboveYears = try number(.adultsAboveYears)
    components = try container.decode(Int.self, forKey: .components)
    ridge = try number(.ridge)
    gateThreshold = try number(.gateThreshold)
    controlThreshold = try number(.controlThreshold)
    leastHeadDistance = try number(.leastHeadDistance)
    leastLikelihoodRatio = try number(.leastLikelihoodRatio)
    shareCurvature = try number(.shareCurvature)
    slowChange = try number(.slowChange)
    shapeAllowance = try number(.shapeAllowance)
    ageErrorCorrelation = try number(.ageErrorCorrelation)
    gateResamples = try container.decode(Int.self, forKey: .gateResamples)
    timingResamples = try container.decode(Int.self, forKey: .timingResamples)
    seed = try container.decode(UInt64.self, forKey: .seed)
    for (key, setting) in [
      (CodingKeys.differenceBetweenEmotions, \ExpressionSettings.differenceBetweenEmotions),
      (.leastConditionStep, \.leastConditionStep),
      (.slowChangeOfConditions, \.slowChangeOfConditions),
      (.rivalWithinYears, \.rivalWithinYears),
      (.leastLabelFitDifference, \.leastLabelFitDifference),
    ] as [(CodingKeys, WritableKeyPath<ExpressionSettings, Double>)] where container.contains(key) {
      self[keyPath: setting] = try number(key)
    }
  }
}
