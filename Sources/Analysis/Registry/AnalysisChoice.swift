/// What an evaluation makes beside what is always made.
public struct AnalysisChoice: Sendable {
  /// The names of analyses that are made when asked for alone: "transition", "age-error".
  public var wanted: Set<String>
  /// What was stated before the test faces were read; nil where no plan is followed.
  public var plan: StatedPlan?

  public init(wanted: Set<String> = [], plan: StatedPlan? = nil) {
    self.wanted = wanted
    self.plan = plan
  }
}
