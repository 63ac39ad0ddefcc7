import Cohort

/// States in words what the numbers show, and what they do not.
///
/// A claim is made only where its test's p-value, corrected for all tests of the list, is below
/// 0.05; otherwise the text says that nothing could be seen. Groups of fewer than 30 faces or 10
/// subjects are named and left out of statements about single groups.
func makeFindings(
  _ models: [ModelEvidence], comparisons: [ModelComparison], ageEstimator: AgeMetrics?,
  unlistedFaces: Int, settings: EvaluationSettings
) throws -> [Finding] {
  var drafts: [FindingDraft] = []
  for model in models {
    drafts += [
      try model.aboveChance(settings),
      try model.trendWithAge(settings),
      try model.bestGroup(settings),
      try model.toddlersAgainstAdults(settings),
      model.shape(),
      model.classMix(),
    ].compactMap { $0 }
    drafts += model.qualityMix()
    drafts += [model.detectability(), model.raters()].compactMap { $0 }
  }
  if let infant = models.first(where: { $0.metrics.model == "infant" }),
    let adult = models.first(where: { $0.metrics.model == "adult" })
  {
    drafts += [crossing(infant, adult)].compactMap { $0 }
  }
  drafts += comparisons.compactMap(sameFaces)
  drafts += [
    ageEstimator.map(ageError), smallGroups(models), independence(models),
    missingQualities(models), unlisted(unlistedFaces),
  ].compactMap { $0 }
  drafts += [
    FindingDraft(
      id: "appearance",
      "Faces of different ages differ in head shape, skin and the way they are photographed, not "
        + "only in expression. Appearance alone can make a curve of accuracy over age like these; "
        + "no such curve shows by itself that expressions develop."),
    FindingDraft(
      id: "perceived-emotion",
      "Every label is the emotion that adults perceive in a photograph. Agreement with it says "
        + "nothing about what the person felt."),
  ]
  return FindingDraft.findings(drafts)
}
