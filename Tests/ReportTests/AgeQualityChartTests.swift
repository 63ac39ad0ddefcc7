import Analysis
import Faces
import Foundation
import Presentation
import Report
import Support
import TestSupport
import Testing

@Suite struct AgeQualityChartTests {
  private func predictions(_ count: Int) -> [AgePrediction] {
    var generator = SeededGenerator(seed: 2)
    return (0..<count).map { number in
      let age = generator.uniform(0, 60)
      return AgePrediction(
        ageInYears: age,
        estimate: AgeEstimate(ageInYears: max(age + generator.normal(standardDeviation: 4), 0)),
        emotion: LabelScheme.emotions7.emotions[number % 7], ages: .study)
    }
  }

  @Test(arguments: [ChartTheme.page, .column]) func everyChartIsDrawn(
    theme: ChartTheme
  ) throws {
    let faces = predictions(500)
    let metrics = try #require(try AgeMetrics(faces, settings: EvaluationSettings(replicates: 200)))
    let charts = AgeEstimatorQuality.charts(metrics, ages: .study, predictions: faces)
    #expect(
      charts.map(\.name) == ["age-error", "age-scatter", "age-bland-altman", "age-by-expression"])
    #expect(charts[1].table.rows.count == 500)
    let limits = try #require(metrics.limitsOfAgreement)
    #expect(charts[2].table.rows[0][1] == .number(limits.upper.value, decimals: 2))
    #expect(charts[3].table.rows.count == 7)
    for chart in charts { #expect(try chart.spec.value(in: theme).text().contains("\"data\"")) }
  }

  /// Thousands of points only make a figure slow; the caption says how many are shown.
  @Test func manyFacesAreThinnedEvenly() throws {
    let faces = predictions(7000)
    let metrics = try #require(try AgeMetrics(faces, settings: EvaluationSettings(replicates: 50)))
    let charts = AgeEstimatorQuality.charts(
      metrics, ages: .study, predictions: faces)
    let scatter = try #require(charts.first { $0.name == "age-scatter" })
    #expect(scatter.table.rows.count == 3000)
    #expect(scatter.caption.contains("3,000 of n = 7,000"))
  }

  @Test(.enabled(if: FigureExporter().problem() == nil, "the renderer of figures is missing"))
  func imagesAreMade() throws {
    let exporter = FigureExporter()
    let faces = predictions(300)
    let metrics = try #require(try AgeMetrics(faces, settings: EvaluationSettings(replicates: 50)))
    let folder = try TemporaryFolder()
    let outcome = try exporter.export(
      AgeEstimatorQuality.charts(metrics, ages: .study, predictions: faces), to: folder.url)
    #expect(outcome.note == nil)
    for name in ["age-scatter", "age-bland-altman", "age-by-expression"] {
      let svg = try String(contentsOf: folder.file("\(name).svg"), encoding: .utf8)
      #expect(svg.contains("years"), "\(name)")
    }
  }
}
