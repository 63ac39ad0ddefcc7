extension PageBuilder {
  mutating func emotions() -> HTML {
    let (id, title) = ("emotions", "Emotion by emotion")
    let models = input.metrics?.models.map(\.model) ?? []
    guard let chart = figure("recall", controls: key(models)) else {
      return section(
        id, title, short: "Emotions",
        [
          missing(
            "Recall of single emotions is not known.",
            remedy: "It needs tested models: run <code>smilestone evaluate</code>.")
        ])
    }
    return section(
      id, title, short: "Emotions",
      [
        """
        <p>An accuracy curve can hide opposite courses. Here is each emotion by itself; where few \
        faces have it, intervals are wide.</p>
        """, chart,
      ])
  }

  /// What the marks of panels stand for.
  /// - Parameter name: What the key says of a model, or of what is drawn like one.
  func key(
    _ models: [String], name: (String) -> String = StudyModel.displayName(of:)
  ) -> HTML {
    let items = models.map { MarkKey(ModelStyle(model: $0)).item(name($0)) }
    return "<ul class=\"key\">\(items)</ul>"
  }
}
