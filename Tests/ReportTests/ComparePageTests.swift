import Analysis
import Faces
import Foundation
import Report
import Support
import TestSupport
import Testing

/// The demonstration beside a run whose models predict as the other one's, on other faces.
func comparedRuns(secondName: String = "second") throws -> CompareInput {
  let first = try Demo.input()
  var second = first
  second.runName = secondName
  second.settings[1].adult = "0.2"
  second.studySettings[1].text = "2"
  func run(_ name: String, _ predictions: PredictionTable) -> RunComparison.Run {
    RunComparison.Run(name: name, predictions: predictions, identities: [:])
  }
  let swapped = PredictionTable(
    rows: Demo.predictions.rows.map { row in
      var row = row
      row.model = row.model == "infant" ? "adult" : "infant"
      return row
    }, vocabulary: .study)
  let comparison = try RunComparison(
    run("demo", Demo.predictions), run(secondName, swapped),
    settings: EvaluationSettings(replicates: 200))
  return CompareInput(runs: [first, second], comparisons: [comparison])
}

@Suite struct ComparePageTests {
  @Test func printsEveryDifference() throws {
    let input = try comparedRuns()
    let page = try Page(input)
    let differences = try page.section("differences")
    #expect(input.comparisons[0].differences.count == 12)
    for difference in input.comparisons[0].differences {
      let estimate = try #require(difference.difference)
      for bound in [estimate.lower, estimate.upper] {
        #expect(differences.contains(String(format: "%.1f", abs(100 * bound))))
      }
    }
    #expect(differences.contains("different faces"))
    #expect(
      try page.part("<h1>").text == "<h1>Comparison of <bdi>demo and second</bdi></h1>")
  }

  /// One colour for a run in both figures, in the charts as in their keys, and no model's.
  @Test func aRunKeepsItsColourAndHasNoModels() throws {
    let input = try comparedRuns()
    let page = try Page(input)
    for (section, first) in [("accuracy", 1), ("differences", 0)] {
      let part = try page.section(section)
      #expect(part.count(of: "stroke=\"var(--ink)\"") == first)
      #expect(part.count(of: "stroke=\"var(--second-run)\"") == 1)
    }
    for chart in CompareCharts.charts(for: input) {
      for spec in try chart.panels.map({ try $0.spec.text() }) {
        #expect(spec.contains("var(--second-run)"))
        #expect(!spec.contains("var(--infant)") && !spec.contains("var(--adult)"))
      }
    }
  }

  @Test func differencesHaveOneScaleAndNoLinesBetweenAgeGroups() throws {
    let charts = try CompareCharts.charts(for: comparedRuns())
    let differences = try #require(charts.first { $0.name == "runs-differences" })
    let specs = try differences.panels.map { try $0.spec.text() }
    #expect(specs.count == 2)
    let domains = specs.map { spec in
      Set(
        spec.matches(of: #/"scale":\{"domain":(\[-?[0-9.e-]+,-?[0-9.e-]+\])/#).map { $0.output.1 })
    }
    #expect(domains[0].count == 1 && domains[0] == domains[1], "\(domains)")
    #expect(specs.allSatisfy { !$0.contains("\"type\":\"line\"") })
    let accuracy = try #require(charts.first { $0.name == "runs-accuracy" })
    #expect(try accuracy.panels.allSatisfy { try $0.spec.text().contains("\"type\":\"line\"") })
  }

  @Test func theOverviewHasTheAgesToQuote() throws {
    let input = try comparedRuns()
    let page = try Page(input)
    for row in [
      "infant model, transition age, true ages imputed",
      "crossing of the two curves, ages as given",
      "crossing of the two curves, true ages imputed",
    ] {
      #expect(try page.section("overview").contains(row), "\(row)")
    }
    let crossing = try #require(input.runs[0].metrics?.transition?.crossing)
    // The demonstration's crossing has no lower bound, and is then no result.
    #expect(crossing.interval.lower == nil)
    let upper = try #require(crossing.interval.upper)
    #expect(
      try page.section("overview").contains(
        String(format: "none claimed (no lower bound, up to %.1f years)", upper)))
  }

  @Test func listsOnlySettingsThatDiffer() throws {
    let page = try Page(comparedRuns())
    let settings = try page.section("settings")
    #expect(settings.contains("Settings that differ</caption>"))
    #expect(settings.contains("dropout") && !settings.contains("learning rate"))
    #expect(settings.contains("Seed") && !settings.contains("Preset"))
    var alike = try comparedRuns()
    alike.runs[1].settings = alike.runs[0].settings
    alike.runs[1].studySettings = alike.runs[0].studySettings
    #expect(try Page(alike).section("settings").contains("All settings are the same"))
  }

  @Test func theWholePageShowsNamesAsText() throws {
    let page = try Page(comparedRuns(secondName: "<script>hacked()</script>"))
    #expect(!page.text.contains("<script>hacked"))
    for part in try [page.header(), page.section("overview"), page.section("differences")] {
      #expect(part.contains("&lt;script&gt;hacked()&lt;/script&gt;"))
    }
  }
}

@Suite(
  .serialized, .enabled(if: Browser.executable != nil && (try? VegaBundle.locate()) != nil))
struct ComparePageBrowserTests {
  @Test(arguments: [false, true])
  func drawsItsChartsAndIsReadable(isDark: Bool) throws {
    let page = try ComparePage.html(comparedRuns(), bundle: VegaBundle.locate())
    let result = try Browser.run(
      page,
      steps: """
        result.drawn = document.querySelectorAll(".chart svg").length;
        \(Accessibility.checks)
        """, isDark: isDark)
    #expect(result["errors"] as? [String] == [])
    #expect(result["drawn"] as? Int == 4)
    #expect(result["faults"] as? [String] == [])
  }
}
