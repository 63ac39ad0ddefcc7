import Analysis
import Presentation
import Statistics
import Support

/// The page of several runs side by side: one HTML file that asks the network for nothing.
public enum ComparePage {
  /// - Returns: the HTML text, the chart library and all data included.
  /// - Throws: `SmilestoneError` when metrics have the wrong shape.
  public static func html(_ input: CompareInput, bundle: VegaBundle) throws -> String {
    for run in input.runs { try run.results.metrics?.checkShape() }
    var builder = ComparePageBuilder(input)
    let body = builder.body()
    return try OfflinePage.html(
      title: "Comparison of \(Format.list(input.runs.map(\.runName)))",
      skipLabel: "Skip to the comparison",
      body: body, charts: builder.shownCharts, bundle: bundle)
  }
}

/// Puts the page together and numbers its figures.
private struct ComparePageBuilder {
  private let input: CompareInput
  private let charts: [Chart]
  private(set) var shownCharts: [Chart] = []

  private var names: [String] { input.runs.map(\.runName) }

  init(_ input: CompareInput) {
    self.input = input
    charts = CompareCharts.charts(for: input)
  }

  mutating func body() -> HTML {
    """
    <header>
    <p class="run">\(Format.count(names.count)) runs</p>
    <h1>Comparison of \(HTML.data(Format.list(names)))</h1>
    <p class="abstract">\(abstract)</p>
    </header>
    <nav aria-label="Contents"><ol>
    <li><a href="#overview">Overview</a></li>
    <li><a href="#accuracy">Accuracy</a></li>
    <li><a href="#differences">Differences</a></li>
    <li><a href="#settings">Settings</a></li>
    </ol></nav>
    <main id="main">
    <noscript><p class="missing">The charts need JavaScript. Every number is also in the tables
    below them.</p></noscript>
    \([overview(), accuracy(), differences(), settings()])
    </main>
    <footer><p>Made by Smilestone. This page is one file and loads nothing from a network.</p></footer>
    """
  }

  private var abstract: HTML {
    let sure = input.comparisons.flatMap { comparison in
      comparison.differences.filter { ($0.adjustedPValue ?? 1) < 0.05 && $0.ageGroup != nil }
    }
    let total = input.comparisons.flatMap(\.differences).count { $0.ageGroup != nil }
    return """
      Accuracies of the same models in \(Format.count(names.count)) runs, each against \
      “\(HTML.data(names.first ?? ""))”. Of \(Format.count(total)) differences by model and age \
      group, \(Format.count(sure.count)) \(sure.count == 1 ? "is" : "are") beyond chance (p < 0.05 \
      after Holm’s correction).
      """
  }

  private func section(_ id: String, _ title: String, _ parts: [HTML]) -> HTML {
    """
    <section id="\(id)" aria-labelledby="\(id)-heading">
    <h2 id="\(id)-heading">\(title)</h2>
    \(parts)
    </section>
    """
  }

  private func overview() -> HTML {
    let facts = input.runs.map { run in Analyses.all.flatMap { $0.comparison(of: run.results) } }
    let names = facts.flatMap { $0.map(\.name) }.reduce(into: [String]()) { names, name in
      if !names.contains(name) { names.append(name) }
    }
    let rows =
      [
        row("faces") { Format.count($0.counts.faces) },
        row("data") { $0.cohort.text },
      ]
      + names.map { name in
        [.text(name)]
          + facts.map { run in run.first { $0.name == name }.map { .text($0.text) } ?? .missing }
      }
    return section(
      "overview", "Overview",
      [
        DataTable(columns: ["of the run"] + self.names, rows: rows).html(
          caption: "The runs at a glance"),
        "<p>An age whose interval lacks a bound is no result to quote.</p>",
      ])
  }

  /// A row with a cell for each run.
  private func row(_ name: String, _ value: (ReportInput) -> String?) -> [DataTable.Cell] {
    [.text(name)] + input.runs.map { value($0).map { .text($0) } ?? .missing }
  }

  private mutating func accuracy() -> HTML {
    section(
      "accuracy", "Accuracy", [figure("runs-accuracy", runs: names)])
  }

  private mutating func differences() -> HTML {
    let tables = input.comparisons.map { comparison -> HTML in
      let isPaired = comparison.differences.contains { $0.pairs != nil }
      let table = DataTable(
        columns: [
          "model", "age group", "n, \(comparison.first)", "n, \(comparison.second)", "pairs",
          "difference", "lower", "upper", "p", "p (Holm)",
        ],
        rows: comparison.differences.map { difference in
          [
            .text(StudyModel.displayName(of: difference.model)),
            .text(difference.ageGroup?.displayName ?? "all ages"), .count(difference.firstN),
            .count(difference.secondN), .count(difference.pairs),
            .points(difference.difference?.value), .points(difference.difference?.lower),
            .points(difference.difference?.upper), .pValue(difference.test?.pValue),
            .pValue(difference.adjustedPValue),
          ]
        })
      let tests = Set(comparison.differences.compactMap(\.test?.name)).sorted()
      let named =
        tests.isEmpty ? "No test could be made." : "Tests: \(tests.joined(separator: "; "))."
      return """
        <h3>\(HTML.data(comparison.second)) minus \(HTML.data(comparison.first))</h3>
        <p>\(isPaired ? pairedNote : sampledNote) Differences are in points. \(named) Intervals are \
        not corrected and belong to p: they hold zero where p is 0.05 or more. p (Holm) is corrected \
        for all tests of this table; differences beyond chance are counted by it.</p>
        \(table.html(caption: "\(comparison.second) minus \(comparison.first)"))
        """
    }
    return section(
      "differences", "Differences",
      [figure("runs-differences", runs: Array(names.dropFirst()))] + tables)
  }

  private var pairedNote: String {
    "Both runs tested the same faces, by content and label, which are compared one by one and "
      + "grouped by age as in the first run."
  }

  private var sampledNote: String {
    "The runs tested different faces for the most part (or their images are gone), so that the "
      + "difference also holds that of the faces; they are compared as samples, in which subjects "
      + "of one name count as one subject."
  }

  private func settings() -> HTML {
    let settings = input.runs.map(\.settings)
    let names = settings.flatMap { $0.map(\.name) }.reduce(into: [String]()) { names, name in
      if !names.contains(name) { names.append(name) }
    }
    let columns: [(String, (Setting) -> String?)] = [
      ("infant model", { $0.infant }), ("adult model", { $0.adult }), ("age estimator", { $0.age }),
    ]
    let studySettings = input.runs.map(\.studySettings)
    let studyNames = studySettings.flatMap { $0.map(\.name) }.reduce(into: [String]()) {
      if !$0.contains($1) { $0.append($1) }
    }
    let studyRows = studyNames.compactMap { name -> [DataTable.Cell]? in
      let values = studySettings.map { run in run.first { $0.name == name }?.text }
      guard Set(values).count > 1 else { return nil }
      return [.text(name), .text("study")] + values.map { $0.map { .text($0) } ?? .missing }
    }
    let rows =
      studyRows
      + names.flatMap { name in
        columns.compactMap { model, value -> [DataTable.Cell]? in
          let values = settings.map { run in run.first { $0.name == name }.flatMap(value) }
          guard Set(values).count > 1 else { return nil }
          return [.text(name), .text(model)] + values.map { $0.map { .text($0) } ?? .missing }
        }
      }
    return section(
      "settings", "Settings that differ",
      [
        rows.isEmpty
          ? "<p>All settings are the same.</p>"
          : DataTable(columns: ["setting", "of"] + self.names, rows: rows)
            .html(caption: "Settings that differ")
      ])
  }

  /// A chart with a key of its runs.
  private mutating func figure(_ name: String, runs: [String]) -> HTML {
    guard let chart = charts.first(where: { $0.name == name }) else {
      return """
        <p class="missing"><b>There is nothing to draw.</b> No age group has a defined value.</p>
        """
    }
    shownCharts.append(chart)
    let items = RunStyle.styles(of: runs, in: input).map {
      MarkKey($0.style.role, $0.style.shape, $0.style.dash).item($0.run)
    }
    return chart.figure(
      number: shownCharts.count, controls: "<ul class=\"key\">\(items)</ul>")
  }
}
