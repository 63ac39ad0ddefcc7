import Faces
import Presentation
import Statistics

extension ModelRepresentation {
  package static let heading: SectionHeading? = SectionHeading(
    "Saliency: where each model looks", short: "Saliency")

  package static let missing = HTML.missing(
    "Nobody has looked into the models.",
    remedy: """
      Give the command <code>smilestone study</code> of this run again, or run \
      <code>smilestone evaluate MANIFEST --model FILE --model FILE --representation</code>.
      """)

  package static func section(of run: RunResults) -> [Section.Part]? {
    guard let representation = run[ModelRepresentation.self] else { return nil }
    let unmapped = representation.saliency.filter { $0.layer == nil }.map {
      StudyModel.displayName(of: $0.model)
    }
    let similarities = representation.similarities.first
    return [
      """
      <p>Both models see the same faces. The maps show which places of the image spoke for the \
      prediction, averaged over the faces of each age group.</p>
      """,
      .figure(
        saliency(representation.saliency, ages: run.ages, meanFaces: run.meanFaces),
        else: .missing(
          "There are no maps.",
          remedy: """
            They need test faces, and networks whose features are means over places of an image, as
            convolutional ones are.
            """)),
      "<p>\(summary(representation.saliency, ages: run.ages))</p>",
      .markup(
        unmapped.isEmpty
          ? ""
          : "<p>No maps of the \(Format.list(unmapped)): its network is a transformer.</p>"),
      "<h3>Do they see the same?</h3>",
      .figure(
        similarities.flatMap { similarity($0, ages: run.ages) },
        else: .missing(
          "The similarity of the models’ features is not known.",
          remedy:
            "It needs two models and at least four test faces of several subjects in a group.")),
      .markup(similarity(similarities, ages: run.ages)),
    ]
  }

  /// The most and the least alike groups, in words.
  private static func similarity(_ models: ModelSimilarity?, ages: AgeGrouping) -> HTML {
    let groups = (models?.groups ?? []).compactMap { group in
      group.similarity.map { (ages.plural(of: group.ageGroup), $0) }
    }.sorted { $0.1.value > $1.1.value }
    guard let most = groups.first, let least = groups.last, groups.count > 1 else { return "" }
    func text(_ group: (name: String, estimate: Estimate)) -> String {
      "\(group.name) (CKA \(Format.number(group.estimate.value, decimals: 2)), "
        + "\(Format.confidence(group.estimate)) \(Format.interval(group.estimate, decimals: 2)))"
    }
    let isApart = most.1.lower > least.1.upper
    return """
      <p>The two models’ features are most alike for \(text(most)) and least for \(text(least))\
      \(isApart ? "" : "; the intervals overlap, so the order may be chance").</p>
      """
  }
}
