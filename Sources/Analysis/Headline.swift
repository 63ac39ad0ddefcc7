/// An answer as the page opens with it: what a reader knows after ten seconds.
package struct Headline: Sendable {
  /// One sentence with its interval, without a full stop: the page's title.
  package var sentence: String
  /// The name of the one chart that shows it, which stands in the section of its analysis.
  package var chart: String
  /// What the answer cannot show, in one sentence.
  package var limit: String
  /// Up to three sentences in plain words.
  package var lines: [String]

  package init(_ sentence: String, chart: String, limit: String, lines: [String]) {
    self.sentence = sentence
    self.chart = chart
    self.limit = limit
    self.lines = lines
  }
}
