import Faces

/// Drafts what is to be said of the numbers, and of what they do not show.
///
/// A draft is worded once its test's p-value is corrected for all tests of its family: it claims only
/// what that allows, and otherwise says that nothing could be seen. Groups of fewer than 30 faces or 10
/// subjects are named and left out of statements about single groups.
func draftFindings(
  _ models: [ModelEvidence], comparisons: [ModelComparison], ageEstimator: AgeMetrics?,
  ages: QuotedAges, unlistedFaces: Int, settings: EvaluationSettings
) throws -> [FindingDraft] {
  var drafts: [FindingDraft] = []
  for model in models {
    drafts += [
      try model.aboveChance(settings),
      try model.trendWithAge(settings),
      try model.bestGroup(settings),
      try model.toddlersAgainstAdults(settings),
      ages.transition(of: model.metrics.model),
      model.shape(),
      model.classMix(),
    ].compactMap { $0 }
    drafts += model.qualityMix()
    drafts += [model.detectability(), model.raters()].compactMap { $0 }
  }
  if let infant = models.first(where: { $0.metrics.model == "infant" }),
    let adult = models.first(where: { $0.metrics.model == "adult" })
  {
    drafts += [ages.crossing(), crossing(infant, adult)].compactMap { $0 }
  }
  drafts += [ages.planted()].compactMap { $0 }
  drafts += comparisons.compactMap(sameFaces)
  drafts += [
    ageEstimator.map(ageError), subgroupGap(models), smallGroups(models), independence(models),
    missingQualities(models), unlisted(unlistedFaces),
  ].compactMap { $0 }
  drafts += [
    FindingDraft(
      id: "appearance",
      "Faces of different ages differ in head shape, skin and the way they are photographed, not "
        + "only in expression. Appearance alone can make a curve of accuracy over age like these; "
        + "no such curve shows by itself that expressions develop."),
    perceivedEmotion(models),
  ]
  return drafts
}
