/// All analyses, in the order of the page.
package enum Analyses {
  package static let all: [any Analysis.Type] = [
    ExpressionDevelopment.self, AgeEstimatorQuality.self, AccuracyByAge.self, SameFaces.self,
    TransitionAge.self, RepeatedTrainings.self, ChildrenSeenAgain.self, OneVotePerSubject.self,
    NamedRaters.self,
    ConfusionMatrices.self, RecallByEmotion.self, UnbiasedHitRate.self, FairTraining.self,
    ModelRepresentation.self,
    ProbabilityCalibration.self, AgeErrorDependence.self, TransitionMultiverse.self, Shortcuts.self,
    AppearanceControl.self,
  ]

  /// Those that are made when asked for alone.
  package static var optional: [any Analysis.Type] { all.filter { $0.option != nil } }
}
