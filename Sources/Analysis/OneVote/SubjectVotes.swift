import Faces
import Statistics

/// One model's accuracies, trend and transition age where every subject counts the same in an age group.
///
/// A face of a subject with n faces in an age group counts 1/n there (Williamson, Datta & Satten 2003, doi
/// 10.1111/1541-0420.00005). Where hard subjects give more faces, this is the accuracy of subjects, which the mean over faces
/// is not.
public struct SubjectVotes: Codable, Sendable, Equatable {
  /// "infant" or "adult".
  public var model: String
  /// One entry for each age group with labelled test faces, youngest first.
  public var groups: [Group]
  /// The change of accuracy from one age group to the next, by least squares, every subject counting once in each of its
  /// groups; nil where it is undefined.
  public var trend: TestedEstimate?
  /// The same of all faces.
  public var trendByFace: TestedEstimate?
  /// The transition age; nil where no curve can be fitted.
  public var transition: Transition?

  /// An age group.
  public struct Group: Codable, Sendable, Equatable {
    public var ageGroup: AgeGroup
    /// Test faces, the subjects that they show, and how many faces the subject with the most has.
    public var n: Int
    public var subjects: Int
    public var mostFacesOfSubject: Int
    /// The share of faces that are named correctly.
    public var byFace: Double
    /// The mean over subjects of their own shares, with Student's t interval cut at 0 and 1; nil for one subject.
    public var bySubject: Estimate?
    /// `bySubject` minus `byFace`, with a cluster-robust t interval: what the numbers of faces carry; nil where subjects do not
    /// vary.
    public var difference: Estimate?
  }

  /// Of the curve over age.
  public struct Transition: Codable, Sendable, Equatable {
    /// Every subject counts once in each of its age groups; ages are taken as they are given.
    public var age: BoundedAge
    /// The midpoint of the same curve where every face counts once, in years.
    public var ageByFaceInYears: Double
    /// Whether a curve of one step is the nearest; else the age is none to quote.
    public var isSingleStep: Bool

    /// The age where it is one to quote.
    public var quotedAgeInYears: Double? { isSingleStep ? age.boundedAgeInYears : nil }
  }
}

extension SubjectVotes {
  init(
    _ predictions: ModelPredictions, aged: [AgedPrediction], ages: AgeGrouping,
    settings: EvaluationSettings
  ) throws {
    model = predictions.model
    let counts = CrossAgeCounts(predictions.test, ages: ages)
    let count = ages.count
    var votes = ClusterSums(count: counts.sums.count, width: 2 * count)
    for subject in 0..<votes.count {
      for group in 0..<count where counts.sums[subject, group] > 0 {
        votes[subject, group] = 1
        votes[subject, count + group] =
          counts.sums[subject, count + group] / counts.sums[subject, group]
      }
    }
    groups = try ages.groups.compactMap {
      try Group($0, counts: counts, votes: votes, level: settings.level)
    }
    let scores = (0..<count).map(Double.init)
    let hasTrend = groups.count > 2
    trend =
      hasTrend ? try clusterRobustSlope(of: votes, scores: scores, level: settings.level) : nil
    trendByFace =
      hasTrend
      ? try clusterRobustSlope(of: counts.sums, scores: scores, level: settings.level) : nil
    transition = try Transition(
      aged, ages: ages,
      settings: TransitionSettings(
        seed: settings.seed, level: settings.level, vocabulary: settings.vocabulary),
      stream: "one-vote/\(predictions.model)")
  }

  /// Whether subjects of some age group differ in how many faces they have.
  var hasUnequalSizes: Bool {
    groups.contains { $0.mostFacesOfSubject * $0.subjects > $0.n }
  }
}

extension SubjectVotes.Group {
  fileprivate init?(
    _ group: AgeGroup, counts: CrossAgeCounts, votes: ClusterSums, level: Double
  ) throws {
    let place = counts.ages.index(of: group)
    let present = (0..<votes.count).filter { votes[$0, place] > 0 }
    guard let byFace = counts.share(group), !present.isEmpty else { return nil }
    let shares = present.map { votes[$0, votes.width / 2 + place] }
    let faces = present.map { counts.sums[$0, place] }
    ageGroup = group
    n = counts.trials[place]
    subjects = present.count
    mostFacesOfSubject = Int(faces.max() ?? 0)
    self.byFace = byFace
    var bySubject = try meanInterval(shares, level: level)
    if let interval = bySubject {
      bySubject?.lower = max(0, interval.lower)
      bySubject?.upper = min(1, interval.upper)
    }
    self.bySubject = bySubject
    let mean = shares.reduce(0, +) / Double(shares.count)
    // How much the difference changes with each subject: subjects' mean, minus the ratio of two sums over them.
    let influences = zip(shares, faces).map { share, own in
      (share - mean) - own * (share - byFace) * Double(shares.count) / Double(n)
    }
    if let interval = try meanInterval(influences, level: level), interval.upper > interval.lower {
      difference = Estimate(
        value: mean - byFace, lower: mean - byFace + interval.lower - interval.value,
        upper: mean - byFace + interval.upper - interval.value, level: level,
        method: "cluster-robust t")
    }
  }
}

extension SubjectVotes.Transition {
  fileprivate init?(
    _ predictions: [AgedPrediction], ages: AgeGrouping, settings: TransitionSettings, stream: String
  ) throws {
    var settings = settings
    guard let byFace = try TransitionSample(predictions, ages: ages, settings: settings)?.fit()
    else { return nil }
    settings.givesSubjectsOneVote = true
    guard let sample = try TransitionSample(predictions, ages: ages, settings: settings),
      let fit = sample.fit()
    else { return nil }
    age = BoundedAge(
      ageInYears: fit.curve.midpoint, interval: try sample.profileInterval(of: fit, stream: stream),
      searched: sample.fitter.midpoints)
    ageByFaceInYears = byFace.curve.midpoint
    isSingleStep = sample.bestShape(fit) ?? .logistic == .logistic
  }
}
