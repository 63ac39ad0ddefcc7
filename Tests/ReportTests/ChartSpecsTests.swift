import Cohort
import Evaluation
import Foundation
import Report
import Support
import Testing

@Suite struct ChartSpecsTests {
  @Test func drawsEveryChartOfAFullRun() throws {
    let names = try ChartSpecs.charts(for: Demo.input(), theme: .page).map(\.name)
    #expect(
      names == [
        "emotion-counts", "training-age-loss", "training-age-error", "training-infant-loss",
        "training-infant-accuracy", "training-adult-loss", "training-adult-accuracy", "age-error",
        "cross-age", "confusion",
      ])
  }

  @Test(arguments: [ChartTheme.page, .publication])
  func writesTheSameJSONEachTime(theme: ChartTheme) throws {
    let first = try ChartSpecs.charts(for: Demo.input(), theme: theme)
    let second = try ChartSpecs.charts(for: Demo.input(), theme: theme)
    for (chart, again) in zip(first, second) {
      let text = try chart.spec.text()
      #expect(try text == again.spec.text())
      #expect(try JSONSerialization.jsonObject(with: Data(text.utf8)) is [String: Any])
    }
  }

  @Test func colorsComeFromThePageOrAreFixedInAPaper() throws {
    let page = try ChartSpecs.charts(for: Demo.input(), theme: .page)
    let paper = try ChartSpecs.charts(for: Demo.input(), theme: .publication)
    for chart in page { #expect(try !chart.spec.text().contains("#")) }
    for chart in paper { #expect(try !chart.spec.text().contains("var(--")) }
  }

  @Test func putsTheMetricsIntoTheCrossAgeChart() throws {
    let input = try Demo.input()
    let chart = try #require(
      try ChartSpecs.charts(for: input, theme: .page).first { $0.name == "cross-age" })
    let spec = try JSONSerialization.jsonObject(with: Data(chart.spec.text().utf8))
    let data = try #require((spec as? [String: Any])?["data"] as? [String: Any])
    let values = try #require(data["values"] as? [[String: Any]])
    let groups = try #require(input.metrics).models.flatMap(\.groups)
    #expect(values.count == groups.count)
    for (value, group) in zip(values, groups) {
      let accuracy = try #require(group.accuracy)
      let expected = [
        "accuracy": accuracy.value, "lower": accuracy.lower, "upper": accuracy.upper,
      ]
      for (key, number) in expected {
        #expect(abs(try #require(value[key] as? Double) - number) < 1e-12)
      }
    }
  }

  @Test func leavesOutGroupsWithoutFaces() throws {
    var input = try Demo.input()
    input.metrics = try Demo.metricsWithEmptyGroup(.teenager)
    let chart = try #require(
      try ChartSpecs.charts(for: input, theme: .page).first { $0.name == "cross-age" })
    #expect(!chart.summary.contains("teenagers"))
    let empty = try #require(chart.table.rows.first { $0[1] == .text("teenager") })
    #expect(empty[2] == .count(0))
    #expect(empty[5...] == [.missing, .missing, .missing, .missing])
  }

  @Test func tablesAreCSVWithUnroundedNumbers() throws {
    let table = DataTable(
      columns: ["name", "n", "share", "years", "none"],
      rows: [
        [.text("a,\"b\""), .count(1200), .share(2.0 / 3), .number(1.25, decimals: 1), .missing]
      ])
    let reader = try CSVReader(Data(table.csv.utf8), name: "table.csv")
    var rows: [[String]] = []
    try reader.forEachRow { rows.append($0.fields) }
    #expect(reader.header == table.columns)
    #expect(rows == [["a,\"b\"", "1200", "\(2.0 / 3)", "1.25", ""]])
  }
}
