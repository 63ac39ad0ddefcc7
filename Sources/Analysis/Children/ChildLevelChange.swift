import Faces
import Statistics

/// How one model's predictions change with age within and between subjects who were seen at several ages.
public struct ChildLevelChange: Codable, Sendable, Equatable {
  /// "infant", "adult".
  public var model: String
  /// Test faces of known age, and the subjects they show.
  public var n: Int
  public var subjects: Int
  /// Subjects younger than the adults' group at first who have faces a year or more apart.
  public var seenAgain: Int
  /// Median of the years between their first and their last face.
  public var medianYears: Double
  /// nil where outcomes of children are too much alike.
  public var trend: WithinAndBetween?
  /// nil where the data have no clear curve.
  public var change: ChangeOfSubjects?

  /// The chance of a right prediction over children's age, in odds ratios a year: logit p = α + β_b · (mean age of the
  /// child) + β_w · (age − mean age of the child) + an effect of the label + u, u normal over children (Neuhaus & Kalbfleisch 1998,
  /// doi 10.2307/3109770).
  public struct WithinAndBetween: Codable, Sendable, Equatable {
    /// Faces of children, and the children.
    public var n: Int
    public var children: Int
    /// Of one child a year older.
    public var within: Estimate
    /// Of children who are a year older on average.
    public var between: Estimate
    /// Wald's test that both are the same.
    public var difference: TestResult?
    /// The share of the latent variance that is between children of one age.
    public var intraclassCorrelation: Double
  }

  /// The age at which subjects change, where each has an age of its own (`IndividualChange`).
  public struct ChangeOfSubjects: Codable, Sendable, Equatable {
    /// The mean over subjects.
    public var meanAge: BoundedAge
    /// The standard deviation between subjects in years, with its interval.
    public var standardDeviation: Double
    public var standardDeviationInterval: OpenInterval
    /// Likelihood-ratio test that all change at one age.
    public var commonAge: TestResult
    /// The curve of a subject who changes at the mean age.
    public var curve: TransitionCurve
    /// The midpoint and the scale of the one curve through all faces.
    public var pooledCurve: TransitionCurve
    /// The standard deviation of subjects' levels, on the logit scale.
    public var levelStandardDeviation: Double
    /// Of subjects seen again, from the youngest on.
    public var ages: [SubjectAge]

    /// How much longer the group takes than one of its subjects: the ratio of the scales.
    var flattening: Double { pooledCurve.scale / curve.scale }
  }

  /// When one subject changed: mean and standard deviation of what its faces leave open.
  public struct SubjectAge: Codable, Sendable, Equatable {
    public var ageInYears: Double
    public var standardDeviationInYears: Double
  }
}
