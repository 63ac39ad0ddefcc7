import Presentation
import Support

/// What simulation says of a planned study: planning.json.
public struct StudyPrediction: Codable, Sendable, Equatable {
  /// The version of the format that this program writes.
  public static let currentFormat = 1

  public var format = StudyPrediction.currentFormat
  /// Seed and number of simulated studies of each design; the prediction rests on twice as many.
  public var seed: UInt64
  public var studies: Int
  /// The design; where an aim was stated and reached, with the smallest number of children that does.
  public var design: StudyDesign
  public var expected: ExpectedModels
  public var target: PlanTarget
  /// The age that the expected curves have, in years.
  public var truthInYears: Double
  /// What each number of children that was tried reaches, ascending.
  public var curve: [DesignPerformance]
  /// Whether an aim was stated and a number of children reaches it.
  public var isReached = false
  /// What `design` reaches, in studies that took no part in choosing it; nil where the aim is not reached.
  public var predicted: DesignPerformance?
  /// How many subjects the whole archive needs; nil where the design is not reached, or the share that is tested was not
  /// said.
  public var archive: ArchiveSize?
  /// The same children at other ages: the design's own first, then as they were given.
  public var candidates: [DesignPerformance] = []

  init(
    settings: PlanSettings, design: StudyDesign, expected: ExpectedModels, target: PlanTarget,
    truthInYears: Double, curve: [DesignPerformance]
  ) {
    seed = settings.seed
    studies = settings.studies
    self.design = design
    self.expected = expected
    self.target = target
    self.truthInYears = truthInYears
    self.curve = curve
  }

  /// The subjects of an archive of which a study tests a share.
  public struct ArchiveSize: Codable, Sendable, Equatable {
    /// The share of subjects that is tested, above 0 and at most 1; the others train and validate.
    public var testShare: Double
    public var children: Int
    public var adults: Int

    init(of tested: DesignPerformance, testShare: Double) {
      self.testShare = testShare
      // A hair less, so that 15% of 1,600 are 240 whatever their last binary digit.
      func all(_ count: Int) -> Int { Int((Double(count) / testShare - 1e-6).rounded(.up)) }
      (children, adults) = (all(tested.children), all(tested.adults))
    }

    /// "1,600 children and 400 adults in the archive, of whom 15% are tested".
    package var inWords: String {
      "\(Format.count(children)) children and \(Format.count(adults)) adults in the archive, of whom "
        + "\(AgeSpan.text(100 * testShare))% are tested"
    }
  }

  /// The ages that locate the change best: most studies with an interval as narrow as is aimed at, or else
  /// that find an age; nil where no ages were compared.
  public var bestAges: DesignPerformance? {
    candidates.max { Self.merit($0) < Self.merit($1) }
  }

  private static func merit(_ performance: DesignPerformance) -> (Double, Double) {
    (
      (performance.narrowEnough ?? performance.found).value,
      -(performance.medianWidthInYears ?? .infinity)
    )
  }
}
