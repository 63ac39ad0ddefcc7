import Analysis
import Foundation
import Presentation
import Report
import Statistics
import TestSupport
import Testing

/// The ages to report stand once, and beside what was planted where that is known.
@Suite struct PlantedAgeTests {
  private func abstract(_ page: Page) throws -> PagePart {
    try page.part("<p class=\"abstract\">")
  }

  /// The demonstration with ages of its own in the findings.
  private func input(planted: Double?) throws -> ReportInput {
    var input = try Demo.input()
    let ages: [String: (Double?, Double?, Double)] = [
      "infant-transition": (4.44, 3.21, 6.53), "adult-transition": (nil, nil, 9.87),
      "crossing-age": (7.77, 6.66, 8.88),
    ]
    for index in try #require(input.metrics).findings.indices {
      guard let id = input.metrics?.findings[index].id, let (age, lower, upper) = ages[id] else {
        continue
      }
      input.metrics?.findings[index].age?.ageInYears = age
      input.metrics?.findings[index].age?.interval = OpenInterval(
        lower: lower, upper: upper, level: 0.95, method: "")
    }
    guard let planted else { return input }
    let findings = input.metrics?.findings
    var plantedInput = try Demo.plantedInput(at: planted, findings: findings ?? [])
    plantedInput.metrics?.findings = findings ?? []
    return plantedInput
  }

  @Test func quotesOneAgeOfEachQuantity() throws {
    let page = try Page(input(planted: nil))
    let abstract = try abstract(page)
    for text in [
      "Corrected for the error of estimated ages, the accuracy of the infant model is midway between "
        + "its two levels at 4.4 years (95% CI 3.2 to 6.5 years)",
      "the curves of both models cross at 7.8 years (95% CI 6.7 to 8.9 years).",
      "No age can be reported of the adult model.",
    ] {
      #expect(abstract.contains(text), "\(text)")
    }
    // The fitted curves' own midpoints are not quoted above their card.
    let above = try #require(
      page.section("transition").text.split(separator: "<details class=\"card").first)
    for model in try #require(Demo.input().metrics?.transition).models {
      let midpoint = try #require(model.curve).logistic.midpoint
      let text = String(format: "%.1f years", midpoint)
      #expect(text == "4.4 years" || text == "7.8 years" || !above.contains(text))
    }
    #expect(above.contains("multiple imputation); report these:"))
    #expect(above.contains("with two models and imputed ages, intervals held"))
    #expect(above.contains("midway at <b>4.4 years</b> (95% CI 3.2 to 6.5 years"))
    #expect(
      above.contains("no transition age can be reported (95% CI no lower bound, up to 9.9"))
    #expect(above.contains("<b>Crossing of the curves:</b> <b>7.8 years</b>"))
  }

  /// The infant model's age is 4.4 years; what such intervals hold depends on how many subjects there are.
  @Test(arguments: [(300, true), (1_000, false)])
  func earlyAgesFromFewSubjectsAreDoubted(subjects: Int, isDoubted: Bool) throws {
    var input = try input(planted: nil)
    for index in try #require(input.metrics?.transition).models.indices {
      input.metrics?.transition?.models[index].subjects = subjects
    }
    let text = try Page(input).section("transition").text
    #expect(text.contains("promise more than they keep") == isDoubted)
  }

  @Test func nothingOnTheWholePageIsPlantedWhereNothingIsKnownToBe() throws {
    let page = try Page(input(planted: nil))
    // The glossary explains the word on every page.
    let glossary = try page.section("glossary").text
    #expect(!page.text.replacing(glossary, with: "").contains("lanted"))
  }

  @Test func standBesideThePlantedAge() throws {
    let page = try Page(input(planted: 8))
    let row = #/<bdi>([^<]*)<\/bdi><\/th>\n<td class="n">8\.0<\/td>([\s\S]*?)<\/tr>/#
    let rows = try page.section("transition").text.matches(of: row)
    #expect(
      rows.map { String($0.output.1) } == [
        "infant model", "adult model", "crossing of the curves",
      ])
    let cells = rows.map { row in
      row.output.2.matches(of: #/<td[^>]*>(?:<bdi>)?([^<]*)/#).map { String($0.output.1) }
    }
    #expect(
      cells == [
        ["4.4", "3.2 to 6.5", "−3.6", "no"], ["–", "… to 9.9", "–", "open"],
        ["7.8", "6.7 to 8.9", "−0.2", "yes"],
      ])
    #expect(
      try abstract(page).contains(
        "What was planted is a change at 8.0 years; of the intervals with two bounds, 1 of 2 holds it."
      ))
  }

  @Test(arguments: [ChartTheme.page, .column])
  func areDrawnWithThePlantedAge(theme: ChartTheme) throws {
    let names = ["cross-age", "transition", "transition-by-emotion", "age-dependence"]
    for (planted, input) in [(true, try input(planted: 8)), (false, try input(planted: nil))] {
      let charts = try ChartSpecs.charts(for: input)
      for chart in charts {
        let specs = try ([chart.spec] + chart.panels.map(\.spec)).map {
          try $0.value(in: theme).text()
        }.joined()
        let isShown = planted && names.contains(chart.name.replacing("-standardised", with: ""))
        #expect(specs.contains("planted: 8.0 years") == isShown, "\(chart.name)")
        #expect(chart.caption.contains("8.0 years: it was planted.") == isShown, "\(chart.name)")
      }
      // Only ages have a place on an axis of ages.
      let panels = try #require(charts.first { $0.name == "age-dependence" }).panels
      for panel in panels {
        #expect(
          try panel.spec.value(in: theme).text().contains("planted")
            == (planted && panel.title.contains("crossing"))
        )
      }
    }
  }

  @Test func theCrossingIsInTheLegendsOfItsFigures() throws {
    let dependence = try Page(input(planted: nil)).section("age-error")
      .part("<figure id=\"figure-age-dependence\">")
    #expect(dependence.contains("<bdi>crossing of the curves</bdi></li>"))
    for row in [
      "as estimated", "excluding faces near a boundary", "corrected (multiple imputation)",
      "uncorrected draws",
    ] {
      #expect(dependence.contains(">\(row)<") || dependence.contains("<bdi>\(row)"))
    }
    let charts = try ChartSpecs.charts(for: Demo.input())
    let transition = try #require(charts.first { $0.name == "transition" }).spec.text()
    #expect(
      transition.contains(
        "\"domain\":[\"infant model\",\"adult model\",\"crossing of the curves\"]"))
  }
}
