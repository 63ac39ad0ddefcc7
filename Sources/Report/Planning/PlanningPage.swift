import Planning
import Presentation

/// The page of a planned study: one HTML file that asks the network for nothing.
public enum PlanningPage {
  /// - Returns: the HTML text, the chart library and all data included.
  public static func html(_ prediction: StudyPrediction, bundle: VegaBundle) throws -> String {
    let charts = PlanningCharts.charts(prediction)
    let figures = charts.enumerated().map { $0.element.figure(number: $0.offset + 1) }
    let body: HTML = """
      <header>
      <p class="run">A study that is planned</p>
      <h1>How many children locate the change?</h1>
      <p class="abstract">\(answer(prediction))</p>
      </header>
      <main id="main">
      <noscript><p class="missing">The charts need JavaScript. Every number is also in the tables
      below them.</p></noscript>
      <section id="curve" aria-labelledby="curve-heading">
      <h2 id="curve-heading">What simulated studies find</h2>
      \(figures)
      </section>
      <section id="design" aria-labelledby="design-heading">
      <h2 id="design-heading">What was simulated</h2>
      <p>\(prediction.design.inWords.sentenceCased). Expected accuracies (\(prediction.expected.source)): infant \
      model \(levels(prediction.expected.infant)); adult model \(levels(prediction.expected.adult)). \
      Predictions of one subject's faces are correlated: their latent normal numbers by \
      \(Format.number(prediction.expected.correlation, decimals: 2)). \(prediction.studies) studies of each \
      design, seed \(prediction.seed.description).</p>
      <p>Each study is analysed as <code>evaluate --transition</code> analyses one. The truth is the curve of the \
      simulation. What another training would give, and how far a model's curve lies from the development of \
      expressions, is in none of these numbers.</p>
      </section>
      </main>
      <footer><p>Made by Smilestone. This page is one file and loads nothing from a network.</p></footer>
      """
    return try OfflinePage.html(
      title: "A planned study", skipLabel: "Skip to the prediction", body: body, charts: charts,
      bundle: bundle)
  }

  private static func answer(_ prediction: StudyPrediction) -> String {
    let measure = prediction.target.measure.inWords
    let expected = "\(Format.number(prediction.truthInYears, decimals: 1)) years"
    guard let predicted = prediction.predicted else {
      let most = prediction.curve.last?.children ?? 0
      return
        "Not even \(Format.count(most)) children reach the aim (\(prediction.target.inWords)) for "
        + "\(measure), expected at \(expected)."
    }
    let width =
      predicted.medianWidthInYears.map {
        "\(Format.number($0, decimals: 1)) years wide in the median"
      }
      ?? "open in more than half of the studies"
    return
      "With \(Format.count(predicted.children)) children and \(Format.count(predicted.adults)) adults "
      + (prediction.isReached ? "the aim is reached (\(prediction.target.inWords)): " : "")
      + "the interval of \(measure), expected at \(expected), is \(width), and "
      + "\(Format.share(predicted.found.value)) of studies find an age that can be quoted."
      + (prediction.archive.map { " These are test faces: it takes \($0.inWords)." } ?? "")
  }

  private static func levels(_ curve: ExpectedCurve) -> String {
    "\(Format.share(curve.youngest)) among the youngest and \(Format.share(curve.oldest)) among the oldest, "
      + "half way at \(Format.number(curve.ageInYears, decimals: 1)) years, scale "
      + "\(Format.number(curve.scaleInYears, decimals: 1)) years"
  }
}
