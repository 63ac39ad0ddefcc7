import Presentation

extension RecallByEmotion {
  package static let heading: SectionHeading? = SectionHeading(
    "Emotion by emotion")

  package static let missing = HTML.missing(
    "Recall of single emotions is not known.",
    remedy: "It needs tested models: run <code>smilestone evaluate</code>.")

  package static func section(of run: RunResults) -> [Section.Part]? {
    let models = run[AccuracyByAge.self] ?? []
    guard let chart = chart(models, labels: run.vocabulary.labels, ages: run.ages) else {
      return nil
    }
    return [
      """
      <p>An accuracy curve can hide opposite courses. Here is each emotion by itself; where few \
      faces have it, intervals are wide.</p>
      """, .figure(chart, controls: MarkKey.list(models.map(\.model))),
    ]
  }
}
