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
