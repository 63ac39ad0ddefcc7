import Faces
import Support

/// What a synthetic cohort is drawn from.
public struct SyntheticCohortSettings: Sendable, Equatable, Codable {
  public var kind: CohortKind
  public var seed: UInt64
  public var subjects: Int
  public var imagesPerSubject: Int
  /// Width and height of the images.
  public var sizeInPixels: Int
  /// What labels and age groups are drawn.
  public var vocabulary: Vocabulary
  public var transition: ExpressionTransition
  /// What else changes with age, or changes otherwise; nil for nothing.
  public var development: CohortDevelopment?
  /// The share of the subjects in each age group, youngest first; scaled to a sum of one.
  ///
  /// Within a group ages are uniform: 0.3 to 3, 3 to 8, 8 to 12, 12 to 17 and 17 to 60 years of the study's.
  /// Default: .25, .15, .15, .15, .30 (of other groups .25 and .30 of those that the models learn from, and
  /// .45 of the others together), so that both models have faces to learn from, every group
  /// has enough to be tested on, and no age up to 17 is missing.
  public var ageGroupShares: [Double]
  /// How many simulated raters judge each face.
  public var raters: Int
  /// How unsure a rater is: the standard deviation τ of what is seen of each facial action.
  /// Default 0.5: in the cohort `both`, 88 % of the votes on an adult's face agree with its label,
  /// and 73 % of those on a toddler's; with ten raters 1 to 4 % of the labels are not the ones that
  /// thousands of raters would give.
  public var raterUncertainty: Double
  /// The standard deviation of each facial action around its prototype. Default 0.12.
  public var actionNoise: Double
  /// Pose, light, blur, noise and occluders: 0 none, 1 the default.
  public var nuisanceStrength: Double

  public init(
    kind: CohortKind = .both, seed: UInt64 = 1, subjects: Int = 500, imagesPerSubject: Int = 4,
    sizeInPixels: Int = 96, vocabulary: Vocabulary = .study,
    transition: ExpressionTransition = ExpressionTransition(),
    development: CohortDevelopment? = nil,
    ageGroupShares: [Double]? = nil, raters: Int = 10,
    raterUncertainty: Double = 0.5, actionNoise: Double = 0.12, nuisanceStrength: Double = 1
  ) {
    self.kind = kind
    self.seed = seed
    self.subjects = subjects
    self.imagesPerSubject = imagesPerSubject
    self.sizeInPixels = sizeInPixels
    self.vocabulary = vocabulary
    self.transition = transition
    self.development = development
    self.ageGroupShares = ageGroupShares ?? Self.shares(of: vocabulary.ages)
    self.raters = raters
    self.raterUncertainty = raterUncertainty
    self.actionNoise = actionNoise
    self.nuisanceStrength = nuisanceStrength
  }

  /// What can be drawn: more would fill a disk.
  public static let subjectRange = 1...1_000_000
  public static let imagesPerSubjectRange = 1...1000

  public static let sizesInPixels = 16...1024

  /// - Throws: `SmilestoneError` (usage) naming the first setting that cannot be used.
  public func validate() throws {
    try requireValidValues()
    try drawnLabels.validate()
    if let problem = development?.problem {
      throw SmilestoneError.usage(
        "The setting development cannot be used: \(problem).",
        remedy: "docs/synthetic.md has examples."
      )
    }
    guard
      ageGroupShares.count == vocabulary.ages.count,
      ageGroupShares.allSatisfy({ $0 >= 0 && $0.isFinite }),
      ageGroupShares.contains(where: { $0 > 0 })
    else {
      throw SmilestoneError.usage(
        "The setting ageGroupShares cannot be \(ageGroupShares).",
        remedy:
          "It must be \(vocabulary.ages.countInWords) numbers that are not negative, not all zero.")
    }
  }

  private static func shares(of ages: AgeGrouping) -> [Double] {
    ages.groups.map { group in
      switch group {
      case ages.infant: 0.25
      case ages.adult: 0.30
      default: 0.45 / Double(ages.count - 2)
      }
    }
  }

  var drawnLabels: DrawnLabels { DrawnLabels(vocabulary.labels) }
}
