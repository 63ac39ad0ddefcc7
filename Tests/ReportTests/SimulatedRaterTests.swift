import Analysis
import Faces
import Foundation
import Presentation
import Report
import TestSupport
import Testing

/// Raters that the program simulates are never shown as people, and people never as simulated.
@Suite struct SimulatedRaterTests {
  /// The demonstration with votes of raters that are simulated, or not.
  private func input(simulated: Bool) throws -> ReportInput {
    var input = try Demo.input()
    input.cohort.isSynthetic = simulated
    for model in try #require(input.metrics).models.indices {
      for row in (input.metrics?.models[model].humanReference ?? []).indices {
        let n = input.metrics?.models[model].humanReference?[row].n
        input.metrics?.models[model].humanReference?[row].facesWithSimulatedVotes =
          simulated ? n : 0
      }
    }
    return input
  }

  @Test func areNamedInTheFigureItsCaptionAndItsTable() throws {
    for theme in [ChartTheme.page, .column] {
      let chart = try #require(
        ChartSpecs.charts(for: input(simulated: true))
          .first { $0.name == "cross-age" })
      #expect(try chart.spec.value(in: theme).text().contains("simulated\\nraters"))
      #expect(chart.caption.contains("“simulated raters”"))
      #expect(chart.table.columns.last == "agreement of simulated raters")
    }
    let page = try Page(input(simulated: true))
    #expect(try page.section("data").contains("No person rated these faces"))
    #expect(try page.section("paper").contains("labels are simulated raters’ choices"))
  }

  @Test func arePeopleWhereTheFacesAreOfPeople() throws {
    let input = try input(simulated: false)
    let charts = try ChartSpecs.charts(for: input)
    let chart = try #require(charts.first { $0.name == "cross-age" })
    #expect(chart.caption.contains("“raters”"))
    #expect(!chart.caption.contains("the ceiling"))
  }

  @Test func nowhereOnTheWholePageIsARaterSimulatedWhereTheFacesAreOfPeople() throws {
    let page = try Page(input(simulated: false))
    #expect(!page.text.contains(#/simulated(?: |\\n)rater/#))
  }
}
