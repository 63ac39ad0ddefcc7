import Faces
import Statistics

/// How much a model's accuracy changes with age where nothing but appearance does: measured in
/// synthetic cohorts of the kind `appearance`, in which heads and skin show their age and every
/// expression is an adult's.
///
/// Each cohort has faces and models of its own and is one unit of the intervals. docs/transition.md
/// says what the comparison with photographs can show and what it cannot.
public struct AppearanceReference: Codable, Sendable, Equatable {
  /// How many cohorts were measured.
  public var cohorts: Int
  /// The run folders of the cohorts; nil for the measurement that ships with the program.
  public var runs: [String]?
  /// What the models were, in words: "ResNet-18, 48 px in colour, at most 13 epochs from random
  /// weights".
  public var settings: String
  /// The age groups of the cohorts; nil for the study's.
  public var ageGroups: AgeGrouping?
  /// One entry for each model: infant, adult.
  public var models: [ModelAppearance]

  public init(
    cohorts: Int, runs: [String]? = nil, settings: String, ages: AgeGrouping,
    models: [ModelAppearance]
  ) {
    ageGroups = ages == .study ? nil : ages
    self.cohorts = cohorts
    self.runs = runs
    self.settings = settings
    self.models = models
  }

  /// The age groups of the cohorts.
  var ages: AgeGrouping { ageGroups ?? .study }

  /// What was measured of a model; nil where it was not among them.
  public func model(_ name: String) -> ModelAppearance? { models.first { $0.model == name } }
}

/// How much one model's accuracy changes with age in cohorts of the kind `appearance`: the
/// quantities of the findings `MODEL-trend` and `MODEL-toddler-adult`.
///
/// Intervals are Student's t over cohorts; of one cohort alone they are its own, which knows
/// nothing of the variation between cohorts and between trainings (`method` says so).
public struct ModelAppearance: Codable, Sendable, Equatable {
  /// "infant" or "adult".
  public var model: String
  /// Change of accuracy from one age group to the next; nil where it is undefined in some cohort.
  public var trend: Estimate?
  /// Accuracy on the adult model's group minus accuracy on the infant model's; nil where it is undefined in some cohort.
  public var toddlerAdult: Estimate?
  /// In how many of the cohorts a transition was claimed; nil where not all were asked.
  public var claimedTransitions: Int?

  public init(
    model: String, trend: Estimate?, toddlerAdult: Estimate?, claimedTransitions: Int? = nil
  ) {
    self.model = model
    self.trend = trend
    self.toddlerAdult = toddlerAdult
    self.claimedTransitions = claimedTransitions
  }

  subscript(quantity: AppearanceQuantity) -> Estimate? {
    switch quantity {
    case .trend: trend
    case .toddlerAdult: toddlerAdult
    }
  }
}

extension CrossAgeAnalysis {
  /// A change of raw accuracy with age, as the findings state it; nil where it is undefined.
  func change(_ quantity: AppearanceQuantity, _ ages: AgeGrouping) -> Estimate? {
    switch quantity {
    case .trend: trend?.estimate
    case .toddlerAdult: ends(ages)?.difference?.estimate
    }
  }

  /// The comparison of the group that the adult model is trained on with the infant model's.
  func ends(_ ages: AgeGrouping) -> PairwiseComparison? {
    pairwise.first { $0.first == ages.adult && $0.second == ages.infant }
  }
}
