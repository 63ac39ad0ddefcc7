import Analysis
import Faces

/// Several runs side by side, the first of which the others are compared with.
public struct CompareInput: Sendable {
  /// Everything that each run's own page shows; the runs have metrics.
  public var runs: [ReportInput]
  /// The first run against each other one.
  public var comparisons: [RunComparison]

  public init(runs: [ReportInput], comparisons: [RunComparison]) {
    self.runs = runs
    self.comparisons = comparisons
  }

  /// The age groups, the same of all runs.
  var ages: AgeGrouping { runs.first?.results.ages ?? .study }

  /// The models of all runs, in order.
  var models: [String] {
    runs.compactMap(\.results.metrics).flatMap(\.models).map(\.model).reduce(into: []) {
      models, model in
      if !models.contains(model) { models.append(model) }
    }
  }
}
