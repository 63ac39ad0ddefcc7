import Analysis

extension ReportInput {
  /// The question that the study asks, in one line.
  static let question = "When do children’s facial expressions become adult-like?"

  /// The page's heading: the given one, or the main result in one sentence.
  var heading: String {
    title ?? Analyses.all.lazy.compactMap { $0.headline(of: shownResults) }.first
      ?? ReportInput.question
  }
}
