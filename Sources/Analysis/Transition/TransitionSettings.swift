import Faces
import Statistics
import Support

/// How transition ages are made; kept with them, so that the numbers can be made again.
public struct TransitionSettings: Codable, Sendable, Equatable {
  /// Seed of all resamples and simulated data.
  public var seed: UInt64
  /// Resamples of subjects for bootstrap intervals.
  public var replicates: Int
  /// Simulated data sets for each bound of a profile interval; nil for bounds that are not
  /// calibrated, as in files of earlier versions.
  public var boundSimulations: Int?
  /// Simulated data sets for the test against no transition.
  public var flatSimulations: Int
  /// Simulated data sets for the test against a curve that still changes at the oldest child.
  public var levellingSimulations: Int
  /// Level of every interval.
  public var level: Double
  /// An age group with fewer faces is left out of the curve.
  public var minimumFacesInGroup: Int
  /// A class with fewer faces in any age group of the curve leaves it everywhere.
  public var minimumFacesInClass: Int
  /// Midpoints are searched where at least this many subjects are younger, and as many older.
  public var minimumSubjectsOnASide: Int
  /// The oldest midpoint that is searched, in years.
  public var oldestMidpoint: Double
  /// Whether every subject counts the same in an age group, however many faces it has there; else every face does.
  /// It is not written: the analysis that asks for it says so by itself.
  public var givesSubjectsOneVote = false
  /// What labels and age groups the predictions have; it is kept with the settings of the evaluation.
  public var vocabulary = Vocabulary.study

  private enum CodingKeys: String, CodingKey {
    case seed, replicates, boundSimulations, flatSimulations, levellingSimulations, level
    case minimumFacesInGroup, minimumFacesInClass, minimumSubjectsOnASide, oldestMidpoint
  }

  /// The vocabulary is that of the file that these settings are part of.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    seed = try values.decode(UInt64.self, forKey: .seed)
    replicates = try values.decode(Int.self, forKey: .replicates)
    boundSimulations = try values.decodeIfPresent(Int.self, forKey: .boundSimulations)
    flatSimulations = try values.decode(Int.self, forKey: .flatSimulations)
    levellingSimulations = try values.decode(Int.self, forKey: .levellingSimulations)
    level = try values.decode(Double.self, forKey: .level)
    minimumFacesInGroup = try values.decode(Int.self, forKey: .minimumFacesInGroup)
    minimumFacesInClass = try values.decode(Int.self, forKey: .minimumFacesInClass)
    minimumSubjectsOnASide = try values.decode(Int.self, forKey: .minimumSubjectsOnASide)
    oldestMidpoint = try values.decode(Double.self, forKey: .oldestMidpoint)
    vocabulary = decoder.vocabulary ?? .study
  }

  /// The defaults: seed 1; 1,000 resamples; 999 simulated data sets for the test of a flat curve
  /// and 199 where each takes two fits; 95 % intervals; groups of at least 30 faces and classes of at least 5 in
  /// each, as in the findings; 10 subjects on either side; midpoints up to 25 years, so that a
  /// change among adults is not taken for development.
  public init(
    seed: UInt64 = 1, replicates: Int = 1000, boundSimulations: Int? = 199,
    flatSimulations: Int = 999, levellingSimulations: Int = 199, level: Double = 0.95,
    minimumFacesInGroup: Int = 30,
    minimumFacesInClass: Int = 5, minimumSubjectsOnASide: Int = 10, oldestMidpoint: Double = 25,
    vocabulary: Vocabulary = .study
  ) {
    self.seed = seed
    self.replicates = replicates
    self.boundSimulations = boundSimulations
    self.flatSimulations = flatSimulations
    self.levellingSimulations = levellingSimulations
    self.level = level
    self.minimumFacesInGroup = minimumFacesInGroup
    self.minimumFacesInClass = minimumFacesInClass
    self.minimumSubjectsOnASide = minimumSubjectsOnASide
    self.oldestMidpoint = oldestMidpoint
    self.vocabulary = vocabulary
  }

  /// - Throws: `SmilestoneError` for counts below 1 or a level outside 0 ... 1.
  func check() throws {
    let counts = [
      replicates, boundSimulations ?? 1, flatSimulations, levellingSimulations, minimumFacesInGroup,
      minimumFacesInClass, minimumSubjectsOnASide,
    ]
    guard counts.allSatisfy({ $0 > 0 }) else {
      throw SmilestoneError.usage(
        "A transition age needs at least one resample, simulation, face and subject.",
        remedy: "Ask for at least 1 of each, better for the defaults.")
    }
    guard level > 0, level < 1 else {
      throw SmilestoneError.usage(
        "An interval cannot have the level \(level).", remedy: "Ask for 0.95.")
    }
  }
}
