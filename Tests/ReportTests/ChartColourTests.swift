import Analysis
import Faces
import Presentation
import Report
import Testing

/// Blue means the infant-trained model and orange the adult-trained one, on the page and in papers.
@Suite struct ChartColourTests {
  /// What the two models are drawn in.
  private static func colours(_ model: StudyModel, _ theme: ChartTheme) -> [String] {
    switch (theme, model) {
    case (.page, _): ["var(--\(model.rawValue))", "var(--heat-\(model.rawValue))"]
    case (_, .infant): ["#0072b2"]
    case (_, .adult): ["#d55e00"]
    default: []
    }
  }

  private static func contains(_ text: String, _ model: StudyModel, _ theme: ChartTheme) -> Bool {
    colours(model, theme).contains { text.contains($0) }
  }

  @Test(arguments: [ChartTheme.page, .column])
  func areUsedForNothingElse(theme: ChartTheme) throws {
    let charts = try ChartSpecs.charts(for: Demo.input())
    let ofNoModel = [
      "emotion-counts", "training-age-loss", "training-age-error", "age-error", "age-scatter",
      "age-bland-altman", "similarity", "matrix", "shortcuts", "class-distribution",
    ]
    for name in ofNoModel {
      let text = try #require(charts.first { $0.name == name }).spec.value(in: theme).text()
      for model in [StudyModel.infant, .adult] {
        #expect(!Self.contains(text, model, theme), "\(name) has the colour of the \(model)")
      }
    }
    for model in [StudyModel.infant, .adult] {
      let chart = try #require(charts.first { $0.name == "training-\(model.rawValue)-loss" })
      let other = model == .infant ? StudyModel.adult : .infant
      #expect(Self.contains(try chart.spec.value(in: theme).text(), model, theme))
      #expect(try !Self.contains(chart.spec.value(in: theme).text(), other, theme))
    }
  }

  @Test func areThoseOfTheModelWhoseMapsAreShown() throws {
    let page = try #require(
      ChartSpecs.charts(for: Demo.input()).first { $0.name == "saliency" })
    #expect(page.panels.map(\.title) == ["Infant model", "Adult model"])
    for (panel, model) in zip(page.panels, [StudyModel.infant, .adult]) {
      let text = try panel.spec.text()
      #expect(Self.contains(text, model, .page))
      #expect(!Self.contains(text, model == .infant ? .adult : .infant, .page))
    }
    // The figure for a paper shows both models' matrices in one image.
    let matrices = try #require(
      ChartSpecs.charts(for: Demo.input()).first { $0.name == "confusion" })
    for model in [StudyModel.infant, .adult] {
      #expect(Self.contains(try matrices.spec.value(in: .column).text(), model, .column))
    }
  }

  @Test func hypotheticalAccuracyIsDashedGreyAndCalledTheWorstCase() throws {
    let chart = try #require(
      ChartSpecs.charts(for: Demo.input()).first { $0.name == "class-distribution" })
    #expect(chart.title.hasPrefix("Worst case"))
    let text = try chart.spec.text()
    #expect(text.contains("strokeDash") && text.contains("var(--soft)"))
    // Points from the mean, so that no level can be taken for a model's accuracy.
    #expect(!text.contains("\"accuracy\"") && text.contains("\"shift\""))
  }

  @Test func shortcutsAreAskedForAndAnsweredFromTheData() throws {
    var input = try Demo.input()
    func chart() throws -> Chart {
      try #require(
        ChartSpecs.charts(for: input).first { $0.name == "shortcuts" })
    }
    #expect(try chart().title == "Can cues other than expression predict the label?")
    #expect(try chart().spec.text().contains("guessing"))
    for index in try #require(input.audit).predictions.indices {
      input.audit?.predictions[index].isFlagged = false
    }
    #expect(try chart().caption.hasPrefix("None is flagged"))
    input.audit?.predictions[0].isFlagged = true
    let cue = try #require(input.audit?.predictions[0].cue.rawValue)
    #expect(try chart().caption.hasPrefix("Flagged as shortcuts: \(cue)."))
  }
}
