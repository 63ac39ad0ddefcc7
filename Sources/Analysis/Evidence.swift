import Faces
import Statistics
import Support

/// What analyses are made from: the predictions of the models, what is known of the faces, and the results
/// that were made before.
package struct Evidence: Sendable {
  package let predictions: PredictionTable
  /// What the same models, trained again, predicted on the same faces: a table for each training after the first.
  package let furtherTrainings: [PredictionTable]
  /// Faces of the manifest whose true ages are known beside their estimates; nil for none.
  package let knownAges: KnownAgeSample?
  /// What is known of the faces beyond the table; nil where nothing is.
  package let manifest: Manifest?
  package let settings: EvaluationSettings
  /// The age estimator's predictions on faces that it was not trained on.
  package let agePredictions: [AgePrediction]
  /// The constant prediction to compare the age estimator with, in years; nil for none.
  package let baselineAgeInYears: Double?
  package let observer: any ProgressObserver
  /// The analyses to make that are made when asked for alone.
  let wanted: Set<String>
  /// Each expression model's predictions: the infant model's, the adult model's, then others' by name.
  let modelPredictions: [ModelPredictions]
  /// The image qualities that the manifest knows.
  let qualities: [ImageQuality]
  /// How many test predictions are of faces that the manifest does not list.
  let unlistedFaces: Int
  /// Those of the analyses before, and any that were made elsewhere.
  package internal(set) var results: AnalysisResults

  /// - Parameters:
  ///   - furtherTrainings: Tables of the same models, trained again, on the same faces.
  ///   - manifest: Its images are spelled as in the table.
  ///   - knownAges: Imputed ages are corrected by them.
  ///   - wanted: Analyses with an option that are to be made.
  ///   - results: Made elsewhere; they are not made again.
  /// - Throws: `SmilestoneError` where there is no labelled test face, where the manifest lists
  ///   none of them, for an image quality that is no number, or for settings that cannot be.
  package init(
    predictions: PredictionTable, furtherTrainings: [PredictionTable] = [],
    manifest: Manifest? = nil, knownAges: KnownAgeSample? = nil,
    agePredictions: [AgePrediction] = [],
    baselineAgeInYears: Double? = nil,
    settings: EvaluationSettings = EvaluationSettings(), wanted: Set<String> = [],
    results: AnalysisResults = AnalysisResults(),
    observer: any ProgressObserver = SilentObserver()
  ) throws {
    var settings = settings
    if let manifest {
      try manifest.vocabulary.ages.require(
        predictions.vocabulary.ages, in: "The manifest", as: "the table of predictions",
        remedy:
          "Evaluate the models again on this manifest, or give the manifest that they were evaluated "
          + "on; `smilestone stratify --age-groups` sorts faces into other groups.")
    }
    let vocabulary = manifest?.vocabulary ?? predictions.vocabulary
    if let manifest {
      try manifest.vocabulary.labels.requireAgreement(
        "The manifest", with: predictions.vocabulary.labels, "the predictions",
        remedy: "Give the manifest that the models were evaluated on, or name its scheme with "
          + "--scheme.")
    }
    settings.take(vocabulary)
    settings.chance = vocabulary.labels.chance
    try settings.check()
    guard predictions.rows.contains(where: { $0.split == "test" && $0.emotion != nil }) else {
      throw SmilestoneError.badInput(
        "The predictions hold no labelled test face.",
        remedy: "Give the manifest test faces with an emotion, then evaluate again.")
    }
    let manifestFaces = try ManifestFaces(manifest)
    modelPredictions = Dictionary(grouping: predictions.rows, by: \.model)
      .map {
        ModelPredictions(
          model: $0, rows: $1, labels: vocabulary.labels, manifest: manifestFaces)
      }
      .sorted { $0.rank < $1.rank }
    let unlisted = modelPredictions.flatMap(\.test).count { $0.attributes == nil }
    guard manifest == nil || unlisted < modelPredictions.reduce(0, { $0 + $1.test.count }) else {
      throw SmilestoneError.badInput(
        "The manifest lists none of the images of the predictions.",
        remedy: "Give the manifest that the models were evaluated on.")
    }
    unlistedFaces = manifest == nil ? 0 : unlisted
    qualities = manifestFaces.qualities
    self.predictions = predictions
    self.furtherTrainings = furtherTrainings
    self.manifest = manifest
    self.knownAges = knownAges
    self.settings = settings
    self.agePredictions = agePredictions
    self.baselineAgeInYears = baselineAgeInYears
    self.observer = observer
    self.wanted = wanted
    self.results = results
  }

  /// What labels and age groups the faces have.
  var vocabulary: Vocabulary { settings.vocabulary }
  var ages: AgeGrouping { vocabulary.ages }

  package subscript<A: Analysis>(_ analysis: A.Type) -> A.Result? { results[A.self] }

  /// Whether some labelled test face is not synthetic.
  var hasPhotographs: Bool {
    predictions.rows.contains {
      $0.split == "test" && $0.emotion != nil && $0.source != SyntheticFaces.source
    }
  }
}
