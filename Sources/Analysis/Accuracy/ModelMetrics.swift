import Faces
import Statistics

/// One expression model on the validation and test faces.
public struct ModelMetrics: Codable, Sendable, Equatable {
  /// "infant" or "adult".
  public var model: String
  /// One entry for each of the five age groups, youngest first, also where n is 0.
  public var groups: [GroupMetrics]
  /// All test faces together; nil where that was not recorded.
  public var overall: OverallMetrics?
  /// All validation faces together, of which a part chose the model; nil where there are none.
  public var validation: OverallMetrics?
  /// The temperature that fits the calibration faces of the model's own age group best, above 1 where
  /// the model is too sure of itself; nil for fewer than 30 of them, or where none is best.
  public var temperature: Double?
  /// The faces that it was fitted on; nil without one, and where that was not recorded.
  public var temperatureFaces: TemperatureFaces?
  /// The test faces by sex and ethnicity; nil where that was not recorded, empty where the manifest
  /// says neither.
  public var subgroups: [SubgroupMetrics]?
  /// How accuracy changes with age; nil where that was not recorded.
  public var crossAge: CrossAgeAnalysis?
  /// The raters beside the model; nil where that was not recorded, empty where no face has votes.
  public var humanReference: [HumanReference]?

  public init(
    model: String, groups: [GroupMetrics], overall: OverallMetrics? = nil,
    validation: OverallMetrics? = nil, temperature: Double? = nil,
    temperatureFaces: TemperatureFaces? = nil,
    subgroups: [SubgroupMetrics]? = nil, crossAge: CrossAgeAnalysis? = nil,
    humanReference: [HumanReference]? = nil
  ) {
    self.model = model
    self.groups = groups
    self.overall = overall
    self.validation = validation
    self.temperature = temperature
    self.temperatureFaces = temperatureFaces
    self.subgroups = subgroups
    self.crossAge = crossAge
    self.humanReference = humanReference
  }
}

/// The faces that a temperature was fitted on.
public struct TemperatureFaces: Codable, Sendable, Equatable {
  /// With fewer a temperature can do more harm than good.
  public static let fewest = 30

  public var n: Int
  /// nil where a face's subject is unknown.
  public var subjects: Int?
  /// The age group that the model was trained on; nil for all.
  public var ageGroup: AgeGroup?
  /// Whether none of them chose the model's epoch.
  public var isHeldOut: Bool

  public init(n: Int, subjects: Int?, ageGroup: AgeGroup?, isHeldOut: Bool) {
    self.n = n
    self.subjects = subjects
    self.ageGroup = ageGroup
    self.isHeldOut = isHeldOut
  }
}
