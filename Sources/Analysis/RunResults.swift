import Faces
import Foundation
import Presentation

/// What a run has found by now, as its page shows it.
package struct RunResults: Sendable {
  /// nil where no model has been tested.
  package var metrics: Metrics?
  /// What labels and age groups the run has.
  package var vocabulary = Vocabulary.study
  /// Of analyses that keep their results in files of their own.
  package var files = AnalysisResults()
  /// What the age estimator predicted on test faces of known age.
  package var agePredictions: [AgePrediction] = []
  /// Whether the ages of all faces are known, so that none was estimated.
  package var agesAreKnown = false
  /// Whether all faces are synthetic.
  package var isSynthetic = false
  /// The age at which the expressions of synthetic faces change, in years; nil where none was planted.
  package var plantedAgeInYears: Double?
  /// What the expression models of the run are, in words: networks, sizes, starts.
  package var expressionModels = ""
  /// Whether trainings after the first learnt from as many training subjects drawn with replacement.
  package var resamplesTrainingSubjects = false
  /// Mean test faces by age group, as image files; a group of few faces has none.
  package var meanFaces: [AgeGroup: Data] = [:]
  /// The faces whose ages the estimator missed by most; nil where the page has none.
  package var missedAges: HTML?
  /// The faces behind the numbers; nil where the page has none.
  package var viewer: FaceViewer?

  package init() {}

  /// What age groups the run has.
  package var ages: AgeGrouping { vocabulary.ages }

  /// nil where the run has no such result.
  package subscript<A: Analysis>(_ analysis: A.Type) -> A.Result? {
    metrics?.results[A.self] ?? files[A.self]
  }
}

/// The part of the page that shows the faces behind its numbers.
package struct FaceViewer: Sendable {
  /// The models whose predictions it has, in its order.
  package var models: [String]
  package var html: HTML

  package init(models: [String], html: HTML) {
    self.models = models
    self.html = html
  }
}
