import Analysis
import Faces
import Foundation
import Presentation
import Report
import Support
import Testing

@Suite struct ChartSpecsTests {
  @Test func drawsEveryChartOfAFullRun() throws {
    let names = try ChartSpecs.charts(for: Demo.input()).map(\.name)
    #expect(
      names == [
        "emotion-counts", "training-age-loss", "training-age-error", "training-infant-loss",
        "training-infant-accuracy", "training-adult-loss", "training-adult-accuracy", "age-error",
        "age-scatter", "age-bland-altman", "cross-age", "cross-age-standardised", "transition",
        "transition-by-emotion",
        "confusion", "recall",
        "hit-rate", "controls", "matrix", "saliency", "similarity", "reliability",
        "age-dependence",
        "shortcuts", "class-distribution",
      ])
  }

  @Test(arguments: [ChartTheme.page, .column, .twoColumns])
  func writesTheSameJSONEachTime(theme: ChartTheme) throws {
    let first = try ChartSpecs.charts(for: Demo.input())
    let second = try ChartSpecs.charts(for: Demo.input())
    func specs(_ charts: [Chart]) -> [JSONValue] {
      charts.flatMap { [$0.spec.value(in: theme)] + $0.panels.map(\.spec) }
    }
    for (spec, again) in zip(specs(first), specs(second)) {
      let text = try spec.text()
      #expect(try text == again.text())
      #expect(try JSONSerialization.jsonObject(with: Data(text.utf8)) is [String: Any])
    }
  }

  @Test func colorsComeFromThePageOrAreFixedInAPaper() throws {
    let charts = try ChartSpecs.charts(for: Demo.input())
    for spec in charts.flatMap({ [$0.spec] + $0.panels.map(\.spec) }) {
      #expect(try !spec.text().contains("#"))
    }
    for chart in charts {
      for theme in [ChartTheme.column, .twoColumns] {
        #expect(try !chart.spec.value(in: theme).text().contains("var(--"))
      }
    }
  }

  @Test func putsTheMetricsIntoTheCrossAgeChart() throws {
    let input = try Demo.input()
    let chart = try #require(
      try ChartSpecs.charts(for: input).first { $0.name == "cross-age" })
    let spec = try JSONSerialization.jsonObject(with: Data(chart.spec.text().utf8))
    let data = try #require((spec as? [String: Any])?["data"] as? [String: Any])
    let values = try #require(data["values"] as? [[String: Any]])
    for model in try #require(input.metrics).models {
      let own = values.filter { $0["key"] as? String == model.model }
      let raw = model.groups.map(\.accuracy)
      let mixed = try #require(model.crossAge?.emotionStandardisation).groups.map(\.standardised)
      for (measure, estimates) in [("raw", raw), ("standardised", mixed)] {
        let points = own.filter { $0["measure"] as? String == measure }
        #expect(points.count == estimates.count)
        for (point, estimate) in zip(points, estimates) {
          let estimate = try #require(estimate)
          let expected = [
            "accuracy": estimate.value, "lower": estimate.lower, "upper": estimate.upper,
          ]
          for (key, number) in expected {
            #expect(abs(try #require(point[key] as? Double) - number) < 1e-12)
          }
        }
      }
    }
  }

  @Test func everyCaptionSaysHowManyFacesThereAre() throws {
    let results = [
      "cross-age", "cross-age-standardised", "transition", "confusion", "recall", "reliability",
      "age-dependence",
    ]
    let charts = try ChartSpecs.charts(for: Demo.input())
    for name in results {
      let chart = try #require(charts.first { $0.name == name })
      #expect(
        chart.paperCaption.contains(#/n: |n = |n counts|Groups have \d|n in the kept/#), "\(name)")
    }
  }

  @Test func leavesOutGroupsWithoutFaces() throws {
    var input = try Demo.input()
    input.metrics = try Demo.metricsWithEmptyGroup(.teenager)
    let chart = try #require(
      try ChartSpecs.charts(for: input).first { $0.name == "cross-age" })
    #expect(!chart.summary.contains("teenagers"))
    let empty = try #require(chart.table.rows.first { $0[1] == .text("teenager") })
    #expect(empty[2] == .count(0))
    #expect(empty[5...].allSatisfy { $0 == .missing })
  }

  @Test func tablesAreCSVWithUnroundedNumbers() throws {
    let table = DataTable(
      columns: ["name", "n", "share", "years", "difference", "p", "none"],
      rows: [
        [
          .text("a,\"b\""), .count(1200), .share(2.0 / 3), .number(1.25, decimals: 1),
          .points(-0.125), .pValue(0.0004), .missing,
        ]
      ])
    let reader = try CSVReader(Data(table.csv.utf8), name: "table.csv")
    var rows: [[String]] = []
    try reader.forEachRow { rows.append($0.fields) }
    #expect(reader.header == table.columns)
    #expect(rows == [["a,\"b\"", "1200", "\(2.0 / 3)", "1.25", "-0.125", "0.0004", ""]])
  }
}
