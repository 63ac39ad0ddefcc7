import Faces
import Statistics

/// How far one model's accuracy depends on who judges: it is right of a face for a rater where it names what this rater named.
public struct RaterEffects: Codable, Sendable, Equatable {
  /// "infant", "adult".
  public var model: String
  /// Labels of test faces by named raters, the faces, and the subjects that they show. Faces whose raters are tied have no label,
  /// but count here.
  public var judgements: Int
  public var faces: Int
  public var subjects: Int
  /// In the order of their names.
  public var raters: [Rater]
  /// nil where it cannot be estimated.
  public var crossed: Crossed?
  /// Why it cannot.
  public var problem: Problem?
  /// The change of accuracy from one age group to the next where the label judges, of the same faces that have one: subjects are
  /// the only sample; nil for fewer than three groups.
  public var labelTrend: TestedEstimate?

  /// One rater.
  public struct Rater: Codable, Sendable, Equatable {
    public var name: String
    /// Which collection rates so; nil where it has no name.
    public var source: String?
    /// How many of the faces it judged.
    public var n: Int
    /// How often the model names what it named, with an interval over subjects.
    public var accuracy: Estimate?
    /// The change from one age group to the next of this.
    public var trend: Estimate?
  }

  /// "anna", or "anna (TIF)" where raters of several sources are called so.
  package func displayName(of rater: Rater) -> String {
    let namesakes = raters.count { SubjectName.key($0.name) == SubjectName.key(rater.name) }
    return namesakes > 1 ? "\(rater.name) (\(rater.source ?? "no source"))" : rater.name
  }

  public enum Problem: String, Codable, Sendable, CaseIterable {
    /// One rater, or more than `CrossedLogistic.mostRaters`.
    case oneRater, manyRaters
    /// Too few judgements or subjects.
    case fewFaces
    /// The likelihood has no clear peak: judgements are too much alike.
    case noPeak
  }

  /// A logistic regression of all judgements on the age group's rank in which subjects, faces and raters each have a level of
  /// their own, and raters a trend of their own (`CrossedLogistic`).
  public struct Crossed: Codable, Sendable, Equatable {
    /// Standard deviations in log odds: between raters with its interval, between raters' trends a group, between subjects, and
    /// between faces.
    public var raterDeviation: Double
    public var raterInterval: OpenInterval
    public var raterTrendDeviation: Double
    public var subjectDeviation: Double
    public var faceDeviation: Double
    /// How much higher the accuracy is for a rater one standard deviation above the mean than for the mean one, as a share: the mean of
    /// the steps up and down.
    public var raterDeviationInAccuracy: Double
    /// Of the log odds from one age group to the next; nil for fewer than three groups.
    public var trend: TestedEstimate?
    /// The same of the accuracy, averaged over subjects, faces and raters.
    public var trendInAccuracy: Estimate?
  }
}

extension Metrics {
  /// Calls raters otherwise, for a copy to give away.
  package mutating func renameRaters(_ rename: (_ name: String, _ source: String?) -> String) {
    guard var models = results[NamedRaters.self] else { return }
    for model in models.indices {
      for rater in models[model].raters.indices {
        let known = models[model].raters[rater]
        models[model].raters[rater].name = rename(known.name, known.source)
      }
    }
    results[NamedRaters.self] = models
  }
}
