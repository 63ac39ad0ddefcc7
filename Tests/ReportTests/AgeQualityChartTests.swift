import Faces
import Foundation
import Presentation
import Report
import Support
import TestSupport
import Testing

@testable import Analysis

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
    #expect(charts[2].table.rows.count == 5)
    #expect(charts[3].table.rows.count == 7)
    for chart in charts { #expect(try chart.spec.value(in: theme).text().contains("\"data\"")) }
  }

  /// Toddlers' small errors and adults' large ones have limits of their own.
  @Test func limitsOfAgreementAreThoseOfEachAgeGroup() throws {
    // Errors of −1, 0 and 1 year for toddlers, of −10, 0 and 10 for adults, by the mean of both ages.
    let faces = [(1.5, 1.0), (30.0, 10.0)].flatMap { mean, error in
      (0..<30).map { number -> AgePrediction in
        let off = error * Double(number % 3 - 1)
        return AgePrediction(
          ageInYears: mean - off / 2, estimate: AgeEstimate(ageInYears: mean + off / 2),
          ages: .study)
      }
    }
    let limits = GroupAgreement.all(faces, ages: .study)
    #expect(limits.map(\.ageGroup) == [.toddler, .adult] && limits.map(\.n) == [30, 30])
    for (group, error) in zip(limits, [1.0, 10.0]) {
      // The variance of −1, 0, 1, ten times each, over 29.
      let reach = 1.96 * error * (20.0 / 29).squareRoot()
      #expect(abs(group.bias) < 1e-12 && abs(group.upper - reach) < 1e-9)
      #expect(abs(group.lower + reach) < 1e-9)
    }
    #expect(limits[0].upTo == 3 && limits[1].from == 17 && limits[1].upTo == 30)
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
